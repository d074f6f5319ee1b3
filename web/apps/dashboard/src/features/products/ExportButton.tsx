import { useExportProducts } from "@feria/api";
import { Button, showToast } from "@feria/ui";
import { useTranslation } from "react-i18next";
import { useProblemText } from "../../frame/Problem";
import { saveFile } from "../../frame/saveFile";

/** Everything of the shop as a file. */
export function ExportButton({ sellerId }: { sellerId: string }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const exporting = useExportProducts();
  const run = () =>
    exporting.mutate(sellerId, {
      onSuccess: (file) => saveFile(file, "products.csv"),
      onError: (fault) => showToast({ text: problemText(fault) }),
    });
  return (
    <Button isBusy={exporting.isPending} onClick={run}>
      {t("sell.products.export")}
    </Button>
  );
}
