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
