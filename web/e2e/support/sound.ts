import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** What every page owes its readers: one heading, a title, no sideways scrolling, nothing that axe finds. */
export async function sound(page: Page): Promise<void> {
  await settled(page);
  await expect(page.locator("h1")).toHaveCount(1);
  expect((await page.title()).trim(), "the title").not.toBe("");
  expect(await overflowing(page), "what is wider than the screen").toEqual([]);
  expect(await faults(page), "what axe finds").toEqual([]);
}

/** What lies over a page that was looked at as a whole: a sheet, a question. */
export async function soundParts(page: Page): Promise<void> {
  await atRest(page);
  expect(await faults(page), "what axe finds").toEqual([]);
}

/** The same page in the other light: only its colours differ. */
export async function soundColours(page: Page): Promise<void> {
  await atRest(page);
  expect(await faults(page, ["color-contrast"]), "what axe finds").toEqual([]);
}

/** Drawn, asked for nothing more, and at rest. */
export async function settled(page: Page): Promise<void> {
  await expect(page.locator("h1").first()).toBeVisible();
  await page.waitForLoadState("networkidle");
  await atRest(page);
}

/** Nothing moves, but for what never stops. */
async function atRest(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(
        ({ playState, effect }) =>
          playState === "finished" || effect?.getComputedTiming().endTime === Number.POSITIVE_INFINITY,
      ),
  );
}

async function faults(page: Page, rules?: string[]): Promise<[string, string[]][]> {
  // No page has frames, for which alone axe would open another page; and only what is wrong is worth listing.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ["violations"] });
  const { violations } = await (rules ? axe.withRules(rules) : axe).analyze();
  return violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)]);
}

/** The outermost elements that reach beyond the page's right edge, when the page can be scrolled sideways. */
async function overflowing(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const found = [...document.body.querySelectorAll("*")]
      .filter((element) => element.getBoundingClientRect().right > clientWidth + 1)
      .slice(0, 5)
      .map((element) => element.outerHTML.slice(0, 160));
    return [`${scrollWidth} > ${clientWidth}`, ...found];
  });
}
