import { parseSearch, stringifySearch } from "@feria/api";
import { describe, expect, it } from "vitest";
import {
  activeValues,
  changed,
  chosen,
  filtersOf,
  readListSearch,
  toggled,
  unfiltered,
  without,
  type ListSearch,
} from "./listSearch";

const FULL: ListSearch = {
  q: "mug",
  seller: "sel_1",
  min_price: 1000,
  max_price: 4000,
  in_stock: true,
  sort: "-price",
  "attr.colour": ["blue", "white"],
  "attr.dishwasher_safe": "yes",
};

describe("filters and the address", () => {
  it("come back from the address as they went", () => {
    const text = stringifySearch(FULL);
    expect(text).toBe(
      "?attr.colour=blue&attr.colour=white&attr.dishwasher_safe=yes&in_stock=true&max_price=4000&min_price=1000&q=mug&seller=sel_1&sort=-price",
    );
    expect(readListSearch(parseSearch(text))).toEqual(FULL);
  });

  it("leave out what this list does not understand", () => {
    const raw = {
      q: "  ",
      sort: "colour",
      min_price: "-5",
      max_price: "cheap",
      in_stock: "false",
      utm_source: "mail",
      "attr.": "x",
      "attr.colour": "",
    };
    expect(readListSearch(raw)).toEqual({});
  });

  it("take the first of what can be there only once, and keep a price of zero", () => {
    expect(readListSearch({ q: ["mug", "cup"], min_price: "0" })).toEqual({ q: "mug", min_price: 0 });
  });

  it("are asked of the API with what the page is about", () => {
    expect(filtersOf({ in_stock: true, category: "cat_2" }, { category: "cat_1" })).toEqual({
      category: "cat_1",
      in_stock: true,
      facets: true,
      limit: 24,
    });
  });
});

describe("a choice", () => {
  it("is added and taken back, and begins the list anew", () => {
    const one = toggled({ after: "cursor" }, "attr.colour", "blue");
    expect(one).toEqual({ "attr.colour": "blue" });
    const two = toggled(one, "attr.colour", "white");
    expect(chosen(two, "attr.colour")).toEqual(["blue", "white"]);
    expect(toggled(toggled(two, "attr.colour", "blue"), "attr.colour", "white")).toEqual({});
  });

  it("replaces the one before where only one can be", () => {
    expect(toggled({ seller: "sel_1" }, "seller", "sel_2")).toEqual({ seller: "sel_2" });
    expect(toggled({ seller: "sel_2" }, "seller", "sel_2")).toEqual({});
  });

  it("drops what is set to nothing", () => {
    expect(changed(FULL, { sort: undefined })).not.toHaveProperty("sort");
  });
});

describe("filters in force", () => {
  it("are listed one by one, without words and order", () => {
    expect(activeValues(FULL).map(({ name, value }) => `${name}=${value}`)).toEqual([
      "seller=sel_1",
      "attr.colour=blue",
      "attr.colour=white",
      "attr.dishwasher_safe=yes",
      "price=",
      "in_stock=true",
    ]);
  });

  it("can each be taken away, until none is left", () => {
    let search = FULL;
    for (const one of activeValues(FULL)) search = without(search, one);
    expect(search).toEqual({ q: "mug", sort: "-price" });
    expect(unfiltered(FULL)).toEqual(search);
  });
});
