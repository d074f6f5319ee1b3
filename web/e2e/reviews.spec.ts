import { ask, buy, newThing, register, ship, tokenOf } from "./support/api";
import { decline, signIn } from "./support/people";
import { freshEmail, unique } from "./support/place";
import { sound } from "./support/sound";
import { expect, test } from "./support/test";

test("a buyer reviews what arrived, the seller answers, a reader reports it, the operator decides", async ({
  page,
  visitor,
}) => {
  test.slow();
  const words = `Lathers well ${unique()}`;
  const thing = await newThing("seller");
  const email = freshEmail();
  const token = await register(email);
  const order = await buy(thing.variants[0]?.id ?? "", { token });
  await ship("seller", order.number, unique());

  await page.goto(`/sign-in?next=/orders/${order.number}`);
  await decline(page);
  await signIn(page, email);
  await page.getByRole("button", { name: "It arrived" }).click();
  await page.getByRole("button", { name: `Write a review of ${thing.title}` }).click();
  await expect(page.getByRole("radio", { name: "1 star" })).toBeFocused();
  await sound(page);
  await page.getByRole("button", { name: "Publish review" }).click();
  await expect(page.getByText("Choose one to five stars.").first()).toBeVisible();
  await page.getByRole("textbox", { name: "Your review" }).fill(words);
  await page.reload();
  await expect(page.getByRole("textbox", { name: "Your review" })).toHaveValue(words);
  await page.getByRole("radio", { name: "4 stars" }).check();
  await page.getByRole("button", { name: "Publish review" }).click();
  await expect(page.getByRole("button", { name: "Change review" })).toBeVisible();
  const chosen = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Add photo" }).click();
  await (
    await chosen
  ).setFiles({ name: "photo.png", mimeType: "image/png", buffer: await page.screenshot() });
  await expect(page.getByRole("img", { name: "Photo 1" })).toBeVisible();
  await sound(page);

  const seller = await visitor("seller");
  await seller.goto("/sell/reviews");
  const entry = seller.getByRole("listitem").filter({ hasText: words });
  await entry.getByRole("button", { name: "Answer review" }).click();
  await expect(entry.getByRole("textbox", { name: "Your answer" })).toBeFocused();
  await entry.getByRole("textbox", { name: "Your answer" }).fill("It does, thank you.");
  await sound(seller);
  await entry.getByRole("button", { name: "Publish answer" }).click();
  await expect(entry).toHaveCount(0);

  const reader = await visitor("buyer");
  await reader.goto(`/p/${thing.slug}-${thing.id}`);
  const review = reader.locator("#reviews article").filter({ hasText: words });
  await expect(review).toContainText("It does, thank you.");
  await expect(review.getByRole("img", { name: /Photo 1 of 1/ })).toBeVisible();
  await review.getByRole("button", { name: "Mark as helpful" }).click();
  await expect(review.getByRole("button", { name: "Helpful to 1 person" })).toBeVisible();
  await reader.getByRole("button", { name: "4 stars" }).click();
  await expect(reader.getByRole("button", { name: "Show all reviews" })).toBeVisible();
  await sound(reader);
  await review.getByRole("button", { name: "Report review" }).click();
  await reader.getByRole("radio", { name: "It advertises something else" }).check();
  await sound(reader);
  await reader.getByRole("button", { name: "Send report" }).click();
  await expect(review.getByText("You reported this")).toBeVisible();

  const operator = await visitor("operator");
  await operator.goto("/operator/reviews");
  const waiting = operator.getByRole("listitem").filter({ hasText: words });
  await sound(operator);
  await waiting.getByRole("button", { name: "Remove answer" }).click();
  const question = operator.getByRole("dialog", { name: /^Remove the answer of/ });
  await sound(operator);
  await question.getByRole("button", { name: "Remove answer" }).click();
  await expect(waiting.getByText("It does, thank you.")).toHaveCount(0);
  await waiting.getByRole("button", { name: "Remove review" }).click();
  await operator.getByRole("textbox", { name: "Reason" }).fill("Names another shop");
  await operator.getByRole("dialog").getByRole("button", { name: "Remove review" }).click();
  await expect(waiting).toHaveCount(0);

  await page.goto("/account/reviews");
  await expect(page.getByText("We have taken this review down: Names another shop")).toBeVisible();
  await sound(page);
  const path = `/products/${thing.id}/reviews`;
  const after = await ask<{ review_count: number }>("GET", path, { token: await tokenOf("operator") });
  expect(after.review_count).toBe(0);
});

test("a guest reviews by the link of the order", async ({ page }) => {
  test.slow();
  const thing = await newThing("secondSeller");
  const order = await buy(thing.variants[0]?.id ?? "");
  await ship("secondSeller", order.number, unique());
  await page.goto(`/orders/${order.number}#token=${order.token ?? ""}`);
  await decline(page);
  await page.getByRole("button", { name: "It arrived" }).click();
  await page.getByRole("button", { name: `Write a review of ${thing.title}` }).click();
  await page.getByRole("radio", { name: "5 stars" }).check();
  await page.getByRole("button", { name: "Publish review" }).click();
  await expect(page.getByText("Your review", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Delete review" }).click();
  await sound(page);
  await page.getByRole("button", { name: "Delete it" }).click();
  await expect(page.getByRole("button", { name: `Write a review of ${thing.title}` })).toBeVisible();
});
