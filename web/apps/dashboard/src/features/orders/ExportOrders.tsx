import { useExportOrders, useOrderViews } from "@feria/api";
import { Button, showToast } from "@feria/ui";
import { DownloadSimpleIcon } from "@feria/ui/icons";
import { useTranslation } from "react-i18next";
import { useProblemText } from "../../frame/Problem";
import { saveFile } from "../../frame/saveFile";
import { filtersOf, queryOf, viewOf, type OrderSearch } from "./filters";

/** The list as it is filtered, as a file for a spreadsheet. */
export function ExportOrders({ sellerId, search }: { sellerId: string; search: OrderSearch }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const exporting = useExportOrders();
  const kept = useOrderViews(sellerId).data?.items ?? [];
  const filters = queryOf(filtersOf(search, viewOf(search, kept)));
  const run = () =>
    exporting.mutate(
      { sellerId, filters },
      {
        onSuccess: (file) => saveFile(file, "orders.csv"),
        onError: (fault) => showToast({ text: problemText(fault) }),
      },
    );
  return (
    <Button
      isBusy={exporting.isPending}
      onClick={run}
      icon={<DownloadSimpleIcon aria-hidden className="size-20" />}
    >
      {t("sell.orders.export")}
    </Button>
  );
}
