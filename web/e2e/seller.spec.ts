import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { buy, newShop, newThing } from "./support/api";
import { decline, signIn } from "./support/people";
import { unique } from "./support/place";
import { addToCart, cartSheet, thanks } from "./support/shopping";
import { sound } from "./support/sound";
import { expect, test } from "./support/test";

const fileAt = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const SOAPS = fileAt("data/soaps.csv");
const APPAREL = fileAt("../../../shared/samples/shopify/apparel.csv");
/** Without a price in that file, and so a draft. */
const FREE_OF_CHARGE = "The Field Report Vol. 2";
const IMPORT_MS = 60_000;

/** A shop of one's own, so that a file can be imported anew each time. */
async function atImports(page: Page): Promise<void> {
  const { email } = await newShop();
  await page.goto("/sign-in?next=/sell/imports");
  await decline(page);
  await signIn(page, email);
  await expect(page.getByRole("heading", { level: 1, name: "Imports" })).toBeVisible();
}

async function choose(page: Page, name: string, text: string): Promise<void> {
  const asked = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose file" }).click();
  await (await asked).setFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
}

/** What the step says that is done. */
const status = (page: Page) =>
  page
    .getByRole("main")
    .getByRole("status")
    .filter({ has: page.getByRole("heading") });

test("a seller imports a file, publishes its drafts, and completes the one that lacks something", async ({
  page,
}) => {
  test.slow();
  const word = unique();
  await atImports(page);
  await sound(page);
  await choose(page, "soaps.csv", readFileSync(SOAPS, "utf8").replaceAll("WORD", word));
  await expect(status(page)).toContainText("3 products can be imported", { timeout: IMPORT_MS });
  await expect(status(page)).toContainText("1 product is refused; the report says why.");
  await sound(page);
  await page.getByRole("button", { name: "Import 3" }).click();
  await expect(status(page)).toContainText("3 products imported", { timeout: IMPORT_MS });
  await expect(status(page)).toContainText("2 are drafts.");
  await page.getByRole("link", { name: "Refused" }).click();
  await expect(page.getByText(`nameless-${word}`)).toBeVisible();
  await sound(page);

  await page.getByRole("button", { name: "Publish the 2 drafts" }).click();
  await expect(status(page)).toContainText("1 draft is on sale now");
  await page.getByRole("link", { name: `Plain soap ${word}` }).click();
  await expect(page.getByRole("heading", { level: 1, name: `Plain soap ${word}` })).toBeVisible();
  await sound(page);
  await page.getByLabel("Category", { exact: true }).selectOption({ label: "Soap and bath" });
  await page.getByLabel("Price (EUR)", { exact: true }).fill("8.40");
  await page.getByRole("button", { name: "Save and publish" }).click();
  await expect(page.getByText(`Plain soap ${word} is on sale.`)).toBeVisible();

  await page.getByRole("link", { name: "See on the market" }).click();
  await expect(page.getByRole("heading", { level: 1, name: `Plain soap ${word}` })).toBeVisible();
  await expect(page.getByRole("main").getByText("€8.40").first()).toBeVisible();
  await addToCart(page);
  await expect(cartSheet(page).getByText(`Plain soap ${word}`)).toBeVisible();
});

test("a shop moves in with its export from elsewhere and completes what was a draft", async ({ page }) => {
  test.skip(!existsSync(APPAREL), "The sample export is not there.");
  test.slow();
  await atImports(page);
  await choose(page, "apparel.csv", readFileSync(APPAREL, "utf8"));
  await expect(status(page)).toContainText(/\d+ products can be imported/, { timeout: IMPORT_MS });
  await page.getByRole("button", { name: /^Import \d+$/ }).click();
  await expect(status(page)).toContainText(/\d+ products imported/, { timeout: IMPORT_MS });
  await sound(page);
  await page.getByRole("link", { name: "See drafts" }).click();
  await page.getByRole("main").getByRole("link", { name: FREE_OF_CHARGE }).click();
  await page.getByLabel("Price (EUR)", { exact: true }).first().fill("5.50");
  await page.getByRole("button", { name: "Save and publish" }).click();
  await expect(page.getByText(`${FREE_OF_CHARGE} is on sale.`)).toBeVisible();
  await sound(page);
  await page.getByRole("link", { name: "See on the market" }).click();
  await expect(page.getByRole("main").getByText("€5.50").first()).toBeVisible();
});

test("a seller sends an order, and its buyer sees the parcel", async ({ visitor }) => {
  const tracking = `RR${unique().toUpperCase()}PT`;
  const thing = await newThing("seller");
  const { number, token } = await buy(thing.variants[0]?.id ?? "");
  const page = await visitor("seller");
  await page.goto("/sell/orders");
  await page.getByRole("searchbox", { name: "Search by number, buyer or thing" }).fill(number);
  await page.getByRole("link", { name: `${number}-1` }).click();
  await expect(page.getByRole("heading", { level: 1, name: `Order ${number}-1` })).toBeVisible();
  await sound(page);
  const accept = page.getByRole("button", { name: "Accept order" });
  if (await accept.isVisible()) await accept.click();
  await page.getByLabel("Carrier").fill("CTT");
  await page.getByLabel("Tracking number").fill(tracking);
  await page.getByRole("button", { name: "Mark 1 thing as shipped" }).click();
  await expect(page.getByText("Everything is on its way")).toBeVisible();
  await expect(page.getByText(tracking)).toBeVisible();
  await sound(page);

  const buyer = await visitor();
  await buyer.goto(`/orders/${number}#token=${token}`);
  await expect(thanks(buyer)).toBeVisible();
  await expect(buyer.getByText(tracking)).toBeVisible();
  await expect(buyer.getByRole("listitem").filter({ hasText: "Shipped (done)" })).toBeVisible();
});

test("a seller writes a product and buyers find it", async ({ page }) => {
  const { email } = await newShop();
  const title = `Journey towel ${unique()}`;
  await page.goto("/sign-in?next=/sell/products/new");
  await decline(page);
  await signIn(page, email);
  await page.getByLabel("Title").fill(title);
  await page.getByLabel("Category", { exact: true }).selectOption({ label: "Soap and bath" });
  await page.getByLabel("Price (EUR)", { exact: true }).fill("21");
  await page.getByLabel("First count").fill("3");
  await sound(page);
  await page.getByRole("button", { name: /^Save/ }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await page.getByRole("button", { name: /publish/i }).click();
  await expect(page.getByText(`${title} is on sale.`)).toBeVisible();
  await sound(page);
  await page.getByRole("link", { name: "See on the market" }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
});
