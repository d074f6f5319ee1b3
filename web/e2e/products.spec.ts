import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { newThing } from "./support/api";
import { unique } from "./support/place";
import { sound, soundParts } from "./support/sound";
import { expect, test } from "./support/test";

/** `datetime-local` of so many hours from now, as the browser's own time. */
const inHours = (page: Page, hours: number) =>
  page.evaluate((ms) => {
    const moment = new Date(Date.now() + ms);
    return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  }, hours * 3_600_000);

test("a seller lowers the prices of several products at once, and buyers see what they were", async ({
  visitor,
  page,
}, info) => {
  const word = unique();
  const things = await Promise.all(
    ["Round", "Square"].map((shape) => newThing("seller", { title: `${shape} soap ${word}`, price: 2000 })),
  );
  const seller = await visitor("seller");
  await seller.setViewportSize(info.project.use.viewport ?? { width: 1280, height: 900 });
  await seller.goto(`/sell/products?q=${word}`);
  for (const { title } of things) await seller.getByRole("checkbox", { name: title }).check();
  await seller.getByRole("button", { name: "Edit 2" }).click();
  const dialog = seller.getByRole("dialog", { name: "Change 2 products" });
  await dialog.getByRole("button", { name: "Change 2 products" }).click();
  await expect(dialog).toContainText("Say what is to be changed.");
  await dialog.getByLabel("Add tags").fill("winter, gift");
  await dialog.getByLabel("Change all prices by (%)").fill("-25");
  await soundParts(seller);
  await dialog.getByRole("button", { name: "Change 2 products" }).click();
  await expect(seller.getByText("2 products are changed.")).toBeVisible();

  const [first] = things;
  await page.goto(`/p/${first?.slug}-${first?.id}`);
  const main = page.getByRole("main");
  await expect(main).toContainText("€15.00");
  await expect(main).toContainText("Lowest price in the 30 days before it was lowered: €20.00");

  await seller.getByRole("link", { name: first?.title ?? "" }).click();
  const history = seller.getByRole("main");
  await expect(history.getByRole("heading", { name: "What was changed" })).toBeVisible();
  await expect(history).toContainText("winter, gift");
  await expect(history).toContainText("15.00 EUR");
  await sound(seller);
});

test("a copy waits for its day", async ({ visitor }, info) => {
  const thing = await newThing("seller", { title: `Oval soap ${unique()}` });
  const page = await visitor("seller");
  await page.setViewportSize(info.project.use.viewport ?? { width: 1280, height: 900 });
  await page.goto(`/sell/products/${thing.id}`);
  await page.getByRole("button", { name: "Duplicate" }).click();
  await expect(page.getByRole("heading", { level: 1, name: `${thing.title} (copy)` })).toBeVisible();
  await page.getByRole("button", { name: "Set the time" }).click();
  await expect(page.getByRole("main")).toContainText("Choose a day and a time.");
  await page.getByLabel("Day and time").fill(await inHours(page, 30));
  await page.getByRole("button", { name: "Set the time" }).click();
  await expect(page.getByText(/^Goes on sale /).first()).toBeVisible();
  await sound(page);
  await page.getByRole("button", { name: "Take the time back" }).click();
  await expect(page.getByLabel("Day and time")).toBeVisible();
  await page.reload();
  await expect(page.getByRole("main")).toContainText("Time taken back");
});

test("a seller takes all products along as a file", async ({ visitor }) => {
  const thing = await newThing("seller", { title: `Paper soap ${unique()}` });
  const page = await visitor("seller");
  await page.goto("/sell/products");
  const coming = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export file" }).click();
  const file = await coming;
  expect(file.suggestedFilename()).toBe("products.csv");
  const text = await readFile(await file.path(), "utf8");
  expect(text).toMatch(/^handle,title,description,/);
  expect(text).toContain(thing.title);
});
