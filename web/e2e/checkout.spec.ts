import type { Page } from "@playwright/test";
import { buy, newThing } from "./support/api";
import { freshEmail } from "./support/place";
import {
  alertIn,
  checkOut,
  fillCart,
  openCheckout,
  orderNumber,
  pay,
  section,
  thanks,
  toDelivery,
  toPayment,
  writeAddress,
} from "./support/shopping";
import { sound } from "./support/sound";
import { expect, test } from "./support/test";

const BANK = /\/dev\/pay\//;
const bank = (page: Page) => page.getByRole("heading", { name: "Test payment, no money moves" });

/** A guest with one thing in the cart stands before the payment. */
async function beforePayment(page: Page, { onHand = 5 } = {}) {
  const thing = await newThing("seller", { onHand });
  await fillCart(page, [thing]);
  const email = freshEmail();
  await checkOut(page, email);
  return { thing, email };
}

test("who goes back from the bank's page finds everything and can go on", async ({ page }) => {
  const { email } = await beforePayment(page);
  await pay(page, "Ask for confirmation");
  await page.waitForURL(BANK);
  await expect(bank(page)).toBeVisible();
  await page.goBack();
  await expect(alertIn(page)).toContainText("Your bank has no answer from you yet.");
  await expect(section(page, "Address")).toContainText(email);
  await sound(page);
  await alertIn(page).getByRole("link", { name: "Go on to confirm" }).click();
  await page.getByRole("button", { name: "Approve the payment" }).click();
  await expect(thanks(page)).toBeVisible();

  // Whoever goes back once more and answers again is led to the order, which is paid once.
  await page.goBack();
  await page.getByRole("button", { name: "Approve the payment" }).click();
  await expect(thanks(page)).toBeVisible();
});

test("who goes back from the bank's page can pay in another way", async ({ page }) => {
  await beforePayment(page);
  await pay(page, "Ask for confirmation");
  await page.waitForURL(BANK);
  await page.goBack();
  await alertIn(page).getByRole("button", { name: "Pay another way" }).click();
  await expect(alertIn(page)).toContainText("That payment was cancelled and nothing was charged.");
  await pay(page, "Succeed");
  await expect(thanks(page)).toBeVisible();
});

test("a payment that the bank's page declines can be made again", async ({ page }) => {
  const { email } = await beforePayment(page);
  await pay(page, "Ask for confirmation");
  await page.getByRole("button", { name: "Decline the payment" }).click();
  await expect(alertIn(page)).toContainText("The payment was declined on your bank’s page.");
  await expect(section(page, "Address")).toContainText(email);
  await pay(page, "Succeed");
  await expect(thanks(page)).toBeVisible();
});

test("a reload in each section loses nothing", async ({ page }) => {
  const email = freshEmail();
  await fillCart(page, [await newThing("seller")]);
  await openCheckout(page);
  const address = section(page, "Address");
  await address.getByLabel("E-mail").fill(email);
  await address.getByLabel("Full name").fill("Nora Qui");
  await page.reload();
  await expect(address.getByLabel("E-mail")).toHaveValue(email);
  await expect(address.getByLabel("Full name")).toHaveValue("Nora Qui");
  await writeAddress(page, email);
  await toDelivery(page);
  await expect(section(page, "Delivery").getByRole("radio").first()).toBeVisible();

  await page.reload();
  await expect(section(page, "Delivery").getByRole("radio").first()).toBeVisible();
  await expect(address).toContainText(email);
  await toPayment(page);
  const challenge = section(page, "Payment").getByRole("radio", { name: "Ask for confirmation" });
  await challenge.check();

  await page.reload();
  await expect(challenge).toBeChecked();
  await expect(address).toContainText(email);
  await pay(page, "Succeed");
  await orderNumber(page);
  await page.reload();
  await expect(thanks(page)).toBeVisible();
});

test("fields that are not filled in are named, and the first takes the focus", async ({ page }) => {
  await fillCart(page, [await newThing("seller")]);
  await openCheckout(page);
  await toDelivery(page);
  const summary = page.getByRole("alert").filter({ hasText: "fields need attention" });
  await expect(summary).toBeFocused();
  await sound(page);
  await summary.getByRole("link", { name: "Write the name for the parcel." }).click();
  await expect(section(page, "Address").getByLabel("Full name")).toBeFocused();
});

test("a cart that is changed after ordering is ordered anew", async ({ page }) => {
  const { thing } = await beforePayment(page);
  const placed = page.waitForResponse(
    (answer) => answer.url().endsWith("/api/v1/orders") && answer.request().method() === "POST",
  );
  await pay(page, "Decline");
  const { number: first } = (await (await placed).json()) as { number: string };
  await expect(alertIn(page)).toBeVisible();

  await page.goto("/cart");
  const updated = page.waitForResponse((answer) => answer.url().includes("/api/v1/cart/items/"));
  await page
    .getByRole("main")
    .getByRole("button", { name: `One more of ${thing.title}` })
    .click();
  await updated;
  await page.getByRole("main").getByRole("link", { name: "Check out" }).click();
  await pay(page, "Succeed");
  expect(await orderNumber(page)).not.toBe(first);
  await expect(page.getByText("Qty 2")).toBeVisible();
});

test("the last unit sold meanwhile is told in words", async ({ page, said }) => {
  said.expect(/status of 409/);
  const { thing } = await beforePayment(page, { onHand: 1 });
  await buy(thing.variants[0]?.id ?? "");
  await pay(page, "Succeed");
  await expect(alertIn(page)).toContainText(`${thing.title} is no longer there in this quantity.`);
  await expect(alertIn(page)).toContainText("Nothing was ordered.");
  await sound(page);
  await alertIn(page).getByRole("link", { name: "Change the cart" }).click();
  await expect(page.getByRole("main")).toContainText("Sold out. Remove it to check out.");
  await sound(page);
});
