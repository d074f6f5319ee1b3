import type { Page } from "@playwright/test";
import { ask, newThing, shopOf, tokenOf } from "./support/api";
import { freshEmail, unique } from "./support/place";
import {
  fillCart,
  isPhone,
  openCheckout,
  orderNumber,
  pay,
  toDelivery,
  toPayment,
  writeAddress,
} from "./support/shopping";
import { sound } from "./support/sound";
import { expect, test } from "./support/test";

type Coupon = { id: string; version: number; codes: [string] };

async function enter(page: Page, code: string): Promise<void> {
  const box = page.getByRole("main").getByRole("textbox", { name: "Have a code?" }).filter({ visible: true });
  await box.fill(code);
  await box.press("Enter");
}

const codes = (page: Page) => page.getByRole("list", { name: "Your codes" }).filter({ visible: true });

test("codes that take off everything leave nothing to pay, and one that ends meanwhile is told at its box", async ({
  page,
  said,
}) => {
  const [token, shop] = [await tokenOf("seller"), await shopOf("seller")];
  const price = (amount: number) => ({ amount, currency: "EUR" });
  const make = (fields: object) =>
    ask<Coupon>("POST", `/sellers/${shop.id}/coupons`, {
      token,
      body: { name: "All of it", code: `ALL-${unique()}`, ...fields },
    });
  const terms = { name: "Ten off", kind: "fixed", amount: price(1000) };
  const ended = await make(terms);
  const whole = await make({ kind: "percent", percent_bps: 10000 });
  const free = await ask<Coupon>("POST", "/coupons", {
    token: await tokenOf("operator"),
    body: { name: "Free delivery", kind: "free_shipping", code: `FREE-${unique()}` },
  });
  const thing = await newThing("seller", { price: 2000 });
  await fillCart(page, [thing]);
  await openCheckout(page);
  await writeAddress(page, freshEmail());
  await toDelivery(page);
  await toPayment(page);
  if (isPhone(page)) await page.getByText("1 thing · 1 parcel").click();
  await enter(page, ended.codes[0]);
  await expect(codes(page)).toContainText("−€10.00");
  await ask("PUT", `/coupons/${ended.id}`, {
    token,
    body: { ...terms, paused: true },
    headers: { "If-Match": `"${ended.version}"` },
  });
  said.expect(/409/);
  await pay(page, "Succeed");
  const alert = page.getByRole("main").getByRole("alert").filter({ visible: true });
  await expect(alert).toContainText("Its time is over or has not begun. The total is now €");
  await expect(codes(page)).not.toContainText("−€10.00");
  await sound(page);
  await enter(page, whole.codes[0]);
  await expect(codes(page)).toContainText("−€20.00");
  await expect(codes(page).getByRole("listitem"), "one code of each shop").toHaveCount(1);
  await enter(page, free.codes[0]);
  await expect(page.getByText("Your codes cover all of it. Nothing has to be paid.")).toBeVisible();
  await sound(page);
  await page.getByRole("button", { name: "Place the order" }).click();
  await orderNumber(page);
  const cost = page.getByRole("main");
  await expect(cost).toContainText(`Code ${whole.codes[0]}`);
  await expect(cost).toContainText("Total€0.00");
  await expect(cost).toContainText("Paid");
  await sound(page);
});

test("a seller makes a coupon, a buyer uses its code, and the report counts it", async ({
  page,
  visitor,
  said,
}) => {
  test.slow();
  const [code, name] = [`HALF-${unique().toUpperCase()}`, `Half off ${unique()}`];
  const thing = await newThing("seller", { price: 2000 });
  const seller = await visitor("seller");
  await seller.setViewportSize(page.viewportSize() ?? { width: 1280, height: 900 });
  await seller.goto("/sell/coupons");
  await sound(seller);
  await seller.getByRole("link", { name: "New coupon" }).click();
  await seller.getByLabel("Name", { exact: true }).fill(name);
  await seller.getByRole("button", { name: "Create coupon" }).click();
  await expect(seller.getByRole("main").getByText("Use 3 to 40 letters").first()).toBeVisible();
  await seller.getByLabel("Code", { exact: true }).fill(code);
  await seller.getByLabel("Reduction").fill("50");
  await sound(seller);
  await seller.getByRole("button", { name: "Create coupon" }).click();
  await expect(seller.getByRole("heading", { level: 1, name })).toBeVisible();

  said.expect(/409/);
  await fillCart(page, [thing]);
  await page.goto("/cart");
  await enter(page, "NO-SUCH-CODE");
  await expect(page.getByText("There is no such code here.")).toBeVisible();
  await expect(page.getByText("€24.90")).toBeVisible();
  await enter(page, code);
  await expect(codes(page)).toContainText("−€10.00");
  await expect(page.getByText("€14.90")).toBeVisible();
  await sound(page);
  await page.getByRole("link", { name: "Check out" }).click();
  await writeAddress(page, freshEmail());
  await toDelivery(page);
  await toPayment(page);
  await pay(page, "Succeed");
  const number = await orderNumber(page);
  await expect(page.getByRole("main")).toContainText(`Code ${code}`);

  await seller.reload();
  const newest = seller.getByRole("list", { name: "Newest uses" });
  await expect(newest).toContainText(code);
  await expect(newest).toContainText("€10.00");
  await expect(newest.getByRole("link", { name: `${number}-1` })).toBeVisible();
  const saved = seller.waitForEvent("download");
  await seller.getByLabel("How many more codes").fill("3");
  await seller.getByRole("button", { name: "Draw and download" }).click();
  expect((await saved).suggestedFilename()).toBe("codes.csv");
  await seller.getByLabel("Paused").check();
  await seller.getByRole("button", { name: "Save coupon" }).click();
  await expect(seller.getByRole("main").getByText("Paused").first()).toBeVisible();
  await expect(seller.getByRole("button", { name: "Save coupon" })).toBeHidden();
  await sound(seller);
});

test("the operator makes a coupon that sellers bear in part", async ({ visitor, page }) => {
  const desk = await visitor("operator");
  await desk.setViewportSize(page.viewportSize() ?? { width: 1280, height: 900 });
  const name = `Market week ${unique()}`;
  await desk.goto("/operator/coupons");
  await sound(desk);
  await desk.getByRole("link", { name: "New coupon" }).click();
  await desk.getByLabel("Name", { exact: true }).fill(name);
  await desk.getByLabel("Code", { exact: true }).fill(`WEEK-${unique()}`);
  await desk.getByRole("radio", { name: /^An amount off/ }).check();
  await desk.getByLabel("Amount", { exact: true }).fill("5.00");
  await desk.getByLabel("Sellers", { exact: true }).selectOption({ label: "Casa Barro" });
  await desk.getByLabel("Share of the sellers").fill("40");
  await desk.getByLabel("Ends").fill("2099-12-31T23:00");
  await desk.getByRole("button", { name: "Create coupon" }).click();
  await expect(desk.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(desk.getByRole("button", { name: "Remove Casa Barro" })).toBeVisible();
  await expect(desk.getByLabel("Share of the sellers")).toHaveValue("40");
  await expect(desk.getByLabel("Ends")).toHaveValue("2099-12-31T23:00");
  await sound(desk);
});
