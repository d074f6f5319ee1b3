import type { Page } from "@playwright/test";
import { ask, buy, newThing, ship, tokenOf, type Order } from "./support/api";
import { decline } from "./support/people";
import { unique } from "./support/place";
import { sound } from "./support/sound";
import { expect, test } from "./support/test";

const partOf = (order: Order) => order.seller_orders[0]?.id ?? "";

async function open(page: Page, { number, token }: Order, path = ""): Promise<void> {
  await page.goto(`/orders/${number}${path}#token=${token ?? ""}`);
  await decline(page);
}

/** Says what the parcel measures, asks for prices, and buys the cheapest label. */
async function buyLabel(seller: Page): Promise<void> {
  await seller.getByLabel("Box", { exact: true }).selectOption({ label: "Bowl box" });
  await seller.getByLabel("Weight").fill("1200");
  await seller.getByRole("button", { name: "Show prices" }).click();
  await expect(
    seller
      .getByRole("radiogroup", { name: "How it travels" })
      .or(seller.getByRole("group", { name: "How it travels" })),
  ).toBeVisible();
  await sound(seller);
  await seller.getByRole("button", { name: /^Buy the label for €/ }).click();
  await expect(seller.getByRole("button", { name: "Print the label" })).toBeVisible();
}

/** A file that is kept by the button; its name. */
async function kept(page: Page, button: string | RegExp): Promise<string> {
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: button }).click();
  return (await download).suggestedFilename();
}

test("a shop sends a parcel with a carrier's label, and its papers reach the buyer", async ({
  page,
  visitor,
}) => {
  test.slow();
  const thing = await newThing("seller", { price: 2000 });
  const order = await buy(thing.variants[0]?.id ?? "");
  const seller = await visitor("seller");
  await seller.goto(`/sell/orders/${partOf(order)}`);
  await seller.getByRole("button", { name: "Accept order" }).click();
  await seller.getByRole("tab", { name: "Buy a label" }).click();
  await buyLabel(seller);
  const file = seller.waitForResponse((answer) => answer.url().endsWith("/label"));
  await seller.getByRole("button", { name: "Print the label" }).click();
  expect((await file).headers()["content-type"]).toBe("application/pdf");
  await seller.getByRole("button", { name: "Handed to the carrier" }).click();
  await expect(seller.getByRole("button", { name: "Handed to the carrier" })).toBeHidden();
  await sound(seller);

  await open(page, order);
  await expect(page.getByRole("link", { name: /follow it at (UPS|FedEx)/ })).toBeVisible();
  await expect(page.getByText("On its way", { exact: true }).first()).toBeVisible();
  await sound(page);
  expect(await kept(page, /^Invoice /)).toMatch(/^invoice-.+\.pdf$/);

  type Paid = { payment: { id: string } };
  const { payment } = await ask<Paid>("GET", `/orders/${order.id}`, { token: await tokenOf("operator") });
  await ask("POST", `/payments/${payment.id}/refund`, {
    token: await tokenOf("seller"),
    body: { reason: "A scratch" },
    headers: { "Idempotency-Key": `journey-${unique()}` },
  });
  const note = page.getByRole("button", { name: /^Credit note / });
  await expect(async () => {
    await page.reload();
    await expect(note).toBeVisible({ timeout: 2000 });
  }).toPass();
  expect(await kept(page, /^Credit note /)).toMatch(/^credit-note-.+\.pdf$/);
  await sound(page);

  await seller.goto("/sell/documents");
  await expect(seller.getByRole("button", { name: /^Download / }).first()).toBeVisible();
  await sound(seller);
  const desk = await visitor("operator");
  await desk.goto("/operator/documents");
  await sound(desk);
});

test("a return comes back with a label that the shop has bought", async ({ page, visitor }) => {
  test.slow();
  const thing = await newThing("seller", { price: 2000 });
  const order = await buy(thing.variants[0]?.id ?? "", { quantity: 2 });
  await ship("seller", order.number, unique());
  const part = partOf(order);
  const guest = { "X-Order-Token": order.token ?? "" };
  await ask("PUT", `/orders/${part}/status`, { body: { status: "delivered" }, headers: guest });
  type Lines = { lines: { id: string }[] };
  const { lines } = await ask<Lines>("GET", `/orders/${part}`, { headers: guest });
  const asked = { reason: "changed_mind", lines: [{ id: lines[0]?.id, quantity: 1 }] };
  const { id } = await ask<{ id: string }>("POST", `/orders/${part}/returns`, {
    body: asked,
    headers: guest,
  });
  await ask("PUT", `/returns/${id}`, { token: await tokenOf("seller"), body: { status: "approved" } });

  const seller = await visitor("seller");
  await seller.setViewportSize(page.viewportSize() ?? { width: 1280, height: 900 });
  await seller.goto(`/sell/returns/${id}`);
  await seller.getByRole("button", { name: "Buy a label" }).click();
  await buyLabel(seller);
  await sound(seller);

  await open(page, order, `/returns/${id}`);
  await expect(page.getByText(/is kept from your refund once (UPS|FedEx) has the parcel/)).toBeVisible();
  await sound(page);
  expect(await kept(page, "Download the label")).toMatch(/^return-label-.+\.pdf$/);
  expect(await kept(page, "Download the return slip")).toMatch(/^return-.+\.pdf$/);

  const dialog = seller.getByRole("dialog");
  await seller.getByRole("button", { name: "It has arrived" }).click();
  await dialog.getByRole("button", { name: "It has arrived" }).click();
  await seller.getByRole("button", { name: "Refund", exact: true }).click();
  await dialog.getByLabel("Keep a part of it").fill("4.50");
  await dialog.getByLabel("Reason").fill("The lid is missing");
  await dialog.getByRole("button", { name: "Refund", exact: true }).click();
  await expect(seller.getByText("€4.50 was kept: The lid is missing")).toBeVisible();
  await page.reload();
  await expect(page.getByText("€15.50")).toBeVisible();
});
