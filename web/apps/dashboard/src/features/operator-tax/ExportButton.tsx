import { useExportTaxRates } from "@feria/api";
import { Button, showToast } from "@feria/ui";
import { useTranslation } from "react-i18next";
import { useProblemText } from "../../frame/Problem";
import { saveFile } from "../../frame/saveFile";

/** The whole table as a file that can be changed and imported again. */
export function ExportButton() {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const exporting = useExportTaxRates();
  const run = () =>
    exporting.mutate(undefined, {
      onSuccess: (file) => saveFile(file, "tax-rates.csv"),
      onError: (fault) => showToast({ text: problemText(fault) }),
    });
  return (
    <Button isBusy={exporting.isPending} onClick={run}>
      {t("tax.export")}
    </Button>
  );
}
