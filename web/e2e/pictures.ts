import type { Page } from "@playwright/test";
import { ask, cards, type Thing } from "./support/api";
import { decline } from "./support/people";
import type { Role } from "./support/place";
import { fillCart } from "./support/shopping";
import { settled } from "./support/sound";
import { expect, test } from "./support/test";

const FOLDER = new URL("../../docs/images/", import.meta.url).pathname;
const PHONE = { width: 390, height: 844 };
type Scene = { name: string; path: string; role?: Role; isPhone?: boolean; isDark?: boolean };

const SCENES: Scene[] = [
  { name: "home", path: "/" },
  { name: "category-phone", path: "/c/table", isPhone: true },
  { name: "stall", path: "/shops/ilha-azul", isDark: true },
  { name: "seller-home", path: "/sell", role: "seller" },
  { name: "seller-orders-phone", path: "/sell/orders", role: "seller", isPhone: true },
  { name: "operator-home", path: "/operator", role: "operator" },
];

async function draw(page: Page, name: string): Promise<void> {
  await settled(page);
  await page.screenshot({ path: `${FOLDER}${name}.jpg`, type: "jpeg", quality: 82 });
}

const thing = async (words: string): Promise<Thing> => {
  const [card] = await cards(`q=${encodeURIComponent(words)}&limit=1`);
  if (!card) throw new Error(`Nothing is called ${words}.`);
  return ask<Thing>("GET", `/products/${card.id}`);
};

for (const { name, path, role, isPhone = false, isDark = false } of SCENES) {
  test(name, async ({ visitor }) => {
    const page = await visitor(role);
    if (isPhone) await page.setViewportSize(PHONE);
    await page.emulateMedia({ colorScheme: isDark ? "dark" : "light" });
    await page.goto(path);
    if (!role) await decline(page);
    await draw(page, name);
  });
}

test("product, cart and checkout", async ({ page }) => {
  const things = await Promise.all(["Atlantic mug", "Shoulder vase, olive", "Moor wool blanket"].map(thing));
  await fillCart(page, things);
  await page.goto("/cart");
  await draw(page, "cart");
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto(`/p/${things[1]?.slug}-${things[1]?.id}`);
  await draw(page, "product");
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(PHONE);
  await page.goto("/checkout");
  await draw(page, "checkout-phone");
});

test("order", async ({ visitor }) => {
  const page = await visitor("buyer");
  await page.setViewportSize(PHONE);
  await page.goto("/account/orders");
  await page.getByRole("link", { name: "From Casa Barro, Ilha Azul, and Telar Lento" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /^Order/ })).toBeVisible();
  await draw(page, "order-phone");
});
