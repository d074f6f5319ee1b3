import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Locator, Page } from "@playwright/test";
import { newShop, newThing } from "./support/api";
import { decline, signIn } from "./support/people";
import { unique } from "./support/place";
import { sound, soundColours, soundParts } from "./support/sound";
import { expect, test } from "./support/test";

const fileAt = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const PRICES = fileAt("data/preisliste.csv");
const FRONT = fileAt("../../docs/images/stall.jpg");
const BACK = fileAt("../../docs/images/product.jpg");
const IMPORT_MS = 60_000;
/** The worker renders each second. */
const RENDER_MS = 30_000;
const SIGNED = /\/api\/v1\/uploads\//;
const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';

const status = (page: Page) =>
  page
    .getByRole("main")
    .getByRole("status")
    .filter({ has: page.getByRole("heading") });

async function chooseCsv(page: Page, name: string, text: string): Promise<void> {
  const asked = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose file" }).click();
  await (await asked).setFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
}

test("a seller says what the columns of a price list are, sees the first products, and takes it in", async ({
  page,
}) => {
  test.slow();
  const word = unique();
  const { email } = await newShop();
  await page.goto("/sign-in?next=/sell/imports");
  await decline(page);
  await signIn(page, email);
  await chooseCsv(page, "preisliste.csv", readFileSync(PRICES, "utf8").replaceAll("WORD", word));

  await expect(page.getByRole("heading", { name: "What the columns are" })).toBeVisible();
  const preview = page
    .getByRole("region")
    .or(page.locator("section"))
    .filter({ hasText: "The first products" });
  await expect(page.getByLabel("Verkaufspreis (EUR)")).toHaveValue("price");
  await expect(page.getByLabel("Bemerkung")).toHaveValue("");
  await expect(page.getByRole("checkbox", { name: /comma before the decimals/ })).toBeChecked();
  await expect(preview.getByText(`Krug ${word}`)).toBeVisible();
  await expect(preview.getByText("€24.00")).toBeVisible();
  await expect(preview.getByText("“teuer” is no price: write a number")).toBeVisible();
  await sound(page);

  // By keyboard: a column that is another one already, and a title that is missing.
  await page.getByLabel("Bezeichnung").focus();
  await page.keyboard.type("Brand");
  await page.getByLabel("Bemerkung").selectOption("price");
  await page.getByRole("button", { name: "Check the file" }).click();
  const summary = page.getByRole("alert").filter({ hasText: "3 things have to be put right" });
  await expect(summary).toBeFocused();
  await expect(summary).toContainText("Choose the column for: Title");
  await soundParts(page);
  await summary.getByRole("link", { name: /^Bemerkung/ }).click();
  await expect(page.getByLabel("Bemerkung")).toBeFocused();
  await page.keyboard.type("Leave");
  await page.getByLabel("Bezeichnung").selectOption("title");
  await expect(summary).toBeHidden();
  await expect(preview.getByText(`Tasse ${word}`)).toBeVisible();
  await page.getByRole("button", { name: "Check the file" }).click();

  await expect(status(page)).toContainText("2 products can be imported", { timeout: IMPORT_MS });
  await page.getByRole("button", { name: "Import 2" }).click();
  await expect(status(page)).toContainText("2 products imported", { timeout: IMPORT_MS });
  const pictures = page.locator("section").filter({ hasText: "could not be fetched" });
  await expect(pictures).toContainText("Line 2", { timeout: RENDER_MS });
  await expect(pictures).toContainText("It does not lead to the public internet");
  await sound(page);
  const again = page.waitForResponse(/\/pictures\/retry$/);
  await pictures.getByRole("button", { name: "Fetch it again" }).click();
  expect(await (await again).json()).toEqual({ retried: 1 });
  await expect(pictures).toContainText("Line 2", { timeout: RENDER_MS });

  await page.getByRole("button", { name: "Choose another file" }).click();
  await chooseCsv(page, "next.csv", readFileSync(PRICES, "utf8").replaceAll("WORD", unique()));
  await expect(status(page)).toContainText("2 products can be imported", { timeout: IMPORT_MS });
  await page.getByRole("button", { name: "Assign the columns yourself" }).click();
  await expect(page.getByText("The columns are assigned as you did it the last time.")).toBeVisible();
});

const tiles = (page: Page) =>
  page
    .getByRole("main")
    .locator("ol > li")
    .filter({ has: page.getByLabel(/shows$/) });

/** A file dropped onto the page as a hand would. */
async function dropFile(target: Locator, name: string, type: string, content: Buffer): Promise<void> {
  const bytes = content.toString("base64");
  await target.evaluate(
    (element, { name, type, bytes }) => {
      const data = new DataTransfer();
      data.items.add(
        new File([Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0))], name, { type }),
      );
      for (const kind of ["dragover", "drop"])
        element.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: data }));
    },
    { name, type, bytes },
  );
}

test("a seller sends pictures, describes, orders and removes them, and a file that only looks like one is refused", async ({
  visitor,
  said,
}, info) => {
  test.slow();
  const thing = await newThing("seller", { title: `Picture soap ${unique()}` });
  const page = await visitor("seller");
  await page.setViewportSize(info.project.use.viewport ?? { width: 1280, height: 900 });
  await page.goto(`/sell/products/${thing.id}`);
  const drop = page.getByText("Drop pictures here");

  // The file goes to an address of its own, and how far it is can be seen.
  let sent = 0;
  await page.route(SIGNED, async (route) => {
    sent += 1;
    await expect(page.getByRole("progressbar", { name: "Sending stall.jpg" })).toBeVisible();
    await route.continue();
  });
  const asked = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose pictures" }).click();
  await (await asked).setFiles(FRONT);
  await expect(tiles(page)).toHaveCount(1);
  expect(sent).toBe(1);
  await page.unroute(SIGNED);
  await dropFile(drop, "back.jpg", "image/jpeg", readFileSync(BACK));
  await expect(tiles(page)).toHaveCount(2);
  for (const place of [0, 1]) {
    const rendition = tiles(page).nth(place).locator("img[srcset]");
    await expect(rendition).toHaveAttribute("src", /\/media\/.*\.webp$/, { timeout: RENDER_MS });
    await expect(rendition).toHaveJSProperty("complete", true);
  }
  await expect(tiles(page).first().getByText("Front picture")).toBeVisible({ timeout: RENDER_MS });
  await sound(page);

  await page.getByLabel("What Picture 1 shows").fill("The stall");
  await page.getByLabel("What Picture 2 shows").fill("The soap");
  await page.getByLabel("What Picture 2 shows").blur();
  const order = () => tiles(page).evaluateAll((all) => all.map((tile) => tile.querySelector("input")?.value));
  await expect.poll(order).toEqual(["The stall", "The soap"]);

  await page.getByRole("button", { name: "Move Picture 2 earlier" }).focus();
  await page.keyboard.press("Enter");
  await expect.poll(order).toEqual(["The soap", "The stall"]);
  if (info.project.name === "desk") {
    await tiles(page).nth(1).dragTo(tiles(page).nth(0));
    await expect.poll(order).toEqual(["The stall", "The soap"]);
  } else {
    await page.getByRole("button", { name: "Move Picture 1 later" }).tap();
    await expect.poll(order).toEqual(["The stall", "The soap"]);
  }
  await page.reload();
  await expect.poll(order).toEqual(["The stall", "The soap"]);

  said.expect(/422/);
  await dropFile(drop, "drawing.jpg", "image/jpeg", Buffer.from(SVG));
  await expect(page.getByText(/^drawing\.jpg: .*JPEG, PNG or WebP/)).toBeVisible();
  await expect(tiles(page)).toHaveCount(2);
  await soundColours(page);

  await page.getByRole("button", { name: "Remove Picture 1" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove picture" }).click();
  await expect.poll(order).toEqual(["The soap"]);
  await expect(page.getByRole("button", { name: "Remove Picture 1" })).toBeFocused();
  await page.goto(`/p/${thing.slug}-${thing.id}`);
  await expect(page.getByRole("main").getByRole("img", { name: "The soap" }).first()).toBeVisible();
});
