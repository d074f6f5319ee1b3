import { useArchiveProduct, usePublishProduct } from "@feria/api";
import { useState } from "react";

export type BulkKind = "publish" | "archive";
export type Failure = { id: string; fault: unknown };
export type BulkResult = { kind: BulkKind; done: number; failures: Failure[] };

/** Does one thing to many products, one after the other, and keeps what went wrong. */
export function useBulk(onDone: (left: string[]) => void) {
  const publish = usePublishProduct();
  const archive = useArchiveProduct();
  const [result, setResult] = useState<BulkResult | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const run = async (kind: BulkKind, ids: string[]) => {
    setIsBusy(true);
    setResult(null);
    const send = kind === "publish" ? publish : archive;
    const failures: Failure[] = [];
    for (const productId of ids) {
      await send
        .mutateAsync({ productId })
        .catch((fault: unknown) => failures.push({ id: productId, fault }));
    }
    setIsBusy(false);
    setResult({ kind, done: ids.length - failures.length, failures });
    onDone(failures.map((failure) => failure.id));
  };
  return { run, result, isBusy, dismiss: () => setResult(null) };
}

export type Bulk = ReturnType<typeof useBulk>;
