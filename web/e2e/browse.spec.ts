import type { Page } from "@playwright/test";
import { ask, cards } from "./support/api";
import { isPhone, tabTo } from "./support/shopping";
import { sound } from "./support/sound";
import { expect, test } from "./support/test";

type Detail = {
  id: string;
  title: string;
  images: unknown[];
  variants: { options: Record<string, string> }[];
};

test("filter, sort, pictures and variants are chosen by keyboard alone", async ({ page }) => {
  const press = (key: string) => page.keyboard.press(key);
  const thing = await oneWithPicturesAndVariants();
  await page.goto("/c/table");
  const before = await countOf(page);
  await filterByKeyboard(page, "Blue");
  await expect(page).toHaveURL(/attr\.colour=blue/);
  await expect.poll(() => countOf(page)).toBeLessThan(before);

  const sort = page.getByRole("combobox", { name: "Sort by" });
  await tabTo(page, sort);
  await press("p"); // as in any list of choices: the first that begins so
  await expect(page).toHaveURL(/sort=-?price/);
  await expect(sort).toBeFocused();

  await page.goto(`/search?q=${encodeURIComponent(thing.title)}`);
  await tabTo(page, page.getByRole("main").getByRole("link", { name: thing.title, exact: true }).first());
  await press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: thing.title })).toBeVisible();
  const pictures = page.getByRole("list", { name: "Pictures" });
  await tabTo(page, pictures);
  if (isPhone(page)) {
    await press("ArrowRight");
    await expect(page.getByText(`Picture 2 of ${thing.images.length}`)).toBeAttached();
  }
  const chosen = page.getByRole("main").getByRole("radio", { checked: true }).first();
  const first = await chosen.getAttribute("value");
  await tabTo(page, chosen);
  await press("ArrowRight");
  await expect(page.getByRole("main").getByRole("radio", { checked: true }).first()).not.toHaveValue(
    first ?? "",
  );
  await sound(page);
});

async function countOf(page: Page): Promise<number> {
  const said = page.getByText(/^\d+ things?$/).first();
  await expect(said).toBeVisible();
  return Number.parseInt((await said.textContent()) ?? "0", 10);
}

async function filterByKeyboard(page: Page, value: string): Promise<void> {
  const main = page.getByRole("main");
  if (!isPhone(page)) {
    await tabTo(page, page.getByRole("complementary", { name: "Filters" }).getByLabel(value));
    await page.keyboard.press("Space");
    return;
  }
  await tabTo(page, main.getByRole("button", { name: "Filters" }));
  await page.keyboard.press("Enter");
  const sheet = page.getByRole("dialog", { name: "Filters" });
  await tabTo(page, sheet.getByLabel(value));
  await page.keyboard.press("Space");
  await tabTo(page, sheet.getByRole("button", { name: /^Show \d+ thing/ }));
  await page.keyboard.press("Enter");
  await expect(sheet).toBeHidden();
}

/** A thing of the demo, which has ratings, with something to look at and to choose. */
async function oneWithPicturesAndVariants(): Promise<Detail> {
  for (const { id } of await cards("limit=100&in_stock=true&sort=rating")) {
    const thing = await ask<Detail>("GET", `/products/${id}`);
    const options = new Set(thing.variants.flatMap((one) => Object.values(one.options)));
    if (thing.images.length > 1 && options.size > 1) return thing;
  }
  throw new Error("The demo has no thing with several pictures and variants.");
}
