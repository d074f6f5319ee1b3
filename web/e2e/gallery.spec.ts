import type { Page } from "@playwright/test";
import { decline } from "./support/people";
import { sound, soundColours, soundParts } from "./support/sound";
import { expect, test } from "./support/test";

test("the gallery of components is sound", async ({ page }) => {
  await open(page);
  await expect(page.getByText("28 days before").first()).toBeVisible();
  await sound(page);
  await page.emulateMedia({ colorScheme: "dark" });
  await soundColours(page);
});

for (const [opener, name] of [
  ["Open cart sheet", "Cart"],
  ["Open filters", "Filters"],
  ["Ask first", "Archive this product?"],
] as const) {
  test(`${name} is sound while it is open`, async ({ page }) => {
    await open(page);
    for (const place of [0, 1]) {
      await page.getByRole("button", { name: opener }).nth(place).click();
      await expect(page.getByRole("dialog", { name })).toBeVisible();
      await soundParts(page);
      await page.keyboard.press("Escape");
    }
  });
}

test("the summary of a form's errors takes the focus and leads to the field", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Check the form" }).first().click();
  await expect(page.getByRole("alert").filter({ hasText: "Two fields" })).toBeFocused();
  await page.getByRole("link", { name: "Write the name for the parcel." }).click();
  await expect(page.getByRole("textbox", { name: "Name" }).first()).toBeFocused();
});

test("a sheet keeps the focus, closes on Escape, and gives the focus back", async ({ page }) => {
  await open(page);
  const opener = page.getByRole("button", { name: "Open cart sheet" }).first();
  await opener.click();
  const sheet = page.getByRole("dialog", { name: "Cart" });
  await expect(sheet).toBeVisible();
  for (let step = 0; step < 6; step += 1) {
    await page.keyboard.press("Tab");
    const isOutside = await sheet.evaluate(
      (element) => document.activeElement !== document.body && !element.contains(document.activeElement),
    );
    expect(isOutside).toBe(false);
  }
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
  await expect(opener).toBeFocused();
});

test("a menu opens at its button, moves by arrows, and closes on Escape", async ({ page }) => {
  await open(page);
  const opener = page.getByRole("button", { name: "More, light" });
  await opener.press("Enter");
  await expect(page.getByRole("menuitem", { name: "Edit product" })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("menuitem", { name: "Copy product" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("menu", { name: "More, light" })).toBeHidden();
  await expect(opener).toBeFocused();
});

test("rows of a table are worked through by keys", async ({ page }) => {
  await page.setViewportSize({ width: 1400, height: 900 });
  await open(page);
  const table = page.getByRole("table", { name: "Orders, light" });
  await table.getByRole("link", { name: "F7K2M9-1" }).focus();
  await page.keyboard.press("j");
  await expect(table.getByRole("link", { name: "Q3T8B1-2" })).toBeFocused();
  await page.keyboard.press("x");
  await expect(page.getByText("2 selected").first()).toBeVisible();
});

async function open(page: Page): Promise<void> {
  await page.goto("/ui");
  await decline(page);
}
