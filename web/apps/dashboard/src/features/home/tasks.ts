import {
  itemsOf,
  useCasesOfSeller,
  useInventory,
  useReturnsOfSeller,
  useSellerOrders,
  useSellerProducts,
} from "@feria/api";
import { sortByDue } from "../../words/due";

const COUNTED_MAX = 100;
const TO_SHIP = "/sell/orders?view=ship&status=accepted&status=partially_shipped&sort=ship_by";

export type Task = {
  id: "overdue" | "accept" | "today" | "cases" | "returns" | "refunds" | "ship" | "low" | "drafts";
  count: number;
  /** There are more than were counted. */
  isMore: boolean;
  href: string;
};

/** `hasProducts`: there is something in the shop at all, in whatever state. */
type Tasks = { tasks: Task[] | null; hasProducts: boolean; fault: Error | null };

type Counted = { data: { pages: { items: unknown[]; next?: string | null }[] } | undefined };

/** What waits for the seller, most urgent first; null while it is not known. */
export function useTasks(sellerId: string): Tasks {
  const placed = useSellerOrders(sellerId, { status: ["placed"], limit: COUNTED_MAX });
  const accepted = useSellerOrders(sellerId, { status: ["accepted"], limit: COUNTED_MAX });
  const partly = useSellerOrders(sellerId, { status: ["partially_shipped"], limit: COUNTED_MAX });
  const cases = useCasesOfSeller(sellerId, { task: "to_answer", limit: COUNTED_MAX });
  const returns = useReturnsOfSeller(sellerId, { task: "to_answer", limit: COUNTED_MAX });
  const refunds = useReturnsOfSeller(sellerId, { task: "to_refund", limit: COUNTED_MAX });
  const low = useInventory(sellerId, { low: true, limit: COUNTED_MAX });
  const drafts = useSellerProducts(sellerId, { status: "draft", limit: COUNTED_MAX });
  const any = useSellerProducts(sellerId, { limit: 1 });
  const all = [placed, accepted, partly, cases, returns, refunds, low, drafts, any];
  const fault = all.find((list) => list.error)?.error ?? null;
  const hasProducts = itemsOf(any.data).length > 0;
  if (all.some((list) => list.isPending)) return { tasks: null, hasProducts, fault };
  const toShip = [...itemsOf(accepted.data), ...itemsOf(partly.data)];
  const due = sortByDue(toShip, new Date());
  const isMoreToShip = hasMore(accepted) || hasMore(partly);
  const tasks: Task[] = [
    { id: "overdue", count: due.overdue.length, isMore: false, href: `${TO_SHIP}&due=overdue` },
    { id: "accept", ...counted(placed), href: "/sell/orders?view=accept" },
    { id: "today", count: due.today.length, isMore: false, href: `${TO_SHIP}&due=today` },
    { id: "cases", ...counted(cases), href: "/sell/cases" },
    { id: "returns", ...counted(returns), href: "/sell/returns" },
    { id: "refunds", ...counted(refunds), href: "/sell/returns?view=to_refund" },
    { id: "ship", count: due.later.length, isMore: isMoreToShip, href: "/sell/orders?view=ship" },
    { id: "low", ...counted(low), href: "/sell/stock?low=true" },
    { id: "drafts", ...counted(drafts), href: "/sell/products?view=draft" },
  ];
  return { tasks: tasks.filter((task) => task.count > 0), hasProducts, fault };
}

function counted(list: Counted): Pick<Task, "count" | "isMore"> {
  return { count: list.data?.pages[0]?.items.length ?? 0, isMore: hasMore(list) };
}

function hasMore(list: Counted): boolean {
  return Boolean(list.data?.pages[0]?.next);
}
