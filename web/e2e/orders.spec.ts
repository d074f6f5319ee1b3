import { buy, newThing, shopOf, type Thing } from "./support/api";
import { linkInMail, openMail } from "./support/mail";
import { decline } from "./support/people";
import { freshEmail, unique } from "./support/place";
import { sound } from "./support/sound";
import { expect, test } from "./support/test";

const bought = (thing: Thing, fields: Parameters<typeof buy>[1] = {}) =>
  buy(thing.variants[0]?.id ?? "", fields);

test("a seller sends an order in two parcels and takes one thing out", async ({ page, visitor }) => {
  const thing = await newThing("seller", { onHand: 9 });
  const order = await bought(thing, { quantity: 3 });
  const [part] = order.seller_orders;
  if (!part) throw new Error("The order has no part.");
  const desk = await visitor("seller");
  await desk.goto(`/sell/orders/${part.id}`);
  await desk.getByRole("button", { name: "Accept order" }).click();
  await expect(desk.getByText(/^Has to leave/)).toBeVisible();
  await desk.getByRole("button", { name: "Cancel order" }).click();
  const dialog = desk.getByRole("dialog");
  await dialog.getByRole("button", { name: `One ${thing.title} fewer` }).click();
  await dialog.getByRole("button", { name: `One ${thing.title} fewer` }).click();
  await dialog.getByRole("button", { name: "Cancel 1 thing" }).click();
  await expect(dialog).toBeHidden();
  const box = desk.getByRole("main");
  await box.getByRole("button", { name: `One ${thing.title} fewer` }).click();
  await box.getByLabel("Carrier").fill("CTT");
  await box.getByLabel("Tracking number").fill(`RR${unique().toUpperCase()}`);
  await box.getByRole("button", { name: "Mark 1 thing as shipped" }).click();
  await expect(desk.getByText("Partly shipped").first()).toBeVisible();
  await sound(desk);

  await page.goto(`/orders/${order.number}#token=${order.token ?? ""}`);
  await decline(page);
  await expect(page.getByText("Part of it is on its way")).toBeVisible();
  await page.getByText("What happened").click();
  await expect(page.getByText(`1 × ${thing.title}`)).toBeVisible();
  await sound(page);

  await box.getByLabel("Tracking number").fill(`RR${unique().toUpperCase()}`);
  await box.getByRole("button", { name: "Mark 1 thing as shipped" }).click();
  await expect(desk.getByText("Shipped", { exact: true }).first()).toBeVisible();
  await page.reload();
  await page.getByRole("button", { name: "It arrived" }).click();
  await expect(page.getByRole("status").getByText("Delivered")).toBeVisible();
});

test("a shop keeps a view of its orders, and takes two of them on together", async ({ visitor }) => {
  const thing = await newThing("seller", { onHand: 9 });
  await bought(thing);
  const last = await bought(thing);
  const desk = await visitor("seller");
  await desk.goto("/sell/orders?view=accept");
  await desk.getByRole("searchbox", { name: "Search by number, buyer or thing" }).fill(thing.title);
  await expect(desk.getByRole("link", { name: `${last.number}-1` })).toBeVisible();
  await desk.getByRole("button", { name: "Keep as a view" }).click();
  const dialog = desk.getByRole("dialog");
  await dialog.getByLabel("Name of the view").fill(thing.title);
  await dialog.getByRole("button", { name: "Keep view" }).click();
  await expect(desk.getByRole("link", { name: thing.title, exact: true })).toHaveAttribute(
    "aria-current",
    "page",
  );
  await desk.getByRole("group", { name: "By state" }).getByRole("button", { name: "To accept" }).click();
  const rows = desk.getByRole("checkbox", { name: /^Select .+-1$/ });
  await expect(rows).toHaveCount(2);
  await rows.first().check();
  await rows.last().check();
  await desk.getByRole("button", { name: "Accept 2" }).click();
  await expect(desk.getByText("2 orders are accepted.")).toBeVisible();
  await rows.first().check();
  await rows.last().check();
  await desk.getByRole("button", { name: "Mark 2 as shipped" }).click();
  await dialog.getByLabel("Carrier").fill("CTT");
  await sound(desk);
  await dialog.getByRole("button", { name: "Mark 2 as shipped" }).click();
  await expect(desk.getByText("2 orders are marked as shipped.")).toBeVisible();
  await sound(desk);
  await desk.getByRole("button", { name: `View “${thing.title}”` }).click();
  await desk.getByRole("menuitem", { name: "Delete view" }).click();
  await dialog.getByRole("button", { name: "Delete view" }).click();
  await expect(desk.getByRole("link", { name: thing.title, exact: true })).toBeHidden();
});

test("a guest who lost the link has it mailed by number and address, and sends the order elsewhere", async ({
  page,
}) => {
  const email = freshEmail();
  const order = await bought(await newThing("seller"), { email });
  await page.goto("/orders");
  await decline(page);
  await page.getByRole("link", { name: "Find an order" }).click();
  await page.getByLabel("Order number").fill(order.number.toLowerCase());
  await page.getByLabel("E-mail").fill(email);
  await sound(page);
  await page.getByRole("button", { name: "Send me the link" }).click();
  await expect(page.getByText(`its link is on its way to ${email}`)).toBeVisible();
  await openMail(page, email, new RegExp(`^Your order ${order.number}$`));
  await page.goto(await linkInMail(page, "Open your order"));
  await expect(page.getByRole("heading", { level: 1, name: `Order ${order.number}` })).toBeVisible();
  await page.getByRole("button", { name: "Change address" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Street and number").fill("Rua Nova 1");
  await sound(page);
  await dialog.getByRole("button", { name: "Save address" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.locator("address").getByText("Rua Nova 1")).toBeVisible();
});

test("a buyer asks about an order, the seller answers, and the operator reads what was reported", async ({
  page,
  visitor,
}) => {
  const order = await bought(await newThing("seller"));
  const shop = await shopOf("seller");
  await page.goto(`/orders/${order.number}#token=${order.token ?? ""}`);
  await decline(page);
  await page.getByRole("button", { name: `Ask ${shop.name}` }).click();
  const letters = page.getByRole("dialog");
  const question = `Is it blue? ${unique()}`;
  await letters.getByRole("button", { name: "Send message" }).click();
  await expect(letters.getByText("Write something first.")).toBeVisible();
  await letters.getByLabel("Your message").fill(question);
  await letters.getByRole("button", { name: "Send message" }).click();
  await expect(letters.getByRole("list", { name: `Messages with ${shop.name}` })).toContainText(question);

  const desk = await visitor("seller");
  await desk.goto("/sell/messages?view=unread");
  await desk.getByRole("link", { name: "Nora Quist" }).first().click();
  await expect(desk.getByRole("main").getByText(question).last()).toBeVisible();
  await desk.getByLabel("Your message").fill("Ask somebody else.");
  await desk.getByRole("button", { name: "Send message" }).click();
  await expect(desk.getByRole("list", { name: /^Messages with/ })).toContainText("Ask somebody else.");
  await sound(desk);

  await page.reload();
  await expect(page.getByText("1 new")).toBeVisible();
  await page.getByRole("button", { name: `Messages with ${shop.name}` }).click();
  await letters.getByRole("button", { name: "Report" }).click();
  await page.getByLabel("What is wrong with it?").fill("It is rude");
  await page.getByRole("button", { name: "Report message" }).click();
  await expect(letters.getByText("Reported")).toBeVisible();
  await sound(page);

  const staff = await visitor("operator");
  await staff.goto(`/operator/orders/${order.number}`);
  await staff.getByRole("button", { name: "Read" }).click();
  await staff.getByLabel("Reason").fill("It was reported");
  await staff.getByRole("dialog").getByRole("button", { name: "Read" }).click();
  await expect(staff.getByRole("dialog").getByText("Reported: It is rude")).toBeVisible();
  await sound(staff);
});

test("a question about a thing starts on its page", async ({ visitor }) => {
  const thing = await newThing("seller");
  const page = await visitor("buyer");
  await page.goto(`/p/${thing.slug}-${thing.id}`);
  const shop = await shopOf("seller");
  await page.getByRole("link", { name: `Ask ${shop.name}` }).click();
  await expect(page.getByText(`Ask ${shop.name} about ${thing.title}`)).toBeVisible();
  await page.getByLabel("Your message").fill("Does it come in green?");
  await page.getByRole("button", { name: "Send message" }).click();
  await expect(page.getByRole("list", { name: `Messages with ${shop.name}` })).toContainText("in green?");
  await page.getByRole("link", { name: "All messages" }).click();
  await expect(page.getByText(`About ${thing.title}`)).toBeVisible();
  await sound(page);
});
