import type { Page } from "@playwright/test";
import { cards } from "./support/api";
import { decline } from "./support/people";
import type { Role } from "./support/place";
import { cartSheet } from "./support/shopping";
import { sound, soundColours } from "./support/sound";
import { expect, test } from "./support/test";

const DAY_MS = 86_400_000;
const OPEN = {
  home: "/",
  category: "/c/table",
  "category below another": "/c/table/mugs-and-cups",
  "filtered category": "/c/table?attr.colour=blue&in_stock=true&max_price=3000",
  search: "/search?q=mug",
  "search without a result": "/search?q=zxqvbnm",
  stalls: "/shops",
  stall: "/shops/casa-barro",
  imprint: "/legal/imprint",
  terms: "/legal/terms",
  privacy: "/legal/privacy",
  cookies: "/legal/cookies",
  "empty cart": "/cart",
  "checkout without anything": "/checkout",
  "orders of a guest": "/orders",
  "sign in": "/sign-in",
  "sign up": "/sign-up",
  "forgotten password": "/forgot-password",
  "password by a link": "/reset-password?token=none",
};

const OWN: [Role, Record<string, string>][] = [
  [
    "buyer",
    {
      account: "/account",
      addresses: "/account/addresses",
      orders: "/account/orders",
      apply: "/account/sell",
    },
  ],
  [
    "seller",
    {
      home: "/sell",
      products: "/sell/products",
      "new product": "/sell/products/new",
      imports: "/sell/imports",
      orders: "/sell/orders",
      stock: "/sell/stock",
      balance: "/sell/balance",
      shop: "/sell/shop",
    },
  ],
  [
    "operator",
    {
      home: "/operator",
      sellers: "/operator/sellers",
      orders: "/operator/orders",
      categories: "/operator/categories",
      settings: "/operator/settings",
    },
  ],
];

for (const [name, address] of Object.entries(OPEN)) {
  test(`${name} is sound`, async ({ page }) => {
    await arrive(page, address);
    await decline(page);
    await soundInBothLights(page);
  });
}

for (const [role, addresses] of OWN) {
  for (const [name, address] of Object.entries(addresses)) {
    test(`${role}: ${name} is sound`, async ({ visitor }) => {
      const page = await visitor(role);
      await arrive(page, address);
      await soundInBothLights(page);
    });
  }
}

test("a product is sound", async ({ page }) => {
  await arrive(page, await aProduct());
  await decline(page);
  await soundInBothLights(page);
});

test("what is not there is sound, and says 404", async ({ page, said }) => {
  said.expect(/status of 404/);
  for (const address of [
    "/nothing-here",
    "/c/none",
    "/p/none-prod_01hf7yb3t4g008000000zzzzzz",
    "/shops/nobody",
  ]) {
    const answer = await page.goto(address);
    expect(answer?.status(), address).toBe(404);
    await expect(page.getByRole("heading", { name: "There is nothing at this address" })).toBeVisible();
  }
  await decline(page);
  await soundInBothLights(page);
});

for (const [name, address] of Object.entries({
  home: "/",
  category: "/c/table/mugs-and-cups",
  product: "",
})) {
  test(`${name} does not ask for what it brought along`, async ({ page }, info) => {
    const asked: string[] = [];
    page.on("request", (request) => {
      const { pathname, search } = new URL(request.url());
      if (pathname.startsWith("/api/") && !pathname.startsWith("/api/v1/media/"))
        asked.push(pathname + search);
    });
    await page.goto(address || (await aProduct()));
    await expect(page.locator("h1")).toBeVisible();
    await page.waitForLoadState("networkidle");
    const data = await page.locator("#page-data").textContent();
    const { queries } = JSON.parse(data ?? "{}") as { queries: Record<string, unknown> };
    expect(Object.keys(queries)).not.toEqual([]);
    expect(asked.filter((path) => path in queries)).toEqual([]);
    info.annotations.push({ type: "asked for after all", description: asked.join(" ") });
  });
}

// Drawn by the server in one zone, read in another: at every hour one of these two has another day.
for (const timezoneId of ["Pacific/Kiritimati", "Pacific/Pago_Pago"]) {
  test.describe(`in ${timezoneId}`, () => {
    test.use({ timezoneId });
    test("a drawn page says the days that the server said", ({ page }) => throughDrawnPages(page));
  });
}

// A page may be read by a clock that goes wrong, or a while after it was drawn: in another year, when nothing is new.
test("a drawn page says the days that the server said, whatever the clock says", async ({ page }) => {
  await page.clock.setSystemTime(Date.now() + 400 * DAY_MS);
  await throughDrawnPages(page);
});

test("what is pressed before the scripts have come is done when they have", async ({ page }) => {
  let come = () => {};
  const scripts = new Promise<void>((resolve) => (come = resolve));
  await page.route(/\/assets\/storefront-[^/]+\.js$/, async (route) => {
    await scripts;
    await route.continue();
  });
  await page.goto(await aProduct());
  await page.getByRole("main").getByRole("button", { name: "Add to cart" }).first().click();
  await expect(cartSheet(page)).toBeHidden();
  come();
  await expect(cartSheet(page).getByRole("textbox", { name: /^How many of/ })).toHaveValue("1");
});

/** Each says on the console when the browser would draw it otherwise than the server did. */
async function throughDrawnPages(page: Page): Promise<void> {
  const product = await aProduct();
  for (const address of [OPEN.home, OPEN.category, OPEN.stall, OPEN.imprint, OPEN.terms, product]) {
    await arrive(page, address);
    await page.waitForLoadState("networkidle");
  }
}

/** What is not there has a sound page, too; it is not the one that is meant. */
async function arrive(page: Page, address: string): Promise<void> {
  const answer = await page.goto(address);
  expect(answer?.status()).toBe(200);
  await expect(page.locator("h1").first()).toBeVisible();
  await expect(page.getByText("There is nothing at this address")).toHaveCount(0);
}

async function aProduct(): Promise<string> {
  const [product] = await cards("limit=1&q=mug");
  return `/p/${product?.slug}-${product?.id}`;
}

/** Light and dark by the system's wish; the width is the project's. */
async function soundInBothLights(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: "light" });
  await sound(page);
  await page.emulateMedia({ colorScheme: "dark" });
  await soundColours(page);
}
