import { newThing } from "./support/api";
import { SIZES, take } from "./support/camera";
import { freshEmail } from "./support/place";
import {
  fillCart,
  isPhone,
  openCheckout,
  orderNumber,
  pay,
  section,
  toDelivery,
  toPayment,
  writeAddress,
} from "./support/shopping";
import { expect, test } from "./support/test";

for (const { name: width, size } of SIZES) {
  test.describe(width, () => {
    test.use({ viewport: size });

    test("a company at the checkout", async ({ page }) => {
      await fillCart(page, [await newThing("seller", { price: 2460 }), await newThing("secondSeller")]);
      await openCheckout(page);
      await writeAddress(page, freshEmail());
      const address = section(page, "Address");
      await address.getByRole("checkbox", { name: "I buy for a company" }).check();
      await address.getByRole("textbox", { name: "Company" }).fill("Prova Lda");
      await address.getByLabel("VAT ID").fill("PT 501 964 843");
      await take(page, "tax-address");
      await toDelivery(page);
      await toPayment(page);
      if (isPhone(page)) await page.getByText("2 things · 2 parcels").click();
      await expect(page.getByRole("radio", { name: "Succeed" })).toBeVisible();
      await take(page, "tax-checkout");
      await pay(page, "Succeed");
      await orderNumber(page);
      await take(page, "tax-order");
    });

    test("tax rates as the operator keeps them", async ({ visitor }) => {
      const page = await visitor("operator");
      await page.setViewportSize(size);
      await page.goto("/operator/settings/tax");
      await expect(page.getByRole("list", { name: "Tax rates" })).toBeVisible();
      await take(page, "tax-rates", false);
      await page.getByRole("button", { name: "Add a rate" }).click();
      await page.getByRole("dialog").getByLabel("Country").selectOption({ label: "United States" });
      await take(page, "tax-rate", false);
      await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
      await page.getByRole("button", { name: "Import a file" }).click();
      const header = "country,region,tax_category,valid_from,rate_percent,source\n";
      const lines = "US,CA,standard,2026-01-01,7.25,CDTFA\nPT,,standard,2025-01-01,23,Lei\n";
      await page
        .getByRole("dialog")
        .locator("input[type=file]")
        .setInputFiles({ name: "rates.csv", mimeType: "text/csv", buffer: Buffer.from(header + lines) });
      await expect(page.getByRole("list", { name: "What the file does" })).toBeVisible();
      await take(page, "tax-import", false);
    });
  });
}
