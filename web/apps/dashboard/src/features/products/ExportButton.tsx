import { useExportProducts } from "@feria/api";
import { Button, showToast } from "@feria/ui";
import { useTranslation } from "react-i18next";
import { useProblemText } from "../../frame/Problem";

/** Everything of the shop as a file. */
export function ExportButton({ sellerId }: { sellerId: string }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const exporting = useExportProducts();
  const run = () =>
    exporting.mutate(sellerId, {
      onSuccess: (file) => save(file, "products.csv"),
      onError: (fault) => showToast({ text: problemText(fault) }),
    });
  return (
    <Button isBusy={exporting.isPending} onClick={run}>
      {t("sell.products.export")}
    </Button>
  );
}

/** Lets the browser keep a file that was fetched. */
function save(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
}
