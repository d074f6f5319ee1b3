import { test as base, type Browser, type BrowserContext, type Page } from "@playwright/test";
import { decline, signIn } from "./people";
import { DEMO, type Role } from "./place";
import { Said } from "./said";

export const { expect } = base;

/** Of a journey that changes what all others see: it is made once, after all others, and by itself. */
export const ALONE = { tag: "@alone" };

type State = Awaited<ReturnType<BrowserContext["storageState"]>>;
type Fixtures = {
  said: Said;
  /** Somebody else with a browser of their own; with a role, signed in. */
  visitor: (role?: Role) => Promise<Page>;
};
type WorkerFixtures = { signedIn: (role: Role) => Promise<State> };

// Access lapses after ten minutes, and two browsers must not renew the same sign-in.
const KEPT_MS = 5 * 60_000;

/** Journeys on a marketplace of their own: nothing is asked of anybody else, and the console stays empty. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  said: [
    async ({ baseURL }, give) => {
      if (!baseURL) throw new Error("FERIA_URL names no marketplace.");
      const said = new Said();
      await give(said);
      expect(said.unexpected(), "what the browser said").toEqual([]);
    },
    { auto: true },
  ],
  context: async ({ context, said }, give) => {
    said.listen(context);
    await give(context);
  },
  visitor: async ({ browser, said, signedIn }, give) => {
    const opened: BrowserContext[] = [];
    await give(async (role) => {
      const context = await browser.newContext(role ? { storageState: await signedIn(role) } : {});
      opened.push(context);
      said.listen(context);
      return context.newPage();
    });
    for (const context of opened) await context.close();
  },
  signedIn: [
    async ({ browser }, give) => {
      const kept = new Map<Role, { state: State; until: number }>();
      await give(async (role) => {
        const found = kept.get(role);
        if (found && Date.now() < found.until) return found.state;
        const state = await signInOnce(browser, role);
        kept.set(role, { state, until: Date.now() + KEPT_MS });
        return state;
      });
    },
    { scope: "worker" },
  ],
});

async function signInOnce(browser: Browser, role: Role): Promise<State> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto("/sign-in");
  await decline(page);
  await signIn(page, DEMO[role]);
  const state = await context.storageState();
  await context.close();
  return state;
}
