import type { Page } from "@playwright/test";
import { PASSWORD } from "./place";

/** The form that people use. */
export async function signIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.getByRole("textbox", { name: "E-mail" }).fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => url.pathname !== "/sign-in");
}

/** Answers the question about cookies, which lies over the foot of the page until then. */
export async function decline(page: Page): Promise<void> {
  const answer = page
    .getByRole("region", { name: "Cookies" })
    .getByRole("button", { name: "Necessary only" });
  await answer.click();
}
