import type { ProductCard, Seller } from "@feria/api";
import { expect, it } from "vitest";
import { shareOut } from "./heroThings";
import { storySeller } from "./storySeller";

const card = (id: string, seller: string, hasImage = true) =>
  ({ id, seller: { id: seller }, image: hasImage ? {} : null }) as ProductCard;

it("puts four pictured things of different stalls at the top and the rest below", () => {
  const cards = [
    card("1", "a"),
    card("2", "a"),
    card("3", "b", false),
    card("4", "c"),
    card("5", "d"),
    card("6", "e"),
  ];
  const { hero, rest } = shareOut(cards);
  expect(hero.map(({ id }) => id)).toEqual(["1", "4", "5", "6"]);
  expect(rest.map(({ id }) => id)).toEqual(["2", "3"]);
  expect(shareOut([card("1", "a"), card("2", "a")]).hero).toHaveLength(2);
});

it("gives each stall with a story its day", () => {
  const sellers = [
    { id: "1", story: "We" },
    { id: "2", story: " " },
    { id: "3", story: "I" },
  ] as Seller[];
  const day = 86_400_000;
  expect([0, day, 2 * day].map((now) => storySeller(sellers, now)?.id)).toEqual(["1", "3", "1"]);
  expect(storySeller([])).toBeUndefined();
});
