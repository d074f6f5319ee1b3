import type { Page } from "@playwright/test";
import { ask, buy, newThing, register, SHIP_TO, shopOf } from "./support/api";
import { linkInMail, openMail } from "./support/mail";
import { decline, signIn } from "./support/people";
import { freshEmail, PASSWORD, unique } from "./support/place";
import {
  addToCart,
  fillCart,
  openCheckout,
  orderNumber,
  pay,
  section,
  thanks,
  toDelivery,
} from "./support/shopping";
import { sound } from "./support/sound";
import { expect, test } from "./support/test";

const message = (page: Page, text: string) => page.getByRole("region", { name: "Messages" }).getByText(text);

async function signOut(page: Page): Promise<void> {
  await page.goto("/account");
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL((url) => url.pathname === "/");
}

/** Somebody who has an account and has just signed in. */
async function newcomer(page: Page, to = "/account"): Promise<{ email: string; token: string }> {
  const email = freshEmail();
  const token = await register(email);
  await page.goto(`/sign-in?next=${to}`);
  await decline(page);
  await signIn(page, email);
  return { email, token };
}

test("a guest's cart comes along into a new account, and again into the one of old", async ({ page }) => {
  const email = freshEmail();
  const [first, second] = [await newThing("seller"), await newThing("secondSeller")];
  await fillCart(page, [first]);
  await page.goto("/sign-up");
  await sound(page);
  await page.getByLabel("Name").fill("Nora Quist");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(message(page, "Your cart came along: 1 thing.")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name: "Profile" })).toBeVisible();

  await signOut(page);
  await expect(page.getByRole("button", { name: "Cart, empty" })).toBeVisible();
  await page.goto(`/p/${second.slug}-${second.id}`);
  await addToCart(page);
  await page.goto("/sign-in?next=/cart");
  await signIn(page, email);
  await expect(message(page, "Your cart came along: 2 things.")).toBeVisible();
  for (const thing of [first, second]) {
    await expect(page.getByRole("main").getByRole("link", { name: thing.title })).toBeVisible();
  }
  await sound(page);
});

test("a forgotten password is set anew by the mail's link", async ({ page, said }) => {
  said.expect(/status of 401/);
  const email = freshEmail();
  const renewed = `a sentence of ${unique()}`;
  await register(email);
  await page.goto("/sign-in");
  await decline(page);
  await page.getByRole("link", { name: "Forgotten your password?" }).click();
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByText(`If ${email} has an account here`)).toBeVisible();
  await openMail(page, email, /Set a new password/);
  await page.goto(await linkInMail(page, "it works once:"));
  await page.getByLabel("New password").fill(renewed);
  await sound(page);
  await page.getByRole("button", { name: "Set password" }).click();
  await expect(page.getByText("Your new password counts.")).toBeVisible();

  await page.getByRole("main").getByRole("link", { name: "Sign in" }).click();
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("E-mail and password do not match.")).toBeVisible();
  await sound(page);
  await signIn(page, email, renewed);
  await expect(page.getByRole("heading", { level: 1, name: "Profile" })).toBeVisible();
});

test("who is not signed in is led to the sign-in and back", async ({ page }) => {
  const email = freshEmail();
  await register(email);
  await page.goto("/account/addresses");
  await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  await decline(page);
  await signIn(page, email);
  await expect(page.getByRole("heading", { level: 1, name: "Addresses" })).toBeVisible();
});

test("addresses are kept, changed and deleted, and the checkout offers them", async ({ page }) => {
  await newcomer(page, "/account/addresses");
  await page.getByRole("button", { name: "Add an address" }).click();
  const dialog = page.getByRole("dialog", { name: "Add an address" });
  await dialog.getByLabel("Full name").fill(SHIP_TO.name);
  await dialog.getByLabel("Country").selectOption({ label: "Portugal" });
  await dialog.getByLabel("Street and number").fill(SHIP_TO.line1);
  await dialog.getByLabel("Postal code").fill(SHIP_TO.postal_code);
  await dialog.getByLabel("Town").fill("Port");
  await sound(page);
  await dialog.getByRole("button", { name: "Save address" }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole("button", { name: "Edit" }).click();
  const edited = page.getByRole("dialog", { name: "Edit address" });
  await edited.getByLabel("Town").fill(SHIP_TO.city);
  await edited.getByRole("button", { name: "Save address" }).click();
  await expect(page.getByText("4050-031 Porto")).toBeVisible();
  await sound(page);

  const thing = await newThing("seller");
  await page.goto(`/p/${thing.slug}-${thing.id}`);
  await addToCart(page);
  await openCheckout(page);
  await expect(section(page, "Address").getByText(SHIP_TO.line1)).toBeVisible();
  await sound(page);
  await toDelivery(page);
  await expect(section(page, "Delivery").getByRole("radio").first()).toBeVisible();

  await page.goto("/account/addresses");
  await page.getByRole("button", { name: "Delete" }).click();
  await page
    .getByRole("dialog", { name: "Delete this address?" })
    .getByRole("button", { name: "Delete address" })
    .click();
  await expect(page.getByText("No address yet")).toBeVisible();
});

test("what was bought before is bought again by one look and one press", async ({ page }) => {
  const { token } = await newcomer(page);
  await ask("POST", "/users/me/addresses", { token, body: SHIP_TO });
  const thing = await newThing("seller");
  const { number } = await buy(thing.variants[0]?.id ?? "", { token, quantity: 2 });
  await page.goto("/account/orders");
  await page.getByRole("button", { name: `Buy again what was in order ${number}` }).click();
  await expect(page.getByText("those of your last order")).toBeVisible();
  await expect(section(page, "Address")).toContainText(SHIP_TO.line1);
  await sound(page);
  await pay(page, "Succeed");
  expect(await orderNumber(page)).not.toBe(number);
  await expect(page.getByText("Qty 2")).toBeVisible();
});

test("the account lists its orders and leads to each", async ({ page }) => {
  const { token } = await newcomer(page);
  const thing = await newThing("seller");
  const { number } = await buy(thing.variants[0]?.id ?? "", { token });
  const { name } = await shopOf("seller");
  await page.getByRole("main").getByRole("link", { name: "Orders" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Orders" })).toBeVisible();
  await expect(page.getByText(`${number} · `)).toBeVisible();
  await sound(page);
  await page.getByRole("link", { name: `From ${name}` }).click();
  await expect(thanks(page)).toHaveText(`Order ${number}`);
  await sound(page);
});

test("a name that is changed stays changed", async ({ page }) => {
  await newcomer(page);
  const name = `Nora ${unique()}`;
  await page.getByLabel("Name").fill(name);
  await page.getByRole("button", { name: "Save profile" }).click();
  await expect(message(page, "Your profile is saved")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Name")).toHaveValue(name);
});
