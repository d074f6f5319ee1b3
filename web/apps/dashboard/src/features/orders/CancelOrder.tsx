import { useCancelOrder, type OrderLine, type SellerOrder } from "@feria/api";
import { Button, Dialog, Field, Note, QuantityStepper, Select, TextInput } from "@feria/ui";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { focusTitle } from "../../frame/focusTitle";
import { useProblemText } from "../../frame/Problem";
import { openLines, openUnits } from "./rules";

const REASONS = ["sold_out", "damaged", "address", "buyer", "other"] as const;
const NOTE = "cancel-note";
type Reason = (typeof REASONS)[number];

/** Cancels what has not left, or some of it; the buyer gets the money back. */
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
  const units = Object.values(form.units).reduce((sum, count) => sum + count, 0);
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
        <UnitsChoice lines={openLines(order)} units={form.units} onChange={form.setUnits} />
        <p>{units > 0 ? t("sell.cancel.help", { count: units }) : t("sell.cancel.nothing")}</p>
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

type Units = Record<string, number>;
type UnitsChoiceProps = { lines: OrderLine[]; units: Units; onChange: (units: Units) => void };

/** How many of each line cannot be sent; at first all that has not left. */
function UnitsChoice({ lines, units, onChange }: UnitsChoiceProps) {
  const { t } = useTranslation();
  return (
    <ul className="flex flex-col gap-8">
      {lines.map((line) => (
        <li key={line.id} className="flex items-center justify-between gap-12">
          <span className="min-w-0">
            <span className="block font-500">{line.title}</span>
            <span className="type-small text-ink-2">
              {[line.variant_title, t("sell.ship.of", { count: openUnits(line) })]
                .filter(Boolean)
                .join(" · ")}
            </span>
          </span>
          <QuantityStepper
            value={units[line.id] ?? 0}
            onChange={(count) => onChange({ ...units, [line.id]: count })}
            min={0}
            max={openUnits(line)}
            labels={{
              quantity: t("sell.cancel.quantity", { title: line.title }),
              decrease: t("sell.ship.fewer", { title: line.title }),
              increase: t("sell.ship.more", { title: line.title }),
            }}
          />
        </li>
      ))}
    </ul>
  );
}

function useCancelling(order: SellerOrder, onDone: () => void) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const cancel = useCancelOrder();
  const [units, setUnits] = useState<Units>(() =>
    Object.fromEntries(openLines(order).map((line) => [line.id, openUnits(line)])),
  );
  const [reason, setReason] = useState<Reason>("sold_out");
  const [note, setNote] = useState("");
  const [error, setError] = useState<string>();
  const send = () => {
    const isMissing = reason === "other" && note.trim() === "";
    setError(isMissing ? t("sell.field.required") : undefined);
    if (isMissing) document.getElementById(`field-${NOTE}`)?.focus();
    const lines = Object.entries(units)
      .filter(([, quantity]) => quantity > 0)
      .map(([id, quantity]) => ({ id, quantity }));
    if (isMissing || lines.length === 0 || cancel.isPending) return;
    const said =
      reason === "other"
        ? note.trim()
        : [t(`sell.cancel.reason.${reason}`), note.trim()].filter(Boolean).join(": ");
    cancel.mutate(
      { orderId: order.id, reason: said, lines },
      {
        onSuccess: () => {
          onDone();
          focusTitle();
        },
      },
    );
  };
  const problem = cancel.error && problemText(cancel.error);
  const isBusy = cancel.isPending;
  return { reason, setReason, note, setNote, units, setUnits, error, send, problem, isBusy };
}
