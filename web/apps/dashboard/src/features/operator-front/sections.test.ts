import { expect, it } from "vitest";
import { changedPlaces, completeOf, draftOf, fieldsOf, frontSchema, newSection } from "./sections";

it("sends what was read, prices in the market's currency", () => {
  const price_below = { amount: 3000, currency: "EUR" };
  const read = { ...draftOf(newSection("products"), "EUR"), source: "best_selling" as const, price_below };
  expect(fieldsOf(read).price).toBe("30.00");
  expect(draftOf(fieldsOf(read), "EUR")).toEqual(read);
});

it("shows only what is complete, and says what is missing", () => {
  const half = { ...newSection("text"), text: "<p>&nbsp;</p>" };
  const chosen = { ...newSection("products"), source: "chosen" as const };
  const linked = { ...newSection("headline"), link: "/shops" };
  const abroad = { ...newSection("headline"), link: "https://example.test", linkLabel: "Go" };
  const sections = [half, chosen, linked, abroad, newSection("story")];
  expect(completeOf({ sections }, "EUR").map(({ kind }) => kind)).toEqual(["story"]);
  const paths = frontSchema("EUR")
    .safeParse({ sections })
    .error?.issues.map(({ path }) => path.join("."));
  expect(paths).toEqual(
    ["sections.3.link", "sections.0.text", "sections.1.products", "sections.2.link"].sort(),
  );
});

it("names the places that differ", () => {
  const base = { sections: [newSection("headline"), newSection("story")] };
  expect(changedPlaces(base, base)).toEqual([]);
  expect(changedPlaces(base, { sections: [...base.sections].reverse() })).toEqual([0, 1]);
  expect(changedPlaces(base, { sections: [...base.sections, newSection("text")] })).toEqual([2]);
});
