import {
  useArchiveProduct,
  useChangeProducts,
  usePublishProduct,
  type BulkChange,
  type ProductRow,
} from "@feria/api";
import { useState } from "react";

export type BulkKind = "publish" | "archive" | "change";
/** `fault`: what the API threw, or what it said of one of many. */
export type Failure = { id: string; fault: unknown };
/** Of those done, so many `submitted` wait for the marketplace. */
export type BulkResult = { kind: BulkKind; done: number; submitted: number; failures: Failure[] };

/** Does one thing to many products, and keeps what went wrong. */
export function useBulk(sellerId: string, onDone: (left: string[]) => void) {
  const publish = usePublishProduct();
  const archive = useArchiveProduct();
  const change = useChangeProducts();
  const [result, setResult] = useState<BulkResult | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const finish = (kind: BulkKind, done: number, failures: Failure[], submitted = 0) => {
    setIsBusy(false);
    setResult({ kind, done, submitted, failures });
    onDone(failures.map((failure) => failure.id));
  };
  const start = () => {
    setIsBusy(true);
    setResult(null);
  };
  const run = async (kind: "publish" | "archive", ids: string[]) => {
    start();
    const send = kind === "publish" ? publish : archive;
    const failures: Failure[] = [];
    let submitted = 0;
    for (const productId of ids) {
      try {
        const { status } = await send.mutateAsync({ productId });
        if (status === "in_review") submitted += 1;
      } catch (fault) {
        failures.push({ id: productId, fault });
      }
    }
    finish(kind, ids.length - failures.length, failures, submitted);
  };
  const edit = async (rows: ProductRow[], wanted: BulkChange) => {
    start();
    const products = rows.map(({ id, version }) => ({ id, version }));
    try {
      const { changed, refused } = await change.mutateAsync({ sellerId, products, change: wanted });
      finish(
        "change",
        changed,
        refused.map((one) => ({ id: one.product_id, fault: one })),
      );
    } catch (fault) {
      finish(
        "change",
        0,
        rows.slice(0, 1).map(({ id }) => ({ id, fault })),
      );
    }
  };
  return { run, edit, result, isBusy, dismiss: () => setResult(null) };
}

export type Bulk = ReturnType<typeof useBulk>;
