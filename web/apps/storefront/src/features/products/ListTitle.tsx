import type { ReactNode } from "react";
import { useTranslation } from "../../texts";

export type ListTitleProps = {
  title: string;
  /** Null while search is being put in order: then neither counts nor most filters are there. */
  total: number | null | undefined;
  lead?: ReactNode;
  intro?: string | undefined;
};

/** The heading of a list and how much is in it; the number is announced when filters change it. `intro` is clean HTML. */
export function ListTitle({ title, total, lead, intro }: ListTitleProps) {
  const { t } = useTranslation();
  const unknown = total === null ? t("products.simplified") : "\u00a0";
  return (
    <header className="flex flex-col gap-4">
      <div className="flex flex-wrap items-baseline gap-x-12">
        <h1 className="type-title">{title}</h1>
        <p role="status" className="numbers text-ink-2">
          {typeof total === "number" ? t("products.count", { count: total }) : unknown}
        </p>
      </div>
      {intro && <div className="rich max-w-measure" dangerouslySetInnerHTML={{ __html: intro }} />}
      {!intro && lead && <p className="max-w-measure text-ink-2">{lead}</p>}
    </header>
  );
}
