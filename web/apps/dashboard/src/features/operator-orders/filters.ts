import type { OperatorOrderFilters } from "@feria/api";
import { ORDER_STATUSES } from "./words";

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The filters as the page's address has them; what is no filter is dropped. */
export function filtersOf(search: Record<string, unknown>): OperatorOrderFilters {
  const status = ORDER_STATUSES.find((one) => one === search.status);
  const day = (value: unknown) => (typeof value === "string" && DAY.test(value) ? value : undefined);
  const from = day(search.from);
  const to = day(search.to);
  const late = search.late === true || search.late === "true";
  const q = typeof search.q === "string" ? search.q.trim() : "";
  return {
    ...(status && { status }),
    ...(from && { from }),
    ...(to && { to }),
    ...(late && { late }),
    ...(q && { q }),
  };
}
