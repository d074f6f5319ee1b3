import { itemsOf, useImports, type Import } from "@feria/api";
import { Panel, StatusDot, formatMoment, type Tone } from "@feria/ui";
import { DataTable, type Column } from "@feria/ui/table";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { MoreRows } from "../../frame/MoreRows";
import { Problem } from "../../frame/Problem";
import { useTableLabels } from "../../frame/rows";
import { useCount } from "./count";

const TONES: Record<Import["state"], Tone> = {
  unmapped: "warn",
  queued: "info",
  running: "info",
  done: "good",
  failed: "bad",
};

/** Files of before, each with its report. */
export function PastImports({ sellerId }: { sellerId: string }) {
  const { t } = useTranslation();
  const list = useImports(sellerId);
  const labels = useTableLabels(t("sell.imports.past"));
  const columns = useColumns();
  const items = itemsOf(list.data);
  if (list.error) return <Problem fault={list.error} onRetry={() => void list.refetch()} />;
  if (items.length === 0) return null;
  return (
    <Panel title={t("sell.imports.past")} flush>
      <DataTable
        rows={items}
        columns={columns}
        idOf={(one) => one.id}
        hrefOf={(one) => `/sell/imports?import=${one.id}`}
        nameOf={(one) => one.file_name}
        labels={labels}
      />
      <MoreRows list={list} />
    </Panel>
  );
}

function useColumns(): Column<Import>[] {
  const { t, i18n } = useTranslation();
  const count = useCount();
  return useMemo(
    () => [
      { id: "file", header: t("sell.imports.column.file"), cell: (one) => one.file_name },
      {
        id: "kind",
        header: t("sell.imports.column.kind"),
        cell: (one) => (one.dry_run ? t("sell.imports.kind.trial") : t("sell.imports.kind.import")),
      },
      {
        id: "state",
        header: t("sell.imports.column.state"),
        cell: (one) => <StatusDot tone={TONES[one.state]}>{t(`sell.imports.state.${one.state}`)}</StatusDot>,
      },
      {
        id: "products",
        header: t("sell.imports.column.products"),
        isNumeric: true,
        cell: (one) => count(one.counts.imported ?? 0),
        phone: "first",
      },
      {
        id: "at",
        header: t("sell.imports.column.at"),
        isNumeric: true,
        cell: (one) => formatMoment(one.created_at, { locale: i18n.language }),
      },
    ],
    [t, i18n.language, count],
  );
}
