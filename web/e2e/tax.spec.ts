import { ask, newThing, tokenOf } from "./support/api";
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
import { sound } from "./support/sound";
import { expect, test } from "./support/test";

const RATES = "/operator/tax-rates";

test("a company of another country pays without VAT once its VAT id is right", async ({ page }) => {
  await fillCart(page, [await newThing("seller", { price: 2460 })]);
  await openCheckout(page);
  await writeAddress(page, freshEmail());
  const address = section(page, "Address");
  await address.getByRole("checkbox", { name: "I buy for a company" }).check();
  await address.getByRole("textbox", { name: "Company" }).fill("Prova Lda");
  await address.getByLabel("VAT ID").fill("PT 501 964 844");
  await toDelivery(page);
  const note = page.getByRole("main").getByRole("status").filter({ hasText: "This VAT id" });
  await expect(note).toContainText("not registered");
  await sound(page);
  await section(page, "Address")
    .getByRole("button", { name: /Change/ })
    .click();
  await address.getByLabel("VAT ID").fill("PT 501 964 843");
  await toDelivery(page);
  await expect(note).toContainText("your company accounts for the VAT");
  await toPayment(page);
  const sums = page.getByRole("main");
  await expect(
    sums
      .getByText(/VAT: reverse charge/)
      .filter({ visible: true })
      .first(),
  ).toBeVisible();
  if (isPhone(page)) await page.getByText("1 thing · 1 parcel").click();
  await expect(sums.getByText("€20.00").filter({ visible: true }).first()).toBeVisible();
  await sound(page);
  await pay(page, "Succeed");
  await orderNumber(page);
  await sound(page);
});

test("the operator keeps tax rates, one by one and by a file", async ({ visitor, said }) => {
  const page = await visitor("operator");
  // Each width has countries of its own, since both may be at it at once.
  const [country, code, filed] = isPhone(page)
    ? (["Andorra", "AD", "SM"] as const)
    : (["Liechtenstein", "LI", "MC"] as const);
  const token = await tokenOf("operator");
  const all = await ask<{ version: number; items: { id: string; country: string }[] }>("GET", RATES, {
    token,
  });
  for (const old of all.items.filter((one) => [code, filed].some((mine) => mine === one.country))) {
    await ask("DELETE", `${RATES}/${old.id}`, { token, headers: { "If-Match": "*" } });
  }
  await page.goto("/operator/settings/tax");
  const rates = page.getByRole("list", { name: "Tax rates" });
  await expect(rates.getByRole("listitem").first()).toBeVisible();
  await sound(page);

  await page.getByRole("button", { name: "Add a rate" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toContainText("Choose the country.");
  await dialog.getByLabel("Country").selectOption({ label: country });
  await dialog.getByLabel("From").fill("2024-01-01");
  await dialog.getByLabel("Rate in percent").fill("8,1");
  await dialog.getByLabel("Source").fill("Tax office");
  await sound(page);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  const search = page.getByRole("searchbox", { name: "Find a country or region" });
  await search.fill(country.slice(0, 5).toLowerCase());
  const found = rates.getByRole("list", { name: country });
  await expect(found.getByRole("listitem")).toHaveCount(1);
  await expect(found).toContainText("8.1");
  await sound(page);

  await page.getByRole("button", { name: "Import a file" }).click();
  const header = "country,region,tax_category,valid_from,rate_percent,source\n";
  const choose = (line: string) =>
    dialog
      .locator("input[type=file]")
      .setInputFiles({ name: "rates.csv", mimeType: "text/csv", buffer: Buffer.from(header + line) });
  await choose(`${filed},,standard,2024-01-01,200,\n`);
  await expect(dialog).toContainText("Line 2");
  await dialog.getByRole("button", { name: "Another file" }).click();
  await choose(`${filed},,standard,2024-01-01,20,Tax office\n`);
  await expect(dialog).toContainText("1 new, 0 changed, 0 as they are");
  await sound(page);
  await dialog.getByRole("button", { name: "Import", exact: true }).click();
  await expect(dialog).toBeHidden();

  await page.getByRole("button", { name: new RegExp(`^Delete ${country}`) }).click();
  await dialog.getByRole("button", { name: "Delete" }).click();
  await expect(dialog).toBeHidden();
  await search.fill("malta");
  said.expect(/409/);
  await page.getByRole("button", { name: "Delete Malta · Standard" }).click();
  await dialog.getByRole("button", { name: "Delete" }).click();
  await expect(dialog).toContainText("nothing sold to it would be taxed any more");
  await dialog.getByRole("button", { name: "Cancel" }).click();
});
