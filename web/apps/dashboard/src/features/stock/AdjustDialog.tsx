import { ApiProblem, useMoveStock, type Stock } from "@feria/api";
import { Button, Dialog, Field, Note, Select, TextInput, TextLink, showToast } from "@feria/ui";
import { useEffect, useId, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { useProblemText } from "../../frame/Problem";
import { CAUSES, movementOf, onHandAfter, wholeNumber, type Cause } from "./movement";

const NUMBER = "stock-number";

type AdjustDialogProps = {
  sellerId: string;
  stock: Stock;
  onReload: () => void;
  onClose: () => void;
  onSaved: () => void;
};

/** Receives, takes out or counts stock of one variant. */
export function AdjustDialog(props: AdjustDialogProps) {
  const { stock, onClose } = props;
  const { t } = useTranslation();
  const formId = useId();
  const name = [stock.product_title, stock.variant_title].filter(Boolean).join(" · ");
  const form = useAdjusting({ ...props, name });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={name}
      closeLabel={t("frame.close")}
      actions={
        <>
          <Button onClick={onClose}>{t("frame.cancel")}</Button>
          <Button variant="primary" type="submit" form={formId} isBusy={form.isBusy}>
            {t("sell.stock.save")}
          </Button>
        </>
      }
    >
      <div className="dense flex flex-col gap-16 type-label font-400">
        <p>
          {t("sell.stock.now", { onHand: stock.on_hand, reserved: stock.reserved })}{" "}
          <TextLink href={`/sell/products/${stock.product_id}`}>{t("sell.stock.product")}</TextLink>
        </p>
        <AdjustFields id={formId} form={form} stock={stock} />
      </div>
    </Dialog>
  );
}

type Adjusted = AdjustDialogProps & { name: string };
type Adjusting = ReturnType<typeof useAdjusting>;

function AdjustFields({ id, form, stock }: { id: string; form: Adjusting; stock: Stock }) {
  const { t } = useTranslation();
  const number = wholeNumber(form.text);
  // Once the dialog is open: what one came to type.
  useEffect(() => void requestAnimationFrame(focusNumber), []);
  return (
    <form id={id} noValidate onSubmit={form.send} className="flex flex-col gap-16 text-ink">
      {form.problem && <Note tone="bad">{form.problem}</Note>}
      <Field label={t("sell.stock.cause")}>
        <Select
          value={form.cause}
          onChange={(event) => form.setCause(event.target.value as Cause)}
          options={CAUSES.map((cause) => ({ value: cause, label: t(`sell.stock.cause.${cause}`) }))}
        />
      </Field>
      <Field
        label={form.cause === "counted" ? t("sell.stock.counted") : t("sell.stock.number")}
        name={NUMBER}
        error={form.error}
        isRequired
        hint={
          number !== null &&
          t("sell.stock.after", { count: onHandAfter(stock, { cause: form.cause, number }) })
        }
      >
        <TextInput
          inputMode="numeric"
          autoComplete="off"
          value={form.text}
          onChange={(event) => form.setText(event.target.value)}
        />
      </Field>
      <Field label={t("sell.stock.note")} aside={t("sell.field.optional")}>
        <TextInput
          maxLength={160}
          autoComplete="off"
          value={form.note}
          onChange={(event) => form.setNote(event.target.value)}
        />
      </Field>
    </form>
  );
}

function useAdjusting({ sellerId, stock, onReload, onClose, onSaved, name }: Adjusted) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const move = useMoveStock();
  const [cause, setCause] = useState<Cause>("received");
  const [text, setText] = useState("");
  const [note, setNote] = useState("");
  const [error, setError] = useState<string>();
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (move.isPending) return;
    const number = wholeNumber(text);
    const isNothing = number === null || (number === 0 && cause !== "counted");
    setError(isNothing ? t("sell.stock.numberWanted") : undefined);
    if (isNothing) focusNumber();
    if (isNothing) return;
    const reason = [t(`sell.stock.cause.${cause}`), note.trim()].filter(Boolean).join(": ");
    move.mutate(
      { sellerId, ...movementOf(stock, { cause, number, reason }) },
      {
        onSuccess: (now) => {
          showToast({ text: t("sell.stock.saved", { name, count: now.on_hand }) });
          onClose();
          onSaved();
        },
        onError: (fault) => {
          if (isStale(fault)) onReload();
        },
      },
    );
  };
  const problem = move.error && (isStale(move.error) ? t("sell.stock.stale") : problemText(move.error));
  return { cause, setCause, text, setText, note, setNote, error, send, problem, isBusy: move.isPending };
}

function focusNumber(): void {
  document.getElementById(`field-${NUMBER}`)?.focus();
}

function isStale(fault: unknown): boolean {
  return fault instanceof ApiProblem && fault.status === 412;
}
