import type { ReactNode } from "react";
import { useTranslation } from "../../texts";

export type ListTitleProps = { title: string; total: number | null | undefined; lead?: ReactNode };

/** The heading of a list and how much is in it; the number is announced when filters change it. */
export function ListTitle({ title, total, lead }: ListTitleProps) {
  const { t } = useTranslation();
  return (
    <header className="flex flex-col gap-4">
      <div className="flex flex-wrap items-baseline gap-x-12">
        <h1 className="type-title">{title}</h1>
        <p role="status" className="numbers text-ink-2">
          {typeof total === "number" ? t("products.count", { count: total }) : "\u00a0"}
        </p>
      </div>
      {lead && <p className="max-w-measure text-ink-2">{lead}</p>}
    </header>
  );
}
