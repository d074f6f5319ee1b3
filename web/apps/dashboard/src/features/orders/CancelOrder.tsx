import { useChangeOrderStatus, type SellerOrder } from "@feria/api";
import { Button, Dialog, Field, Note, Select, TextInput } from "@feria/ui";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { focusTitle } from "../../frame/focusTitle";
import { useProblemText } from "../../frame/Problem";
import { openLines, openUnits } from "./rules";

const REASONS = ["sold_out", "damaged", "address", "buyer", "other"] as const;
const NOTE = "cancel-note";
type Reason = (typeof REASONS)[number];

/** Cancels what has not left; the buyer gets the money back. */
export function CancelOrder({ order }: { order: SellerOrder }) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button variant="danger" onClick={() => setIsOpen(true)}>
        {order.status === "partially_shipped" ? t("sell.cancel.rest") : t("sell.cancel.order")}
      </Button>
      {isOpen && <CancelDialog order={order} onClose={() => setIsOpen(false)} />}
    </>
  );
}

function CancelDialog({ order, onClose }: { order: SellerOrder; onClose: () => void }) {
  const { t } = useTranslation();
  const form = useCancelling(order, onClose);
  const units = openLines(order).reduce((sum, line) => sum + openUnits(line), 0);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("sell.cancel.title", { number: order.number })}
      closeLabel={t("frame.close")}
      actions={
        <>
          <Button onClick={onClose}>{t("sell.cancel.keep")}</Button>
          <Button variant="danger" isBusy={form.isBusy} onClick={form.send}>
            {t("sell.cancel.do", { count: units })}
          </Button>
        </>
      }
    >
      <div className="dense flex flex-col gap-16 type-label font-400">
        <p>{t("sell.cancel.help", { count: units })}</p>
        {form.problem && <Note tone="bad">{form.problem}</Note>}
        <Field label={t("sell.cancel.reason")} isRequired>
          <Select
            value={form.reason}
            onChange={(event) => form.setReason(event.target.value as Reason)}
            options={REASONS.map((reason) => ({ value: reason, label: t(`sell.cancel.reason.${reason}`) }))}
          />
        </Field>
        <Field
          label={t("sell.cancel.note")}
          name={NOTE}
          error={form.error}
          isRequired={form.reason === "other"}
          {...(form.reason === "other" ? {} : { aside: t("sell.field.optional") })}
        >
          <TextInput
            maxLength={150}
            value={form.note}
            onChange={(event) => form.setNote(event.target.value)}
          />
        </Field>
      </div>
    </Dialog>
  );
}

function useCancelling(order: SellerOrder, onDone: () => void) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const change = useChangeOrderStatus();
  const [reason, setReason] = useState<Reason>("sold_out");
  const [note, setNote] = useState("");
  const [error, setError] = useState<string>();
  const send = () => {
    const isMissing = reason === "other" && note.trim() === "";
    setError(isMissing ? t("sell.field.required") : undefined);
    if (isMissing) document.getElementById(`field-${NOTE}`)?.focus();
    if (isMissing) return;
    const said =
      reason === "other"
        ? note.trim()
        : [t(`sell.cancel.reason.${reason}`), note.trim()].filter(Boolean).join(": ");
    change.mutate(
      { orderId: order.id, status: "cancelled", reason: said },
      {
        onSuccess: () => {
          onDone();
          focusTitle();
        },
      },
    );
  };
  const problem = change.error && problemText(change.error);
  return { reason, setReason, note, setNote, error, send, problem, isBusy: change.isPending };
}
