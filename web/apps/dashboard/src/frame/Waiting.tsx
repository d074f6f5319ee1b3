import { Skeleton } from "@feria/ui";
import { useTranslation } from "react-i18next";

const ROWS = 8;

/** Still rows of a table while it loads. */
export function WaitingRows({ rows = ROWS }: { rows?: number }) {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t("frame.loading")} className="flex flex-col px-20 py-8">
      {Array.from({ length: rows }, (_, place) => (
        <div key={place} className="flex h-44 items-center justify-between gap-16">
          <Skeleton className="h-16 w-1/3" />
          <Skeleton className="h-16 w-96" />
        </div>
      ))}
    </div>
  );
}

/** Still panels of a page while it loads. */
export function WaitingPage() {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t("frame.loading")} className="flex flex-col gap-20">
      <Skeleton className="h-36 w-320" />
      <Skeleton className="h-240 w-full" />
      <Skeleton className="h-160 w-full" />
    </div>
  );
}
