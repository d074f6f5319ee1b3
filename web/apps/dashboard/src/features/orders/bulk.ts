import { useChangeOrders, type OrderChanged, type OrdersChange } from "@feria/api";
import { useState } from "react";

/** As many as the API takes at once. */
export const BULK_MAX = 100;

export type BulkResult = { action: OrdersChange["action"]; results: OrderChanged[]; fault: unknown };

/** Does one thing to many orders, and keeps what became of each; `onDone` is told which were refused. */
export function useBulkOrders(sellerId: string, onDone: (left: string[]) => void) {
  const change = useChangeOrders();
  const [result, setResult] = useState<BulkResult | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const run = async (action: OrdersChange["action"], ids: string[], carrier?: string) => {
    setIsBusy(true);
    setResult(null);
    const results: OrderChanged[] = [];
    let fault: unknown = null;
    for (let place = 0; place < ids.length && !fault; place += BULK_MAX) {
      const orders = ids.slice(place, place + BULK_MAX);
      try {
        const said = await change.mutateAsync({ sellerId, action, orders, ...(carrier ? { carrier } : {}) });
        results.push(...said.results);
      } catch (error) {
        fault = error;
      }
    }
    setIsBusy(false);
    setResult({ action, results, fault });
    const done = results.filter(({ outcome }) => outcome !== "refused").map(({ order_id }) => order_id);
    onDone(ids.filter((id) => !done.includes(id)));
  };
  return { sellerId, run, result, isBusy, dismiss: () => setResult(null) };
}

export type Bulk = ReturnType<typeof useBulkOrders>;
