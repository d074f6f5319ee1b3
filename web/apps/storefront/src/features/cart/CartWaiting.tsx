import { Skeleton } from "@feria/ui";

/** Still blocks in the size of two sellers' panels. */
export function CartWaiting() {
  return (
    <div className="flex flex-col gap-20" aria-hidden="true">
      <Skeleton className="h-160" />
      <Skeleton className="h-160" />
    </div>
  );
}
