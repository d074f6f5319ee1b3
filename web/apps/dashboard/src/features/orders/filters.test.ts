import type { OrderView } from "@feria/api";
import { expect, test } from "vitest";
import { filtersOf, isNarrowed, isSame, keptOf, searchOf, viewOf } from "./filters";

const KEPT: OrderView = {
  id: "oview_1",
  name: "Mugs",
  filters: { status: ["accepted"], due: null, since: "2026-01-02", until: null, q: "mug", sort: "newest" },
};

test("a view without filters of the address is its own filters", () => {
  const ship = viewOf({ view: "ship" }, []);
  expect(filtersOf({ view: "ship" }, ship)).toEqual({
    status: ["accepted", "partially_shipped"],
    sort: "ship_by",
  });
  const kept = viewOf({ view: "oview_1" }, [KEPT]);
  expect(filtersOf({ view: "oview_1" }, kept)).toEqual({
    status: ["accepted"],
    from: "2026-01-02",
    q: "mug",
  });
});

test("filters of the address win, and a view that is gone is the whole list", () => {
  const view = viewOf({ view: "oview_1", due: "today" }, [KEPT]);
  expect(filtersOf({ view: "oview_1", due: "today" }, view)).toEqual({ due: "today" });
  expect(viewOf({ view: "oview_2" }, [KEPT])).toEqual({ key: "all", filters: {} });
});

test("without any filter the address is that of the whole list", () => {
  expect(searchOf({ status: [], q: "" }, "ship")).toEqual({ view: undefined });
  expect(searchOf({ q: "mug" }, "ship")).toEqual({ q: "mug", view: "ship" });
  expect(searchOf({ q: "mug" }, "all")).toEqual({ q: "mug", view: undefined });
});

test("what is kept comes back the same", () => {
  const filters = { status: ["placed" as const], from: "2026-01-02", to: "2026-02-03", q: "mug" };
  const { filters: back } = viewOf({ view: "oview_1" }, [{ ...KEPT, filters: keptOf(filters) }]);
  expect(isSame(back, filters)).toBe(true);
  expect(isNarrowed(back)).toBe(true);
  expect(isNarrowed({ sort: "ship_by" })).toBe(false);
  expect(keptOf({ from: "yesterday" })).toEqual({});
});
