import type { Locator, Page } from "@playwright/test";
import { ask, tokenOf } from "./support/api";
import { decline } from "./support/people";
import { freshEmail, PASSWORD, unique } from "./support/place";
import { sound, soundParts } from "./support/sound";
import { ALONE, expect, test } from "./support/test";

const FOLLOWED_MS = 45_000;

test("an applicant is approved and has a shop", async ({ page, visitor }) => {
  const name = `Journey stall ${unique()}`;
  await page.goto("/sign-up?next=/account/sell");
  await decline(page);
  await page.getByLabel("Name").fill("Nora Quist");
  await page.getByLabel("E-mail").fill(freshEmail());
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByLabel("Name of the stall").fill(name);
  await page.getByLabel("Country").selectOption({ label: "Portugal" });
  await page.getByLabel("Town").fill("Braga");
  await page.getByLabel("Your story").fill("I weave what the loom of my aunt allows.");
  await sound(page);
  await page.getByRole("button", { name: "Send application" }).click();
  await expect(page.getByText("We have your application and look at it next.")).toBeVisible();
  await sound(page);

  const desk = await visitor("operator");
  await desk.goto("/operator/sellers");
  await desk.getByRole("main").getByRole("link", { name }).click();
  await expect(desk.getByRole("heading", { level: 1, name })).toBeVisible();
  await sound(desk);
  await desk.getByRole("button", { name: "Approve seller" }).click();
  const dialog = desk.getByRole("dialog", { name: `Let ${name} sell?` });
  await sound(desk);
  await dialog.getByRole("button", { name: "Approve seller" }).click();
  await expect(dialog).toBeHidden();
  await expect(desk.getByRole("button", { name: "Suspend seller" })).toBeVisible();

  await page.reload();
  await expect(page.getByText("Your shop is open.")).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: "Open my shop" }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "What to do now" })).toBeVisible();
  await sound(page);
  await expectShop(page, name);
});

async function expectShop(page: Page, name: string): Promise<void> {
  const slug = name.toLowerCase().replaceAll(" ", "-");
  await expect(async () => {
    const answer = await page.goto(`/shops/${slug}`);
    expect(answer?.status()).toBe(200);
  }).toPass({ timeout: FOLLOWED_MS });
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
}

type Settings = { name: string; accent_hue: number; version: number } & Record<string, unknown>;

async function restore({ name, accent_hue }: Settings): Promise<void> {
  const token = await tokenOf("operator");
  const now = await ask<Settings>("GET", "/operator/settings", { token });
  const { version, locale, time_zone, default_market, support_email } = now;
  const body = { locale, time_zone, default_market, support_email, name, accent_hue };
  await ask("PUT", "/operator/settings", { token, body, headers: { "If-Match": `"${version}"` } });
}

test(
  "the operator renames the marketplace and gives it another accent, and the shop follows",
  ALONE,
  async ({ visitor, browser, said }) => {
    const before = await ask<Settings>("GET", "/operator/settings", { token: await tokenOf("operator") });
    const name = `Market ${unique()}`;
    const desk = await visitor("operator");
    try {
      await desk.goto("/operator/settings");
      await desk.getByLabel("Name", { exact: true }).fill(name);
      await desk.getByRole("button", { name: "Leaf" }).click();
      await sound(desk);
      await desk.getByRole("button", { name: "Save settings" }).click();
      await expect(desk.getByText("Saved. Shop and dashboards wear it")).toBeVisible();
      for (const viewport of [
        { width: 1280, height: 900 },
        { width: 390, height: 844 },
      ]) {
        const context = await browser.newContext({ viewport, hasTouch: viewport.width < 720 });
        said.listen(context);
        const page = await context.newPage();
        await expectBrand(page, name, 140);
        await decline(page);
        await sound(page);
        await context.close();
      }
    } finally {
      await restore(before);
    }
  },
);

/** Name in title and header, the accent in force; every process follows within half a minute. */
async function expectBrand(page: Page, name: string, hue: number): Promise<void> {
  await expect(async () => {
    await page.goto("/");
    expect(await page.title()).toBe(name);
  }).toPass({ timeout: FOLLOWED_MS });
  await expect(page.getByRole("banner").getByRole("link", { name: `${name}, home` })).toBeVisible();
  const accent = () => getComputedStyle(document.documentElement).getPropertyValue("--accent-h").trim();
  expect(await page.evaluate(accent)).toBe(String(hue));
}

type Category = { id: string; name: string; path: string; version: number };

test("categories are moved, merged and their links followed", async ({ visitor, page }, info) => {
  const token = await tokenOf("operator");
  // A place of their own, where nothing that others make comes between them.
  const position = 50_000 + Math.floor(Math.random() * 49_000);
  const add = (name: string) => ask<Category>("POST", "/categories", { token, body: { name, position } });
  const [first, second] = [await add(`Corks ${unique()}`), await add(`Lids ${unique()}`)];
  // A mouse drags; fingers have the menu, which puts a category below the one before it.
  const isDragged = info.project.name === "desk";
  const [moved, target] = isDragged ? [first, second] : [second, first];
  try {
    const desk = await visitor("operator");
    await desk.setViewportSize(info.project.use.viewport ?? { width: 1280, height: 900 });
    await desk.goto("/operator/categories");
    const lineOf = ({ name }: Category) =>
      desk.getByRole("listitem").filter({ has: desk.getByRole("link", { name, exact: true }) });
    if (isDragged) await drag(desk, lineOf(moved), lineOf(target));
    else {
      await lineOf(moved).getByRole("button").click();
      await desk.getByRole("menuitem", { name: `Move below ${target.name}` }).click();
    }
    await expect(desk.getByRole("status").filter({ hasText: moved.name })).toContainText(target.name);
    await page.goto(`/c/${moved.path}`);
    await expect(page).toHaveURL(new RegExp(`/c/${target.path}/${moved.path}$`));

    await desk.goto(`/operator/categories/${moved.id}`);
    await desk.getByRole("button", { name: "Merge" }).click();
    const dialog = desk.getByRole("dialog");
    await dialog.getByRole("button", { name: "Merge" }).click();
    await expect(dialog).toContainText("Choose where everything goes.");
    await dialog.getByLabel("Into").selectOption({ label: target.name });
    await soundParts(desk);
    await dialog.getByRole("button", { name: "Merge" }).click();
    await expect(desk.getByRole("heading", { level: 1, name: "Categories" })).toBeVisible();
    await expect(lineOf(moved)).toHaveCount(0);
    await page.goto(`/c/${target.path}/${moved.path}`);
    await expect(page).toHaveURL(new RegExp(`/c/${target.path}$`));
  } finally {
    await ask("DELETE", `/categories/${target.id}`, { token });
  }
});

/** As a hand does it: in steps, so that the browser sees where the mouse is before it lets go. */
async function drag(page: Page, from: Locator, to: Locator): Promise<void> {
  await from.scrollIntoViewIfNeeded();
  await to.scrollIntoViewIfNeeded();
  const [start, end] = [await from.boundingBox(), await to.boundingBox()];
  if (!start || !end) throw new Error("There is nothing to drag, or nowhere to.");
  await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2);
  await page.mouse.down();
  await page.mouse.move(end.x + end.width / 2, end.y + end.height / 2, { steps: 12 });
  await page.mouse.up();
}
