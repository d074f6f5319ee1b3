import { ask, newDraft, tokenOf } from "./support/api";
import { unique } from "./support/place";
import { sound } from "./support/sound";
import { ALONE, expect, test } from "./support/test";

type Front = { version: number; sections: Record<string, unknown>[] };
type Settings = { version: number } & Record<string, unknown>;

async function frontBack({ sections }: Front): Promise<void> {
  const token = await tokenOf("operator");
  const { version } = await ask<Front>("GET", "/operator/home", { token });
  await ask("PUT", "/operator/home", { token, body: { sections }, headers: { "If-Match": `"${version}"` } });
}

test("the operator arranges the front page, and the shop follows", ALONE, async ({ visitor }) => {
  const before = await ask<Front>("GET", "/operator/home", { token: await tokenOf("operator") });
  const words = `Closed on Monday ${unique()}`;
  const desk = await visitor("operator");
  try {
    await desk.goto("/operator/front-page");
    const sections = desk.getByRole("list", { name: "Sections, from the top" });
    await expect(sections.getByRole("listitem")).toHaveCount(before.sections.length);
    await expect(desk.getByRole("region", { name: "Preview" }).getByRole("img").first()).toBeVisible();
    await sound(desk);
    await desk.getByRole("button", { name: "Add section" }).click();
    await desk.getByRole("menuitem", { name: "Text" }).click();
    const added = sections.locator(":scope > li").last();
    await added.getByRole("button", { name: /^Edit ?: Text$/ }).click();
    await desk.getByRole("button", { name: "Save front page" }).click();
    await expect(desk.getByText("Write something, or remove the section.").first()).toBeVisible();
    await sound(desk);
    await added.getByRole("textbox", { name: "Text", exact: true }).fill(words);
    await expect(desk.getByRole("region", { name: "Preview" })).toContainText(words);
    const close = added.getByRole("button", { name: /^Close ?: Text$/ });
    await close.press("Alt+ArrowUp");
    const above = sections.locator(":scope > li").nth(before.sections.length - 1);
    await expect(above).toContainText("Without a heading");
    await expect(above.locator("button[aria-expanded]")).toBeFocused();
    await desk.getByRole("button", { name: "Save front page" }).click();
    await expect(desk.getByText("The front page is saved.")).toBeVisible();
    const shop = await visitor();
    await expect(async () => {
      await shop.goto("/");
      await expect(shop.getByRole("main").getByText(words)).toBeVisible({ timeout: 500 });
    }).toPass({ timeout: 5_000 });
    await expect(shop.getByRole("heading", { level: 1 })).toHaveCount(1);
  } finally {
    await frontBack(before);
  }
});

async function approve(wanted: "nobody" | "everyone"): Promise<void> {
  const token = await tokenOf("operator");
  const { version, logo, ...body } = await ask<Settings>("GET", "/operator/settings", { token });
  void logo;
  const headers = { "If-Match": `"${version}"` };
  await ask("PUT", "/operator/settings", { token, body: { ...body, product_approval: wanted }, headers });
}

test(
  "a product waits for the operator, goes back with a reason, and is approved",
  ALONE,
  async ({ visitor }) => {
    const draft = await newDraft("secondSeller");
    const seller = await visitor("secondSeller");
    const desk = await visitor("operator");
    const publish = async () => {
      await approve("everyone");
      try {
        await seller.getByRole("button", { name: "Publish", exact: true }).click();
        await expect(seller.getByText("The marketplace looks at this product")).toBeVisible();
      } finally {
        await approve("nobody");
      }
    };
    await seller.goto(`/sell/products/${draft.id}`);
    await publish();
    await sound(seller);
    await desk.goto("/operator");
    await desk.getByRole("link", { name: /waits? to go on sale/ }).click();
    const waiting = desk.getByRole("article", { name: draft.title });
    await expect(waiting).toBeVisible();
    await sound(desk);
    await waiting.getByRole("button", { name: "Send back" }).click();
    await desk.getByRole("textbox", { name: "Reason" }).fill("It needs a picture");
    await sound(desk);
    await desk.getByRole("dialog").getByRole("button", { name: "Send back" }).click();
    await expect(waiting).toHaveCount(0);
    await seller.reload();
    await expect(seller.getByText("It needs a picture").first()).toBeVisible();
    await sound(seller);
    await publish();
    await desk.reload();
    await waiting.getByRole("button", { name: "Approve product" }).click();
    await expect(waiting).toHaveCount(0);
    await seller.reload();
    await expect(seller.getByRole("link", { name: "See on the market" })).toBeVisible();
  },
);

type Texts = { version: number; page_title: string; page_description: string; intro: string };

/** As it was: no picture, and these words. */
async function categoryBack(path: string, { page_title, page_description, intro }: Texts): Promise<void> {
  const token = await tokenOf("operator");
  await ask("DELETE", `${path}/picture`, { token });
  const { version } = await ask<Texts>("GET", `${path}/texts`);
  const body = { page_title, page_description, intro };
  await ask("PUT", `${path}/texts`, { token, body, headers: { "If-Match": `"${version}"` } });
}

test("a category gets a picture and words, and its page shows them", ALONE, async ({ visitor }) => {
  const { items } = await ask<{ items: { id: string; path: string }[] }>("GET", "/categories");
  const path = `/categories/${items.find((one) => one.path === "soap")?.id}`;
  const before = await ask<Texts>("GET", `${path}/texts`);
  const words = `Boiled in Lisbon ${unique()}`;
  const desk = await visitor("operator");
  try {
    await desk.goto(`/operator${path}`);
    await desk
      .locator('input[type="file"]')
      .setInputFiles({ name: "a.png", mimeType: "image/png", buffer: await desk.screenshot() });
    await expect(desk.getByRole("img", { name: /^Picture of/ })).toBeVisible();
    await desk.getByRole("textbox", { name: "Introduction" }).fill(words);
    await desk.getByLabel("Title for search engines").fill("Soap by hand");
    await sound(desk);
    await desk.getByRole("button", { name: "Save category" }).click();
    await expect(desk.getByRole("heading", { level: 1, name: "Categories" })).toBeVisible();
    const shop = await visitor();
    await expect(async () => {
      await shop.goto("/c/soap");
      await expect(shop.getByRole("main").getByText(words)).toBeVisible({ timeout: 500 });
    }).toPass({ timeout: 10_000 });
    await expect(shop).toHaveTitle(/^Soap by hand · /);
    await sound(shop);
  } finally {
    await categoryBack(path, before);
  }
});
