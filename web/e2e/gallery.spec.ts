import AxeBuilder from "@axe-core/playwright";
import { expect, test, type Page } from "@playwright/test";
import { ORIGIN, serveBuilt } from "./built";

const SIZES = [
  { width: 1280, height: 900 },
  { width: 390, height: 844 },
];

for (const viewport of SIZES) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`the gallery is sound at ${viewport.width} px, ${colorScheme}`, async ({ browser }) => {
      const context = await browser.newContext({ viewport, colorScheme, hasTouch: viewport.width < 720 });
      const page = await context.newPage();
      const said: string[] = [];
      page.on("console", (message) => {
        if (["error", "warning"].includes(message.type())) said.push(message.text());
      });
      page.on("pageerror", (error) => said.push(error.message));
      await serveBuilt(page, "apps/storefront/src/main.tsx");
      await page.goto(`${ORIGIN}/ui`);
      await expect(page.getByRole("heading", { name: "Dark" })).toBeVisible();
      await expect(page.getByText("28 days before").first()).toBeVisible();
      expect(await faults(page)).toEqual([]);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
      expect(said).toEqual([]);
      await context.close();
    });
  }
}

for (const [opener, name] of [
  ["Open cart sheet", "Cart"],
  ["Open filters", "Filters"],
  ["Ask first", "Archive this product?"],
] as const) {
  test(`${name} is sound while it is open`, async ({ browser }) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await serveBuilt(page, "apps/storefront/src/main.tsx");
    await page.goto(`${ORIGIN}/ui`);
    for (const place of [0, 1]) {
      await page.getByRole("button", { name: opener }).nth(place).click();
      await expect(page.getByRole("dialog", { name })).toBeVisible();
      await page.waitForFunction(() =>
        document.getAnimations().every(({ playState }) => playState === "finished"),
      );
      expect(await faults(page)).toEqual([]);
      await page.keyboard.press("Escape");
    }
    await context.close();
  });
}

test("the summary of a form's errors takes the focus and leads to the field", async ({ page }) => {
  await serveBuilt(page, "apps/storefront/src/main.tsx");
  await page.goto(`${ORIGIN}/ui`);
  await page.getByRole("button", { name: "Check the form" }).first().click();
  await expect(page.getByRole("alert").filter({ hasText: "Two fields" })).toBeFocused();
  await page.getByRole("link", { name: "Write the name for the parcel." }).click();
  await expect(page.getByRole("textbox", { name: "Name" }).first()).toBeFocused();
});

test("a sheet keeps the focus, closes on Escape, and gives the focus back", async ({ page }) => {
  await serveBuilt(page, "apps/storefront/src/main.tsx");
  await page.goto(`${ORIGIN}/ui`);
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
  await serveBuilt(page, "apps/storefront/src/main.tsx");
  await page.goto(`${ORIGIN}/ui`);
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
  await serveBuilt(page, "apps/storefront/src/main.tsx");
  await page.setViewportSize({ width: 1400, height: 900 });
  await page.goto(`${ORIGIN}/ui`);
  const table = page.getByRole("table", { name: "Orders, light" });
  await table.getByRole("link", { name: "F7K2M9-1" }).focus();
  await page.keyboard.press("j");
  await expect(table.getByRole("link", { name: "Q3T8B1-2" })).toBeFocused();
  await page.keyboard.press("x");
  await expect(page.getByText("2 selected").first()).toBeVisible();
});

/** What axe finds, with the elements it means. */
async function faults(page: Page): Promise<[string, string[]][]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)]);
}
