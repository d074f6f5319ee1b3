import type { Page } from "@playwright/test";
import { cards } from "./support/api";
import { expect, test } from "./support/test";

test.use({ javaScriptEnabled: false });

const SENTENCE = /You can look around without JavaScript\. To buy, turn it on/;

test("home says what it is and what to do", async ({ page }) => {
  await page.goto("/");
  await expect(page).toHaveTitle(/\S/);
  await expect(page.locator("meta[name=description]")).toHaveAttribute("content", /many makers/);
  await expect(page.locator("link[rel=canonical]")).toHaveAttribute("href", /\/$/);
  await expect(page.getByText(SENTENCE)).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByRole("main").getByRole("article").first()).toBeVisible();
  const data = await structured(page);
  expect(data.map((one) => one["@type"])).toContain("Organization");
});

test("a category says what it is and where it stands", async ({ page }) => {
  await page.goto("/c/table/mugs-and-cups");
  await expect(page).toHaveTitle(/^Mugs and cups/);
  await expect(page.getByText(SENTENCE)).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name: "Mugs and cups" })).toBeVisible();
  await page.getByRole("main").getByRole("article").first().getByRole("link").first().click();
  await expect(page).toHaveURL(/\/p\//);
  await page.goBack();
  const [trail] = (await structured(page)).filter((one) => one["@type"] === "BreadcrumbList");
  expect(JSON.stringify(trail)).toContain("Mugs and cups");
});

test("a product says what it is, who sells it and for how much", async ({ page }) => {
  const [card] = await cards("limit=1&q=mug");
  await page.goto(`/p/${card?.slug}-${card?.id}`);
  await expect(page).toHaveTitle(new RegExp(`^${card?.title}`));
  await expect(page.locator("meta[property='og:title']")).toHaveAttribute("content", card?.title ?? "");
  await expect(page.getByText(SENTENCE)).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name: card?.title ?? "" })).toBeVisible();
  await expect(page.getByRole("main")).toContainText("VAT included");
  const [product] = (await structured(page)).filter((one) => one["@type"] === "Product");
  expect(product?.name).toBe(card?.title);
  expect(JSON.stringify(product?.offers)).toContain(card?.seller.name);
  expect(JSON.stringify(product?.offers)).toContain("priceCurrency");
});

test("what is not there is 404 and says what to do", async ({ page, said }) => {
  said.expect(/status of 404/);
  const answer = await page.goto("/nothing-here");
  expect(answer?.status()).toBe(404);
  await expect(page.getByText(/needs JavaScript here\. To go on, turn it on/)).toBeVisible();
});

type Structured = Record<string, unknown>;

async function structured(page: Page): Promise<Structured[]> {
  const texts = await page.locator("script[type='application/ld+json']").allTextContents();
  return texts.map((text) => JSON.parse(text) as Structured);
}
