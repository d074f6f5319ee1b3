import type { DataTableLabels } from "@feria/ui/table";
import { Button } from "@feria/ui";
import { useState } from "react";
import { useTranslation } from "react-i18next";

const STORED = "feria.compact-rows";

/** Rows of 44 px, or 36 px for those who prefer it; remembered. */
export function useCompactRows() {
  const [isCompact, setIsCompact] = useState(() => localStorage.getItem(STORED) === "yes");
  const toggle = () => {
    localStorage.setItem(STORED, isCompact ? "no" : "yes");
    setIsCompact(!isCompact);
  };
  return { isCompact, toggle };
}

/** Beside a table's search field; of no use on phones. */
export function CompactSwitch({ isCompact, toggle }: { isCompact: boolean; toggle: () => void }) {
  const { t } = useTranslation();
  return (
    <Button variant="quiet" onClick={toggle} className="max-md:hidden">
      {isCompact ? t("frame.rows.roomy") : t("frame.rows.compact")}
    </Button>
  );
}

/** The words every table needs. */
export function useTableLabels(table: string): DataTableLabels {
  const { t } = useTranslation();
  return {
    table,
    selectAll: t("frame.table.selectAll"),
    selectRow: (name) => t("frame.table.selectRow", { name }),
    selected: (count) => t("frame.table.selected", { count }),
    clearSelection: t("frame.table.clearSelection"),
  };
}
