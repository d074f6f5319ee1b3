import type { Page } from "@playwright/test";
import { ask, buy, cards, newDraft, newThing, register, ship, tokenOf } from "./support/api";
import { SIZES, take } from "./support/camera";
import { decline, signIn } from "./support/people";
import { freshEmail, unique } from "./support/place";
import { isPhone } from "./support/shopping";
import { expect, test } from "./support/test";

type Settings = { version: number } & Record<string, unknown>;
type Tree = { items: { id: string; path: string }[] };

/** For what is published inside: the operator looks at it first. */
async function lookedAtFirst(publish: () => Promise<unknown>): Promise<void> {
  await approval("everyone");
  try {
    await publish();
  } finally {
    await approval("nobody");
  }
}

async function approval(product_approval: string): Promise<void> {
  const token = await tokenOf("operator");
  const found = await ask<Settings>("GET", "/operator/settings", { token });
  const { version, ...rest } = found;
  const body = Object.fromEntries(Object.entries(rest).filter(([name]) => name !== "logo"));
  const headers = { "If-Match": `"${version}"` };
  await ask("PUT", "/operator/settings", { token, body: { ...body, product_approval }, headers });
}

/** A product before the operator, with a description. */
async function waitingThing(title: string) {
  const draft = await newDraft("seller", { title });
  const token = await tokenOf("seller");
  await lookedAtFirst(() => ask("POST", `/products/${draft.id}/publish`, { token }));
  return draft;
}

type Pictured = { id: string; images: { state: string }[] };

/** A copy of a thing with text, attributes and pictures, once these are there. */
async function picturedCopy(token: string): Promise<Pictured> {
  const [card] = await cards(`q=${encodeURIComponent("Shoulder vase, olive")}&limit=1`);
  const copy = await ask<Pictured>("POST", `/products/${card?.id}/duplicate`, { token });
  await expect(async () => {
    const { images } = await ask<Pictured>("GET", `/products/${copy.id}`, { token });
    expect(images.every(({ state }) => state === "ready")).toBe(true);
  }).toPass({ timeout: 30_000 });
  return copy;
}

async function aCategory(path: string): Promise<string> {
  const { items } = await ask<Tree>("GET", "/categories");
  return items.find((one) => one.path === path)?.id ?? "";
}

for (const { name: width, size } of SIZES) {
  test.describe(`${width}, the catalogue`, () => {
    test.use({ viewport: size });
    const sized = async (page: Page) => {
      await page.setViewportSize(size);
      return page;
    };

    test("suggestions", async ({ page }) => {
      await page.goto("/");
      await decline(page);
      const banner = page.getByRole("banner");
      if (isPhone(page)) {
        await banner.getByRole("button", { name: "Search" }).click();
        const sheet = page.getByRole("dialog", { name: "Search" });
        await sheet.getByRole("searchbox", { name: "Search" }).fill("bo");
        await expect(sheet.getByRole("link", { name: /bottle/i }).first()).toBeVisible();
      } else {
        await banner.getByRole("combobox", { name: "Search" }).fill("bo");
        await expect(page.getByRole("option").first()).toBeVisible();
      }
      await take(page, "suggestions", false);
    });

    test("reviews of a product, and the form for one", async ({ page, visitor }) => {
      test.slow();
      const [card] = await cards("sort=rating&limit=1");
      await page.goto(`/p/${card?.slug}-${card?.id}#reviews`);
      await decline(page);
      await expect(page.locator("#reviews article").first()).toBeVisible();
      await page.locator("#reviews").scrollIntoViewIfNeeded();
      await page.locator("#reviews article").first().scrollIntoViewIfNeeded();
      await take(page, "reviews", false);
      const thing = await newThing("seller");
      const email = freshEmail();
      const order = await buy(thing.variants[0]?.id ?? "", { token: await register(email) });
      await ship("seller", order.number, unique());
      const buyer = await sized(await visitor());
      await buyer.goto(`/sign-in?next=/orders/${order.number}`);
      await decline(buyer);
      await signIn(buyer, email);
      await buyer.getByRole("button", { name: "It arrived" }).click();
      await buyer.getByRole("button", { name: `Write a review of ${thing.title}` }).click();
      await take(buyer, "review-form");
      await buyer.goto("/account/reviews");
      await take(buyer, "account-reviews");
    });

    test("products of a seller", async ({ visitor }) => {
      test.slow();
      const page = await sized(await visitor("seller"));
      await page.goto("/sell/products");
      await page
        .getByRole("checkbox", { name: /^Select (?!all)/ })
        .first()
        .check();
      await page.getByRole("button", { name: /^Edit \d/ }).click();
      await take(page, "sell-bulk-edit", false);
      const token = await tokenOf("seller");
      const draft = await newDraft("seller");
      await page.goto(`/sell/products/${draft.id}`);
      await page.getByLabel("Day and time").fill("2030-01-01T10:00");
      await take(page, "sell-schedule");
      const waiting = await waitingThing(`Soap that waits ${unique()}`);
      await page.goto(`/sell/products/${waiting.id}`);
      await take(page, "sell-in-review");
      const reason = "The picture shows another soap than the title says.";
      await ask("POST", `/operator/products/${waiting.id}/reject`, {
        token: await tokenOf("operator"),
        body: { reason },
        headers: { "If-Match": "*" },
      });
      await ask("POST", `/products/${waiting.id}/publish`, { token });
      await ask("POST", `/products/${waiting.id}/archive`, { token });
      await page.goto(`/sell/products/${waiting.id}`);
      await expect(page.getByRole("heading", { name: "What was changed" })).toBeVisible();
      await take(page, "sell-history");
      const other = await waitingThing(`Soap sent back ${unique()}`);
      await ask("POST", `/operator/products/${other.id}/reject`, {
        token: await tokenOf("operator"),
        body: { reason },
        headers: { "If-Match": "*" },
      });
      await page.goto(`/sell/products/${other.id}`);
      await take(page, "sell-sent-back");
      await page.goto("/sell/reviews");
      await take(page, "sell-reviews");
    });

    test("the operator's catalogue", async ({ visitor }) => {
      test.slow();
      const page = await sized(await visitor("operator"));
      await page.goto("/operator/front-page");
      await expect(page.getByRole("region", { name: "Preview" }).getByRole("img").first()).toBeVisible();
      await take(page, "operator-front");
      for (const place of [0, 1]) {
        await page
          .getByRole("list", { name: "Sections, from the top" })
          .locator(":scope > li")
          .nth(place)
          .locator("button[aria-expanded]")
          .click();
      }
      await take(page, "operator-front-open");
      await page.goto("/operator/products");
      await take(page, "operator-products-before");
      const token = await tokenOf("seller");
      const copy = await picturedCopy(token);
      await lookedAtFirst(() => ask("POST", `/products/${copy.id}/publish`, { token }));
      const made = await waitingThing(`Soap to look at ${unique()}`);
      await page.goto("/operator/products");
      await expect(page.getByRole("article", { name: made.title })).toBeVisible();
      await take(page, "operator-products");
      await page.goto("/operator");
      await expect(page.getByRole("link", { name: /waits? to go on sale/ })).toBeVisible();
      await take(page, "operator-tasks", false);
      await page.goto("/operator/products");
      await page.getByRole("button", { name: "Send back" }).first().click();
      await take(page, "operator-products-dialog", false);
      await ask("POST", `/products/${made.id}/archive`, { token });
      await ask("POST", `/products/${copy.id}/archive`, { token });
      await page.goto("/operator/reviews?queue=all");
      await take(page, "operator-reviews");
      await page.goto(`/operator/categories/${await aCategory("table")}`);
      await take(page, "operator-category-looks");
      await page.getByRole("button", { name: "Merge" }).click();
      await take(page, "operator-category-merge", false);
      await page.goto("/operator/settings");
      await page.getByRole("radio", { name: /New sellers/ }).check();
      await take(page, "operator-settings-approval");
    });
  });
}
