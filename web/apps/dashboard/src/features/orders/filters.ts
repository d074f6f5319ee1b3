import type { OrderFilters, OrderView, SellerOrderFilters, SellerOrderStatus } from "@feria/api";
import type { Filters } from "../../frame/address";
import type { Due } from "../../words/due";

/** What the page's address says. With a view and no filter of its own it means the view's filters. */
export type OrderSearch = {
  view?: string | undefined;
  q?: string | undefined;
  due?: Due | undefined;
  status?: SellerOrderStatus[] | undefined;
  from?: string | undefined;
  to?: string | undefined;
  sort?: "newest" | "ship_by" | undefined;
};

export type ListFilters = Omit<OrderSearch, "view">;
export type ListView = { key: string; filters: ListFilters };

/** The views that every shop has; the first one is the list without filters. */
export const BUILT_IN = ["all", "accept", "ship", "late", "shipped"] as const;
export type BuiltIn = (typeof BUILT_IN)[number];

const TO_SHIP: SellerOrderStatus[] = ["accepted", "partially_shipped"];
const OF_BUILT_IN: Record<BuiltIn, ListFilters> = {
  all: {},
  accept: { status: ["placed"] },
  ship: { status: TO_SHIP, sort: "ship_by" },
  late: { due: "overdue", sort: "ship_by" },
  shipped: { status: ["shipped"] },
};

const DAY = /^\d{4}-\d\d-\d\d$/;

export const isBuiltIn = (key: string): key is BuiltIn => BUILT_IN.some((one) => one === key);

/** The view that the address names; what is named no more is the whole list. */
export function viewOf(search: OrderSearch, kept: OrderView[]): ListView {
  const own = kept.find((one) => one.id === search.view);
  if (own) return { key: own.id, filters: ofKept(own.filters) };
  const key = search.view && isBuiltIn(search.view) ? search.view : "all";
  return { key, filters: OF_BUILT_IN[key] };
}

/** The filters in force. */
export function filtersOf(search: OrderSearch, view: ListView): ListFilters {
  const own = tidy(search);
  return Object.keys(own).length > 0 ? own : view.filters;
}

/** The address of these filters in a view; without any filter it is that of the whole list. */
export function searchOf(filters: ListFilters, view: string): Filters {
  const own = tidy(filters);
  return { ...own, view: Object.keys(own).length > 0 && view !== "all" ? view : undefined };
}

export function isSame(one: ListFilters, other: ListFilters): boolean {
  return JSON.stringify(tidy(one)) === JSON.stringify(tidy(other));
}

/** Whether anything narrows the list; an order of the rows does not. */
export function isNarrowed(filters: ListFilters): boolean {
  return Object.keys(tidy({ ...filters, sort: undefined })).length > 0;
}

/** As the list's API takes them. */
export function queryOf(filters: ListFilters): SellerOrderFilters {
  return tidy(filters);
}

/** As they are kept. */
export function keptOf(filters: ListFilters): OrderFilters {
  const { from, to, ...others } = tidy(filters);
  return { ...others, ...(from ? { since: from } : {}), ...(to ? { until: to } : {}) };
}

function ofKept({ since, until, due, ...others }: OrderFilters): ListFilters {
  return tidy({
    ...others,
    due: due === "later" ? undefined : (due ?? undefined),
    from: since ?? undefined,
    to: until ?? undefined,
  });
}

type Tidy = { [Name in keyof ListFilters]: NonNullable<ListFilters[Name]> };

/** Only what is set, always in the same order. */
function tidy({ status, due, from, to, q, sort }: ListFilters): Tidy {
  return {
    ...(status && status.length > 0 ? { status } : {}),
    ...(due ? { due } : {}),
    ...(from && DAY.test(from) ? { from } : {}),
    ...(to && DAY.test(to) ? { to } : {}),
    ...(q ? { q } : {}),
    ...(sort && sort !== "newest" ? { sort } : {}),
  };
}
