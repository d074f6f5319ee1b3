import { Skeleton } from "@feria/ui";

/** Still blocks where gallery and buying column will be. */
export function ProductPending() {
  return (
    <div className="page-width grid gap-x-48 gap-y-20 pt-12 lg:grid-cols-12 lg:pt-72" aria-busy="true">
      <div className="lg:col-span-7">
        <Skeleton className="aspect-card w-full" />
      </div>
      <div className="flex flex-col gap-16 lg:col-span-5">
        <Skeleton className="h-16 w-1/3" />
        <Skeleton className="h-36 w-3/4" />
        <Skeleton className="h-32 w-1/4" />
        <Skeleton className="mt-32 h-48 w-full" />
      </div>
    </div>
  );
}
