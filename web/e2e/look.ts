import { ask, buy, cards, newThing, shopOf, tokenOf, type Thing } from "./support/api";
import { decline } from "./support/people";
import { freshEmail, type Role } from "./support/place";
import { SIZES, take } from "./support/camera";
import { fillCart, filter, isPhone, pay, toDelivery, toPayment, writeAddress } from "./support/shopping";
import { expect, test } from "./support/test";

type Scene = [name: string, path: string, role?: Role];
const SCENES: Scene[] = [
  ["home", "/"],
  ["category", "/c/table"],
  ["category-part", "/c/table/mugs-and-cups"],
  ["search", "/search?q=vase"],
  ["search-nothing", "/search?q=zzqqx"],
  ["shops", "/shops"],
  ["shop", "/shops/ilha-azul"],
  ["legal", "/legal/imprint"],
  ["lost", "/nowhere"],
  ["cart-empty", "/cart"],
  ["sign-in", "/sign-in"],
  ["sign-up", "/sign-up"],
  ["forgot-password", "/forgot-password"],
  ["reset-password", "/reset-password?token=gone"],
  ["account", "/account", "buyer"],
  ["account-addresses", "/account/addresses", "buyer"],
  ["account-orders", "/account/orders", "buyer"],
  ["account-sell", "/account/sell", "buyer"],
  ["sell", "/sell", "seller"],
  ["sell-orders", "/sell/orders", "seller"],
  ["sell-orders-shipped", "/sell/orders?view=shipped", "seller"],
  ["sell-products", "/sell/products", "seller"],
  ["sell-product-new", "/sell/products/new", "seller"],
  ["sell-stock", "/sell/stock", "seller"],
  ["sell-imports", "/sell/imports", "seller"],
  ["sell-balance", "/sell/balance", "seller"],
  ["sell-shop", "/sell/shop", "seller"],
  ["sell-shipping", "/sell/shop/shipping", "seller"],
  ["sell-members", "/sell/shop/members", "seller"],
  ["operator", "/operator", "operator"],
  ["operator-sellers", "/operator/sellers", "operator"],
  ["operator-orders", "/operator/orders", "operator"],
  ["operator-categories", "/operator/categories", "operator"],
  ["operator-settings", "/operator/settings", "operator"],
  ["operator-markets", "/operator/settings/markets", "operator"],
  ["operator-commission", "/operator/settings/commission", "operator"],
  ["operator-synonyms", "/operator/synonyms", "operator"],
  ["operator-legal", "/operator/settings/legal", "operator"],
  ["operator-legal-page", "/operator/settings/legal/terms", "operator"],
];

for (const { name: width, size } of SIZES) {
  test.describe(width, () => {
    test.use({ viewport: size });

    for (const [name, path, role] of SCENES) {
      test(name, async ({ visitor, said }) => {
        if (name === "lost") said.expect(/404/);
        const page = await visitor(role);
        await page.setViewportSize(size);
        await page.goto(path);
        if (!role) await decline(page);
        await take(page, name);
      });
    }

    test("question about cookies", async ({ page }) => {
      await page.goto("/");
      await take(page, "cookies", false);
    });

    test("product", async ({ page }) => {
      for (const [name, words] of [
        ["product", "Shoulder vase, olive"],
        ["product-variants", "Moor wool blanket"],
      ] as const) {
        const [card] = await cards(`q=${encodeURIComponent(words)}&limit=1`);
        await page.goto(`/p/${card?.slug}-${card?.id}`);
        if (name === "product") await decline(page);
        await take(page, name);
      }
    });

    test("filters", async ({ page }) => {
      await page.goto("/c/table");
      await decline(page);
      await filter(page, "Casa Barro");
      await take(page, "category-filtered", false);
      if (!isPhone(page)) return;
      await page
        .getByRole("main")
        .getByRole("button", { name: /^Filters/ })
        .click();
      await take(page, "filters", false);
    });

    test("search sheet and menus", async ({ page }) => {
      await page.goto("/");
      await decline(page);
      if (isPhone(page)) await page.getByRole("banner").getByRole("button", { name: "Search" }).click();
      else await page.getByRole("banner").getByRole("button", { name: "Categories" }).click();
      await take(page, "menu", false);
    });

    test("cart and checkout", async ({ page }) => {
      const things = await Promise.all(
        ["Atlantic mug", "Shoulder vase, olive", "Moor wool blanket"].map(thing),
      );
      await fillCart(page, things);
      await take(page, "cart-sheet", false);
      await page.goto("/cart");
      await take(page, "cart");
      await page.goto("/checkout");
      await take(page, "checkout-address");
      await toDelivery(page);
      await take(page, "checkout-faults");
      await writeAddress(page, freshEmail());
      await toDelivery(page);
      await expect(
        page.getByRole("region", { name: "Delivery", exact: true }).getByRole("radio").first(),
      ).toBeVisible();
      await take(page, "checkout-delivery");
      await toPayment(page);
      await expect(page.getByRole("radio", { name: "Succeed" })).toBeVisible();
      await take(page, "checkout-payment");
      await pay(page, "Decline");
      await expect(page.getByRole("main").getByRole("alert")).toBeVisible();
      await take(page, "checkout-declined");
      await pay(page, "Ask for confirmation");
      await page.waitForURL(/\/dev\/pay\//);
      await take(page, "bank");
      await page.getByRole("button", { name: "Approve the payment" }).click();
      await expect(page.getByRole("heading", { level: 1, name: /^Order/ })).toBeVisible();
      await take(page, "order-paid");
    });

    test("a changed price and a sold-out thing", async ({ page }) => {
      const thing = await newThing("seller", { onHand: 1 });
      await fillCart(page, [thing]);
      await buy(thing.variants[0]?.id ?? "");
      await page.goto("/cart");
      await take(page, "cart-notice");
      await page.goto(`/p/${thing.slug}-${thing.id}`);
      await take(page, "product-sold-out");
    });

    test("orders of the buyer", async ({ visitor }) => {
      const page = await visitor("buyer");
      await page.setViewportSize(size);
      const { items } = await ask<{ items: { number: string; status: string }[] }>(
        "GET",
        "/orders?limit=100",
        {
          token: await tokenOf("buyer"),
        },
      );
      const seen = new Set<string>();
      for (const { number, status } of items) {
        if (seen.has(status)) continue;
        seen.add(status);
        await page.goto(`/orders/${number}`);
        await take(page, `order-${status}`);
      }
    });

    test("orders and products of the seller", async ({ visitor }) => {
      const page = await visitor("seller");
      await page.setViewportSize(size);
      const [token, shop] = [await tokenOf("seller"), await shopOf("seller")];
      for (const status of ["placed", "accepted", "partially_shipped", "shipped", "completed", "cancelled"]) {
        const found = await ask<{ items: { id: string }[] }>(
          "GET",
          `/sellers/${shop.id}/orders?status=${status}&limit=1`,
          { token },
        );
        if (!found.items[0]) continue;
        await page.goto(`/sell/orders/${found.items[0].id}`);
        await take(page, `sell-order-${status}`);
      }
      const [card] = await cards(`q=${encodeURIComponent("Shoulder vase, olive")}&limit=1`);
      await page.goto(`/sell/products/${card?.id}`);
      await take(page, "sell-product");
    });

    test("what the operator opens", async ({ visitor }) => {
      const page = await visitor("operator");
      await page.setViewportSize(size);
      const token = await tokenOf("operator");
      for (const [list, path] of [
        ["/operator/sellers?status=applied&limit=1", "seller"],
        ["/operator/orders?limit=1", "order"],
      ] as const) {
        const { items } = await ask<{ items: { id: string; number?: string }[] }>("GET", list, { token });
        const [first] = items;
        if (!first) continue;
        await page.goto(
          path === "order" ? `/operator/orders/${first.number}` : `/operator/sellers/${first.id}`,
        );
        await take(page, `operator-${path}`);
      }
      const { items } = await ask<{ items: { id: string; path: string }[] }>("GET", "/categories");
      await page.goto(`/operator/categories/${items.find(({ path }) => path === "table")?.id}`);
      await take(page, "operator-category");
    });
  });
}

const thing = async (words: string): Promise<Thing> => {
  const [card] = await cards(`q=${encodeURIComponent(words)}&limit=1`);
  if (!card) throw new Error(`Nothing is called ${words}.`);
  return ask<Thing>("GET", `/products/${card.id}`);
};
