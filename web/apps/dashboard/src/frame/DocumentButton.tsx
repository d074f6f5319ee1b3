import { useDocumentFile, type SellerDocument } from "@feria/api";
import { Button, showToast } from "@feria/ui";
import { DownloadSimpleIcon } from "@feria/ui/icons";
import { useTranslation } from "react-i18next";
import { useProblemText } from "./Problem";
import { saveFile } from "./saveFile";

/** Keeps a document's PDF. */
export function DocumentButton({ document: { kind, number, file } }: { document: SellerDocument }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const fetching = useDocumentFile();
  const save = () =>
    fetching.mutate(
      { file },
      {
        onSuccess: (blob) => saveFile(blob, `${kind.replaceAll("_", "-")}-${number}.pdf`),
        onError: (fault) => showToast({ text: problemText(fault) }),
      },
    );
  return (
    <Button
      variant="quiet"
      isBusy={fetching.isPending}
      onClick={save}
      icon={<DownloadSimpleIcon aria-hidden className="size-20" />}
      aria-label={t("sell.documents.downloadOne", { number })}
    >
      {t("sell.documents.download")}
    </Button>
  );
}
