import type { Page } from "@playwright/test";
import { ask, buy, newThing, ship, tokenOf, type Order, type Thing } from "./support/api";
import { decline } from "./support/people";
import { unique } from "./support/place";
import { sound, soundParts } from "./support/sound";
import { expect, test } from "./support/test";

/** A guest's order of two, arrived. */
async function arrived(): Promise<{
  order: Order;
  thing: Thing;
  part: string;
  guest: Record<string, string>;
}> {
  const thing = await newThing("seller", { price: 2000 });
  const order = await buy(thing.variants[0]?.id ?? "", { quantity: 2 });
  await ship("seller", order.number, unique());
  const part = order.seller_orders[0]?.id ?? "";
  const guest = { "X-Order-Token": order.token ?? "" };
  await ask("PUT", `/orders/${part}/status`, { body: { status: "delivered" }, headers: guest });
  return { order, thing, part, guest };
}

async function open(page: Page, { number, token }: Order): Promise<void> {
  await page.goto(`/orders/${number}#token=${token ?? ""}`);
  await decline(page);
}

async function choose(page: Page, button: string, picture: Buffer): Promise<void> {
  const chosen = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: button }).click();
  await (await chosen).setFiles({ name: "picture.png", mimeType: "image/png", buffer: picture });
}

test("a guest sends one of two back, with a label from the shop and a part of the price kept", async ({
  page,
  visitor,
}) => {
  test.slow();
  const { order, thing } = await arrived();
  await open(page, order);
  await page.getByRole("link", { name: "Return items" }).click();
  await page.getByRole("button", { name: `One less of ${thing.title}` }).click();
  await page.getByRole("button", { name: "Ask to return" }).click();
  await expect(page.getByText("Choose a reason.")).toBeVisible();
  await page.getByRole("radio", { name: /It arrived damaged/ }).check();
  await page.getByLabel("What should the seller know?").fill("It is in two pieces.");
  const picture = await page.screenshot();
  await choose(page, "Add a photo", picture);
  await sound(page);
  await page.getByRole("button", { name: "Ask to return" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /^Return .*-R1$/ })).toBeVisible();
  await expect(page.getByRole("img", { name: /^Photo 1/ })).toBeVisible();
  await expect(page.getByText("€20.00")).toBeVisible();
  await sound(page);

  const seller = await visitor("seller");
  await seller.setViewportSize(page.viewportSize() ?? { width: 1280, height: 900 });
  await seller.goto("/sell/returns");
  await sound(seller);
  await seller.getByRole("link", { name: `${order.number}-1-R1` }).click();
  await expect(seller.getByText("It is in two pieces.")).toBeVisible();
  await sound(seller);
  await seller.getByRole("button", { name: "Approve" }).click();
  const asked = seller.getByRole("dialog");
  await asked.getByLabel("Where to send it").fill("Casa Barro, Calle del Horno 3, Talavera");
  await soundParts(seller);
  await asked.getByRole("button", { name: "Approve" }).click();
  await choose(seller, "Choose a label", picture);
  await expect(seller.getByText("The buyer has a label.")).toBeVisible();
  await sound(seller);

  await page.reload();
  await expect(page.getByText("Calle del Horno 3")).toBeVisible();
  await expect(page.getByRole("link", { name: "Open the label to print" })).toBeVisible();
  await page.getByLabel("Sent with").fill("CTT");
  await page.getByLabel("Tracking number").fill("RR123");
  await sound(page);
  await page.getByRole("button", { name: "I have sent it" }).click();
  await expect(page.getByRole("status").getByText("On its way back")).toBeVisible();

  await seller.reload();
  await seller.getByRole("button", { name: "It has arrived" }).click();
  await asked.getByRole("button", { name: "It has arrived" }).click();
  await seller.getByRole("button", { name: "Refund", exact: true }).click();
  await asked.getByRole("checkbox", { name: `1 × ${thing.title}` }).check();
  await asked.getByLabel("Keep a part of it").fill("4.50");
  await expect(asked.getByText("€15.50 goes back to the buyer")).toBeVisible();
  await asked.getByRole("button", { name: "Refund", exact: true }).click();
  await expect(asked.getByText("Say why.")).toBeVisible();
  await asked.getByLabel("Reason").fill("The lid is missing");
  await soundParts(seller);
  await asked.getByRole("button", { name: "Refund", exact: true }).click();
  await expect(seller.getByText("€4.50 was kept: The lid is missing")).toBeVisible();
  await sound(seller);

  await page.reload();
  await expect(page.getByText("€15.50")).toBeVisible();
  await expect(page.getByText("€4.50 was kept: The lid is missing")).toBeVisible();
  await sound(page);
});

test("a buyer and a shop do not agree, and the operator splits it", async ({ page, visitor }) => {
  test.slow();
  const { order } = await arrived();
  await open(page, order);
  await page.getByRole("link", { name: "Problem with this order" }).click();
  await page.getByRole("button", { name: "Open a case" }).click();
  await expect(page.getByText("Say what happened.")).toBeVisible();
  await page.getByRole("radio", { name: "It is not as described" }).check();
  await page.getByLabel("Tell us what happened").fill("It is much smaller than it says.");
  await sound(page);
  await page.getByRole("button", { name: "Open a case" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /^Case .*-C1$/ })).toBeVisible();
  await sound(page);
  const caseId = new URL(page.url()).pathname.split("/").at(-1) ?? "";

  const seller = await visitor("seller");
  await seller.goto("/sell/cases");
  await seller.getByRole("link", { name: `${order.number}-1-C1` }).click();
  await seller.getByLabel("Your answer").fill("The size is on the page.");
  await sound(seller);
  await seller.getByRole("button", { name: "Send" }).click();
  await expect(seller.getByText("The buyer's turn").first()).toBeVisible();

  await page.reload();
  await expect(page.getByText("The size is on the page.")).toBeVisible();
  await page.getByRole("button", { name: "Call in the marketplace" }).click();
  await expect(page.getByRole("status").getByText("The marketplace looks into it")).toBeVisible();

  const desk = await visitor("operator");
  await desk.setViewportSize(page.viewportSize() ?? { width: 1280, height: 900 });
  await desk.goto("/operator/cases");
  await sound(desk);
  await desk.getByRole("link", { name: `${order.number}-1-C1` }).click();
  await sound(desk);
  await desk.getByRole("button", { name: "Split" }).click();
  const asked = desk.getByRole("dialog");
  await asked.getByLabel("Goes back to the buyer").fill("10.00");
  await asked.getByRole("button", { name: "Split" }).click();
  await expect(asked.getByText("Say why.")).toBeVisible();
  await asked.getByLabel("Reason").fill("The page could be clearer");
  await soundParts(desk);
  await asked.getByRole("button", { name: "Split" }).click();
  await expect(desk.getByText("Decided in part").first()).toBeVisible();

  await page.reload();
  await expect(page.getByText("€10.00 goes back to where it came from", { exact: false })).toBeVisible();
  await expect(page.getByText("The page could be clearer").first()).toBeVisible();
  await sound(page);
  const found = await ask<{ refunded: { amount: number } }>("GET", `/cases/${caseId}`, {
    token: await tokenOf("operator"),
  });
  expect(found.refunded.amount).toBe(1000);
});
