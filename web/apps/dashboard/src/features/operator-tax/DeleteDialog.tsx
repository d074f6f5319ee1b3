import { ApiProblem, useDeleteTaxRate, type TaxRate } from "@feria/api";
import { Button, Dialog, Note, showToast } from "@feria/ui";
import { useTranslation } from "react-i18next";
import { Problem } from "../../frame/Problem";
import { useRateWords } from "./words";

type DeleteDialogProps = { rate: TaxRate; version: number; onReload: () => void; onClose: () => void };

/** Asks before a rate goes, and once more where a country would be left without one. */
export function DeleteDialog({ rate, version, onReload, onClose }: DeleteDialogProps) {
  const { t } = useTranslation();
  const words = useRateWords();
  const remove = useDeleteTaxRate();
  const name = `${words.name(rate)} · ${words.percent(rate.rate_bps)}`;
  const isLast = remove.error instanceof ApiProblem && remove.error.slug === "last-standard-rate";
  const run = () =>
    remove.mutate(
      { rateId: rate.id, version, confirmed: isLast },
      {
        onSuccess: () => {
          showToast({ text: t("tax.deleted", { name }) });
          onClose();
        },
      },
    );
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("tax.delete.title")}
      closeLabel={t("frame.close")}
      actions={
        <>
          <Button onClick={onClose}>{t("frame.cancel")}</Button>
          <Button variant="danger" isBusy={remove.isPending} onClick={run}>
            {t(isLast ? "tax.delete.anyway" : "tax.delete")}
          </Button>
        </>
      }
    >
      <div className="dense flex flex-col gap-16">
        <p>{t("tax.delete.help", { name })}</p>
        {isLast && <Note tone="warn">{t("tax.delete.last")}</Note>}
        {remove.error && !isLast && <Problem fault={remove.error} onRetry={onReload} />}
      </div>
    </Dialog>
  );
}
