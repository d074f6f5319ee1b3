import type { Page } from "@playwright/test";
import { isPhone } from "./shopping";
import { settled } from "./sound";

const FOLDER = new URL("../results/look/", import.meta.url).pathname;
export const SIZES = [
  { name: "desk", size: { width: 1280, height: 900 } },
  { name: "phone", size: { width: 390, height: 844 } },
] as const;

/** The page as it stands in both lights; `whole`: beyond the screen's foot, too. */
export async function take(page: Page, name: string, whole = true): Promise<void> {
  await settled(page);
  if (whole) await scrollThrough(page);
  const width = isPhone(page) ? "phone" : "desk";
  for (const light of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: light });
    await settled(page);
    await page.screenshot({ path: `${FOLDER}${name}.${width}.${light}.png`, fullPage: whole });
  }
  await page.emulateMedia({ colorScheme: "light" });
}

/** Pictures below the first screen are only fetched when they come near. */
async function scrollThrough(page: Page): Promise<void> {
  const SCREENS_MAX = 20;
  for (let screen = 0; screen < SCREENS_MAX; screen += 1) {
    const isAtFoot = await page.evaluate(() => {
      window.scrollBy({ top: window.innerHeight, behavior: "instant" });
      return window.scrollY + window.innerHeight >= document.documentElement.scrollHeight - 1;
    });
    await settled(page);
    if (isAtFoot) break;
  }
  await page.evaluate(() => window.scrollTo({ top: 0, behavior: "instant" }));
  await settled(page);
}
