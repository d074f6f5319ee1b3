import type { Page } from "@playwright/test";
import { ask, newShop, newThing, shopOf, tokenOf, type Thing } from "./support/api";
import { decline, signIn } from "./support/people";
import { freshEmail, unique } from "./support/place";
import {
  alertIn,
  fillCart,
  orderNumber,
  section,
  thanks,
  toDelivery,
  toPayment,
  writeAddress,
} from "./support/shopping";
import { sound } from "./support/sound";
import { expect, test } from "./support/test";

const DAYS = /\w{3}\s\d{1,2}/;
const main = (page: Page) => page.getByRole("main");

/** A tenth off every price of a thing, while somebody is about to pay it. */
async function lowerPrice(thing: Thing): Promise<void> {
  const { id } = await shopOf("seller");
  const token = await tokenOf("seller");
  const { version } = await ask<{ version: number }>("GET", `/products/${thing.id}`, { token });
  await ask("POST", `/sellers/${id}/products/changes`, {
    token,
    body: { products: [{ id: thing.id, version }], change: { price: { basis_points: -1000 } } },
  });
}

test("two shops, two ways of shipping, a code, and a price that changes before it is paid", async ({
  page,
  said,
}) => {
  test.slow();
  said.expect(/status of 409/);
  const [pot, plate] = [
    await newThing("seller", { price: 3000 }),
    await newThing("secondSeller", { price: 2000 }),
  ];
  const code = `TENTH-${unique()}`;
  await ask("POST", `/sellers/${(await shopOf("seller")).id}/coupons`, {
    token: await tokenOf("seller"),
    body: { name: "A tenth", kind: "percent", percent_bps: 1000, code },
  });
  await fillCart(page, [pot, plate]);
  await page.goto("/cart");

  await main(page).getByText("Where is it going?").click();
  await page.getByLabel("Country").selectOption({ label: "Portugal" });
  await page.getByLabel("Postal code").fill("9500-001");
  await page.getByRole("button", { name: "Show delivery" }).click();
  await expect(main(page), "the Azores are a zone of their own").toContainText("Sent from Porto · €8.90");
  await page.getByRole("button", { name: `Save ${plate.title} for later` }).click();
  await expect(main(page).getByRole("button", { name: `Move ${plate.title} to the cart` })).toBeVisible();
  await sound(page);
  await page.getByRole("button", { name: `Move ${plate.title} to the cart` }).click();
  await page.getByRole("button", { name: "Add a gift note: Casa Barro" }).click();
  await page.getByRole("textbox", { name: "Gift note" }).fill("For Rosa");
  await page.getByRole("button", { name: "Keep note" }).click();
  await expect(main(page)).toContainText("Gift note: For Rosa");
  await page.getByRole("textbox", { name: "Have a code?" }).fill(code);
  await page.getByRole("button", { name: "Use code" }).click();
  await expect(main(page)).toContainText("−€3.00");

  await main(page).getByRole("link", { name: "Check out" }).click();
  await writeAddress(page, freshEmail());
  await toDelivery(page);
  const delivery = section(page, "Delivery");
  await expect(delivery.getByText("CTT, tracked").locator("..")).toContainText(DAYS);
  await expect(delivery).toContainText("€3.90");
  await expect(delivery).toContainText("Collect at Calle de los Alfares 7");
  await delivery.getByRole("radio", { name: /^Courier/ }).check();
  await sound(page);
  await toPayment(page);
  await page.reload();
  await expect(delivery, "the choice outlives a reload").toContainText(/Casa Barro: Courier, \w{3}/);
  await expect(delivery).toContainText(/Ilha Azul: CTT, tracked, \w{3}/);

  await lowerPrice(pot);
  await page.getByRole("button", { name: /^Pay €59\.80/ }).click();
  await expect(alertIn(page)).toContainText("The total has changed and is now €57.10");
  await page.getByRole("button", { name: /^Pay €57\.10/ }).dblclick();
  await expect(thanks(page)).toBeVisible();
  await orderNumber(page);
  await expect(main(page)).toContainText("Gift note: For Rosa");
  await expect(main(page)).toContainText(DAYS);
  await sound(page);
});

test("a shop ships by zones and weight, on its own days, and sees what a cart would cost", async ({
  page,
}) => {
  test.slow();
  const { email } = await newShop();
  await page.goto("/sign-in?next=/sell/shop/shipping");
  await decline(page);
  await signIn(page, email);
  const ways = page.getByRole("group", { name: "Post" });
  await ways.getByLabel("Priced").selectOption({ label: "By zone" });
  await ways.getByLabel("Name of the zone").fill("Home");
  await page.getByRole("button", { name: "Save shipping and returns" }).click();
  const summary = page.getByRole("alert").filter({ hasText: "Add at least one place" });
  await expect(summary).toBeVisible();
  await sound(page);
  const zone = ways.getByRole("group", { name: "Home" });
  await zone.getByLabel("First thing").fill("3.50");
  await zone.getByLabel("Country").selectOption({ label: "Portugal" });
  await zone.getByLabel("Only postal codes").fill("4, 5");
  await zone.getByRole("button", { name: "Add place" }).click();
  await expect(zone).toContainText("Portugal: 4…, 5…");
  await page.getByRole("button", { name: "Add way" }).click();
  const heavy = page.getByRole("group", { name: "New way of shipping" });
  await heavy.getByLabel("Name", { exact: true }).fill("Heavy");
  const named = page.getByRole("group", { name: "Heavy" });
  await named.getByLabel("Priced").selectOption({ label: "By weight" });
  await named.getByLabel("Up to").fill("2.5");
  await named.getByLabel("Price", { exact: true }).fill("6");
  await page.getByLabel("Friday").uncheck();
  await page.getByLabel("Orders count for the same day until").selectOption("14:00");
  await page.getByRole("textbox", { name: "Closed on" }).fill("2099-12-24");
  await page.getByRole("button", { name: "Add day" }).click();
  await sound(page);
  await page.getByRole("button", { name: "Save shipping and returns" }).click();
  await expect(page.getByText("Shipping and returns are saved.")).toBeVisible();
  await expect(page.getByLabel("Friday")).not.toBeChecked();

  const offers = page.getByRole("list", { name: "Try a cart" });
  await page.getByLabel("Postal code", { exact: true }).fill("4050-262");
  await page.getByRole("button", { name: "Show prices" }).click();
  await expect(offers.getByRole("listitem").filter({ hasText: "Post" })).toContainText("€3.50");
  await expect(offers.getByRole("listitem").filter({ hasText: "Heavy" })).toContainText("€6.00");
  await page.getByLabel("Weight of all").fill("3");
  await page.getByLabel("Postal code", { exact: true }).fill("1000-001");
  await page.getByRole("button", { name: "Show prices" }).click();
  await expect(offers.getByText("Not offered")).toHaveCount(2);
  await sound(page);
});
