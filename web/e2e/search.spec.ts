import { newThing } from "./support/api";
import { decline } from "./support/people";
import { unique } from "./support/place";
import { isPhone } from "./support/shopping";
import { sound } from "./support/sound";
import { ALONE, expect, test } from "./support/test";

/** Letters only, as words are that somebody may mistype. */
function word(): string {
  return unique().replace(/\d/g, (digit) => "qwrtypsdfg".charAt(Number(digit)));
}

test("suggestions are chosen by keyboard, on phones by touch", async ({ page }) => {
  const name = word();
  const thing = await newThing("seller", { title: `Lantern ${name}` });
  await page.goto("/");
  await decline(page);
  if (isPhone(page)) {
    await page.getByRole("banner").getByRole("button", { name: "Search" }).click();
    const sheet = page.getByRole("dialog", { name: "Search" });
    await sheet.getByRole("searchbox", { name: "Search" }).fill(name.slice(0, -2));
    await expect(sheet.getByRole("link", { name: thing.title })).toBeVisible();
    await sound(page);
    await sheet.getByRole("link", { name: thing.title }).click();
  } else {
    const field = page.getByRole("banner").getByRole("combobox", { name: "Search" });
    await field.fill(name.slice(0, -2));
    const option = page.getByRole("option", { name: thing.title });
    await expect(option).toBeVisible();
    await expect(field).toHaveAttribute("aria-expanded", "true");
    await sound(page);
    await field.press("Escape");
    await expect(option).toBeHidden();
    await field.press("Backspace");
    await expect(option).toBeVisible();
    await field.press("ArrowDown");
    await expect(option).toHaveAttribute("aria-selected", "true");
    await field.press("Enter");
  }
  await expect(page.getByRole("heading", { level: 1, name: thing.title })).toBeVisible();
});

test("a mistyped word finds what was meant, and says how it is spelt", async ({ page }) => {
  // Its last letters differ, or exchanging them would be no slip.
  const name = `${word()}lm`;
  const thing = await newThing("seller", { title: `Lantern ${name}` });
  const typed = `${name.slice(0, -2)}${name.at(-1)}${name.at(-2)}`;
  await page.goto("/");
  await decline(page);
  // A word that is new is known to the spelling within ten seconds.
  await expect(async () => {
    await page.goto(`/search?q=${typed}`);
    await expect(page.getByRole("link", { name: thing.title })).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
  await sound(page);
  await page.getByRole("link", { name, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(page.getByText("Did you mean")).toBeHidden();
});

test("what the operator says words mean is found within seconds", ALONE, async ({ page, visitor }) => {
  test.slow();
  const [name, other] = [word(), word()];
  const thing = await newThing("seller", { title: `Lantern ${name}` });
  const desk = await visitor("operator");
  await desk.goto("/operator/synonyms");
  await desk.getByRole("button", { name: "Add synonyms" }).click();
  const set = desk.getByRole("listitem").last();
  await set.getByLabel("Kind").selectOption("One way");
  await desk.getByRole("button", { name: "Save synonyms" }).click();
  await expect(set.getByText("Write what is to be found as well.")).toBeVisible();
  await set.getByLabel("Who asks for").fill(other);
  await set.getByLabel("Also finds").fill(name);
  await sound(desk);
  await desk.getByRole("button", { name: "Save synonyms" }).click();
  await expect(desk.getByText("Saved. Search goes by these synonyms within seconds.")).toBeVisible();
  await expect(async () => {
    await page.goto(`/search?q=${other}`);
    await expect(page.getByRole("link", { name: thing.title })).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 15_000 });
});
