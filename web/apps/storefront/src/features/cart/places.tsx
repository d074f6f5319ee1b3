import type { Cart, CartGroup } from "@feria/api";
import { Skeleton } from "@feria/ui";
import { lazy, Suspense } from "react";

const Estimate = lazy(() => import("./Estimate").then((part) => ({ default: part.Estimate })));
const GiftNote = lazy(() => import("./GiftNote").then((part) => ({ default: part.GiftNote })));
const SavedList = lazy(() => import("./SavedList").then((part) => ({ default: part.SavedList })));

/** Parts of the cart that come after the page, each in room that is kept for it. */
export function EstimatePlace({ cart }: { cart: Cart }) {
  return (
    <Suspense fallback={<Skeleton className="h-44" />}>
      <Estimate cart={cart} />
    </Suspense>
  );
}

export function GiftNotePlace({ group }: { group: CartGroup }) {
  return (
    <Suspense fallback={<div className="h-56" />}>
      <GiftNote group={group} />
    </Suspense>
  );
}

/** At the end of the page, where nothing moves when it comes. */
export function SavedPlace() {
  return (
    <Suspense fallback={null}>
      <SavedList />
    </Suspense>
  );
}
