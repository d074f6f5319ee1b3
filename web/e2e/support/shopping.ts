import { expect, type Locator, type Page } from "@playwright/test";
import { SHIP_TO, type Thing } from "./api";
import { decline } from "./people";

export type Answer = "Succeed" | "Decline" | "Ask for confirmation" | "Answer late";

const LARGE = 1024;
export const isPhone = (page: Page) => (page.viewportSize()?.width ?? 0) < LARGE;

export const cartSheet = (page: Page) => page.getByRole("dialog", { name: "Cart" });
export const alertIn = (page: Page) => page.getByRole("main").getByRole("alert");
export const section = (page: Page, name: string) => page.getByRole("region", { name, exact: true });
export const thanks = (page: Page) => page.getByRole("heading", { level: 1, name: /^Order [0-9A-Z]+$/ });

/** By the field in the header, or on phones by the sheet behind the magnifying glass. */
export async function search(page: Page, words: string): Promise<void> {
  const banner = page.getByRole("banner");
  let field = banner.getByRole("combobox", { name: "Search" });
  if (isPhone(page)) {
    await banner.getByRole("button", { name: "Search" }).click();
    field = page.getByRole("dialog", { name: "Search" }).getByRole("searchbox", { name: "Search" });
  }
  await field.fill(words);
  await field.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: words })).toBeVisible();
}

/** Ticks a filter beside the list, or in its sheet on phones. */
export async function filter(page: Page, label: string): Promise<void> {
  // The address decides what is ticked, which takes a moment: `check` would want it at once.
  const tick = async (filters: Locator) => {
    await filters.getByLabel(label).click();
    await expect(filters.getByLabel(label)).toBeChecked();
  };
  if (!isPhone(page)) return tick(page.getByRole("complementary", { name: "Filters" }));
  await page.getByRole("main").getByRole("button", { name: "Filters" }).click();
  const sheet = page.getByRole("dialog", { name: "Filters" });
  await tick(sheet);
  await sheet.getByRole("button", { name: /^Show \d+ thing/ }).click();
  await expect(sheet).toBeHidden();
}

/** From a product's page into the cart, which opens. */
export async function addToCart(page: Page): Promise<void> {
  await page.getByRole("main").getByRole("button", { name: "Add to cart" }).first().click();
  await expect(cartSheet(page)).toBeVisible();
}

/** A cart with these things, put together on their pages by somebody who has just come. */
export async function fillCart(page: Page, things: Thing[]): Promise<void> {
  for (const [place, thing] of things.entries()) {
    await page.goto(`/p/${thing.slug}-${thing.id}`);
    if (place === 0) await decline(page);
    const added = page.waitForResponse((answer) => answer.url().endsWith("/api/v1/cart/items"));
    await addToCart(page);
    expect((await added).status()).toBe(201);
  }
}

export const openCheckout = async (page: Page) => {
  await cartSheet(page).getByRole("link", { name: "Check out" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Checkout" })).toBeVisible();
};

export async function writeAddress(page: Page, email: string): Promise<void> {
  const address = section(page, "Address");
  await address.getByLabel("E-mail").fill(email);
  await address.getByLabel("Full name").fill(SHIP_TO.name);
  await address.getByLabel("Country").selectOption({ label: "Portugal" });
  await address.getByLabel("Street and number").fill(SHIP_TO.line1);
  await address.getByLabel("Postal code").fill(SHIP_TO.postal_code);
  await address.getByLabel("Town").fill(SHIP_TO.city);
}

export const toDelivery = (page: Page) => page.getByRole("button", { name: "Continue to delivery" }).click();
export const toPayment = (page: Page) => page.getByRole("button", { name: "Continue to payment" }).click();

/** All sections up to the payment. */
export async function checkOut(page: Page, email: string): Promise<void> {
  await openCheckout(page);
  await writeAddress(page, email);
  await toDelivery(page);
  await toPayment(page);
  await expect(section(page, "Payment").getByRole("radio", { name: "Succeed" })).toBeVisible();
}

export async function pay(page: Page, answer: Answer): Promise<void> {
  await section(page, "Payment").getByRole("radio", { name: answer }).check();
  await page.getByRole("button", { name: /^Pay / }).click();
}

/** The number of the order whose page is open. */
export async function orderNumber(page: Page): Promise<string> {
  await expect(thanks(page)).toBeVisible();
  return (await thanks(page).innerText()).replace("Order ", "");
}

/** Moves the focus as a person without a mouse does, until it is on the target. */
export async function tabTo(page: Page, target: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  const STEPS_MAX = 120;
  await expect(target).toBeVisible();
  for (let step = 0; step < STEPS_MAX; step += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${STEPS_MAX} presses of ${key} do not lead to ${target}.`);
}
