import { ask, newThing, shopOf, tokenOf } from "./support/api";
import { SIZES, take } from "./support/camera";
import { freshEmail, unique } from "./support/place";
import { fillCart, isPhone, orderNumber, pay, toDelivery, toPayment, writeAddress } from "./support/shopping";
import { expect, test } from "./support/test";

for (const { name: width, size } of SIZES) {
  test.describe(width, () => {
    test.use({ viewport: size });

    test("codes in the cart, at the checkout and in the order", async ({ page, said }) => {
      const [token, shop] = [await tokenOf("seller"), await shopOf("seller")];
      const code = `SPRING-${unique()}`;
      const missing = `MUCH-${unique()}`;
      await ask("POST", `/sellers/${shop.id}/coupons`, {
        token,
        body: { name: "Fifteen off in spring", kind: "percent", percent_bps: 1500, code },
      });
      await ask("POST", "/coupons", {
        token: await tokenOf("operator"),
        body: {
          name: "Free delivery from €200",
          kind: "free_shipping",
          code: missing,
          minimum: { amount: 20000, currency: "EUR" },
        },
      });
      const things = [await newThing("seller", { price: 4800 }), await newThing("secondSeller")];
      await fillCart(page, things);
      await page.goto("/cart");
      const field = page
        .getByRole("main")
        .getByRole("textbox", { name: "Have a code?" })
        .filter({ visible: true });
      said.expect(/409/);
      for (const typed of [code, missing, "NO-SUCH"]) {
        await field.fill(typed);
        const answered = page.waitForResponse((answer) => answer.url().endsWith("/cart/coupons"));
        await field.press("Enter");
        await answered;
      }
      await take(page, "coupon-cart");
      await page.goto("/checkout");
      await writeAddress(page, freshEmail());
      await toDelivery(page);
      await toPayment(page);
      if (isPhone(page)) await page.getByText("2 things · 2 parcels").click();
      await expect(page.getByRole("radio", { name: "Succeed" })).toBeVisible();
      await take(page, "coupon-checkout");
      await pay(page, "Succeed");
      await orderNumber(page);
      await take(page, "coupon-order");
    });

    test("coupons as their owners keep them", async ({ visitor }) => {
      for (const [role, area] of [
        ["seller", "sell"],
        ["operator", "operator"],
      ] as const) {
        const page = await visitor(role);
        await page.setViewportSize(size);
        await page.goto(`/${area}/coupons`);
        await take(page, `${area}-coupons`);
        await page.getByRole("link", { name: "New coupon" }).click();
        await take(page, `${area}-coupon-new`);
        const path = role === "seller" ? `/sellers/${(await shopOf("seller")).id}/coupons` : "/coupons";
        const { items } = await ask<{ items: { id: string }[] }>("GET", path, { token: await tokenOf(role) });
        await page.goto(`/${area}/coupons/${items[0]?.id}`);
        await take(page, `${area}-coupon`);
      }
    });
  });
}
