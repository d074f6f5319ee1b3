import { expect, type Page } from "@playwright/test";

/** Opens the newest mail to an address in the development's mailbox, once it is there. */
export async function openMail(page: Page, to: string, subject: RegExp): Promise<void> {
  const link = page.getByRole("link", { name: subject }).first();
  await expect(async () => {
    await page.goto(`/dev/mail?to=${encodeURIComponent(to)}`);
    await expect(link).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 20_000 });
  await link.click();
}

/** The address that follows some words of the mail that is open, in its plain text. */
export async function linkInMail(page: Page, words: string): Promise<string> {
  await page.getByText("Plain text").click();
  const text = await page.locator("pre").innerText();
  const address = text.slice(text.indexOf(words)).match(/https?:\/\/\S+/)?.[0];
  if (!address) throw new Error(`The mail has no link after “${words}”.`);
  return address;
}
