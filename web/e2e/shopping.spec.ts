import { newThing, ship, shopOf, type Thing } from "./support/api";
import { linkInMail, openMail } from "./support/mail";
import { decline } from "./support/people";
import { freshEmail, unique } from "./support/place";
import {
  addToCart,
  alertIn,
  cartSheet,
  checkOut,
  fillCart,
  filter,
  openCheckout,
  orderNumber,
  pay,
  search,
  section,
  tabTo,
  thanks,
} from "./support/shopping";
import { sound } from "./support/sound";
import { expect, test } from "./support/test";

/** One thing of each of two sellers, found by the same word. */
async function twoThings(word: string): Promise<[Thing, Thing]> {
  const title = `Journey soap ${word}`;
  return [await newThing("seller", { title }), await newThing("secondSeller", { title, price: 2400 })];
}

test("a guest finds, buys from two sellers, is declined once, pays and follows the parcel", async ({
  page,
  visitor,
}) => {
  test.slow();
  const word = unique();
  const email = freshEmail();
  await twoThings(word);
  const [first, second] = [await shopOf("seller"), await shopOf("secondSeller")];

  await page.goto("/");
  await decline(page);
  for (const shop of [first, second]) {
    await search(page, word);
    await expect(page.getByRole("listitem").filter({ hasText: word })).toHaveCount(2);
    await filter(page, shop.name);
    await expect(page.getByRole("button", { name: `Remove ${shop.name}` })).toBeVisible();
    const found = page.getByRole("listitem").filter({ hasText: word });
    await expect(found).toHaveCount(1);
    await found.getByRole("link", { name: word }).click();
    await addToCart(page);
    await expect(cartSheet(page).getByRole("heading", { name: shop.name })).toBeVisible();
    if (shop === first) await cartSheet(page).getByRole("button", { name: "Close" }).click();
  }
  await sound(page);
  await checkOut(page, email);
  await sound(page);

  await pay(page, "Decline");
  await expect(alertIn(page)).toContainText("Your bank declined the payment.");
  await expect(section(page, "Address")).toContainText(email);
  await sound(page);
  await pay(page, "Succeed");
  const number = await orderNumber(page);
  await expect(page.getByText(`The confirmation goes to ${email}`)).toBeVisible();
  await expect(page.getByRole("button", { name: "Cart, empty" })).toBeVisible();
  await sound(page);

  const other = await visitor();
  await openMail(other, email, new RegExp(`Your order ${number}`));
  const link = await linkInMail(other, "See where it is:");
  expect(link).toContain("#token=");
  await ship("seller", number, `RR${word}PT`);
  await other.goto(link);
  await decline(other);
  await expect(thanks(other)).toBeVisible();
  expect(other.url(), "the secret does not stay in the address").not.toContain("token");
  const track = other.getByRole("list", { name: `Way of the parcel from ${first.name}` });
  await expect(track.getByRole("listitem").filter({ hasText: "Shipped (done)" })).toBeVisible();
  await expect(other.getByText(`RR${word}PT`)).toBeVisible();
  const waiting = other.getByRole("list", { name: `Way of the parcel from ${second.name}` });
  await expect(waiting.getByRole("listitem").filter({ hasText: "Shipped (done)" })).toHaveCount(0);
  await sound(other);
  await openMail(other, email, /is on its way/);
});

test("the whole purchase works by keyboard alone", async ({ page }) => {
  const word = unique();
  await newThing("seller", { title: `Journey soap ${word}` });
  const press = (key: string) => page.keyboard.press(key);
  await page.goto(`/search?q=${word}`);
  await tabTo(page, page.getByRole("link", { name: "Skip to the content" }));
  await press("Enter");
  await tabTo(page, page.getByRole("link", { name: word }).first());
  await press("Enter");
  const add = page.getByRole("main").getByRole("button", { name: "Add to cart" }).first();
  await tabTo(page, add);
  await press("Enter");
  await tabTo(page, cartSheet(page).getByRole("link", { name: "Check out" }));
  await press("Enter");

  const address = section(page, "Address");
  const texts = { "E-mail": freshEmail(), "Full name": "Nora Quist", Country: "Portugal" };
  const rest = { "Street and number": "Rua do Almada 12", "Postal code": "4050-031", Town: "Porto" };
  for (const [label, text] of Object.entries({ ...texts, ...rest })) {
    await tabTo(page, address.getByLabel(label));
    await page.keyboard.type(text);
  }
  await press("Enter");
  const option = section(page, "Delivery").getByRole("radio").first();
  await tabTo(page, option);
  await press("Space");
  await tabTo(page, page.getByRole("button", { name: "Continue to payment" }));
  await press("Enter");
  await tabTo(page, section(page, "Payment").getByRole("radio", { name: "Succeed" }));
  await press("ArrowDown");
  await expect(section(page, "Payment").getByRole("radio", { name: "Decline" })).toBeChecked();
  await press("Enter");
  await expect(alertIn(page)).toBeFocused();
  await tabTo(page, section(page, "Payment").getByRole("radio", { name: "Decline" }));
  await press("ArrowUp");
  await tabTo(page, page.getByRole("button", { name: /^Pay / }));
  await press("Enter");
  await expect(thanks(page)).toBeVisible();
});

test("a removed thing can be brought back", async ({ page }) => {
  const [first, second] = await twoThings(unique());
  await fillCart(page, [first, second]);
  const sheet = cartSheet(page);
  const lines = sheet.getByRole("button", { name: `Remove ${first.title}` });
  await expect(lines).toHaveCount(2);
  await lines.first().click();
  await expect(lines).toHaveCount(1);
  await sheet.getByRole("button", { name: "Undo" }).click();
  await expect(lines).toHaveCount(2);

  await sheet.getByRole("link", { name: "See the cart" }).click();
  const onPage = page.getByRole("main").getByRole("button", { name: `Remove ${first.title}` });
  await expect(onPage).toHaveCount(2);
  await sound(page);
  await onPage.first().click();
  await expect(onPage).toHaveCount(1);
  await page.getByRole("region", { name: "Messages" }).getByRole("button", { name: "Undo" }).click();
  await expect(onPage).toHaveCount(2);
  await page.reload();
  await expect(onPage).toHaveCount(2);
});

test("the cart in the sheet follows what is changed in it", async ({ page }) => {
  const thing = await newThing("seller", { price: 1000 });
  await fillCart(page, [thing]);
  const sheet = cartSheet(page);
  await sheet.getByRole("button", { name: `One more of ${thing.title}` }).click();
  await expect(sheet.getByRole("textbox", { name: `How many of ${thing.title}` })).toHaveValue("2");
  await expect(sheet.getByText("€20.00").first()).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
  await expect(page.getByRole("button", { name: "Cart, 2 things" })).toBeVisible();
  await page.getByRole("button", { name: "Cart, 2 things" }).click();
  await openCheckout(page);
});
