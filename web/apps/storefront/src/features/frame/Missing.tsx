import { lazy, Suspense } from "react";

const NotFoundPage = lazy(() => import("./NotFoundPage").then((part) => ({ default: part.NotFoundPage })));

/** In place of a page whose thing is not there. It is drawn, not thrown: React writes what is thrown to the console. */
export function Missing() {
  return (
    <Suspense>
      <NotFoundPage />
    </Suspense>
  );
}
