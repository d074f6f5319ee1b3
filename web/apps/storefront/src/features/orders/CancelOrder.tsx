import { useCancelOrder, type Order, type OrderLine } from "@feria/api";
import { Button, Checkbox, Dialog, Field, QuantityStepper, Select } from "@feria/ui";
import { useState } from "react";
import { Fault } from "../../forms/Fault";
import { useTexts } from "../../useTexts";
import { cancellable, type Units } from "./cancelling";

const REASONS = ["mind", "mistake", "late", "other"] as const;

/** Taking back the order or some of it, while that is still possible. */
export function CancelOrder({ order }: { order: Order }) {
  const { t, moment } = useTexts();
  const [isOpen, setIsOpen] = useState(false);
  const [now] = useState(Date.now);
  const lines = cancellable(order, now);
  if (lines === null) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-16 gap-y-8">
      <Button variant="danger" onClick={() => setIsOpen(true)}>
        {t("orders.cancel")}
      </Button>
      {order.cancellable_until && (
        <p className="type-label text-ink-2">
          {t("orders.cancelUntil", { until: moment(order.cancellable_until) })}
        </p>
      )}
      <Dialog
        isOpen={isOpen}
        onClose={() => setIsOpen(false)}
        title={t("orders.cancel.title", { number: order.number })}
        closeLabel={t("cart.close")}
      >
        <CancelForm order={order} lines={lines} onDone={() => setIsOpen(false)} />
      </Dialog>
    </div>
  );
}

type CancelFormProps = { order: Order; lines: OrderLine[]; onDone: () => void };

function CancelForm({ order, lines, onDone }: CancelFormProps) {
  const { t } = useTexts();
  const cancel = useCancelOrder();
  const [reason, setReason] = useState<string>(REASONS[0]);
  const [units, setUnits] = useState<Units>(() =>
    Object.fromEntries(lines.map((line) => [line.id, openOf(line)])),
  );
  const chosen = Object.entries(units).filter(([, quantity]) => quantity > 0);
  const isNothing = lines.length > 0 && chosen.length === 0;
  const send = async () => {
    const some = chosen.map(([id, quantity]) => ({ id, quantity }));
    const body = {
      reason: t(`orders.cancel.reason.${reason}`),
      ...(lines.length > 0 ? { lines: some } : {}),
    };
    await cancel.mutateAsync({ orderId: order.id, ...body }).then(onDone, () => undefined);
  };
  return (
    <form
      className="flex flex-col gap-16 text-ink"
      onSubmit={(event) => {
        event.preventDefault();
        if (!cancel.isPending && !isNothing) void send();
      }}
    >
      {cancel.error && <Fault fault={cancel.error} />}
      {lines.length === 0 ? (
        <p className="text-ink-2">{t("orders.cancel.whole")}</p>
      ) : (
        <LineChoice lines={lines} units={units} onChange={setUnits} />
      )}
      <Field label={t("orders.cancel.reason")} name="reason">
        <Select
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          options={REASONS.map((one) => ({ value: one, label: t(`orders.cancel.reason.${one}`) }))}
        />
      </Field>
      <p className="type-label text-ink-2">
        {t(lines.length > 0 ? "orders.cancel.refund" : "orders.cancel.unpaid")}
      </p>
      {isNothing && (
        <p role="status" className="type-label text-bad">
          {t("orders.cancel.nothing")}
        </p>
      )}
      <div className="flex flex-wrap justify-end gap-8">
        <Button onClick={onDone}>{t("orders.cancel.keep")}</Button>
        <Button type="submit" variant="danger" isBusy={cancel.isPending}>
          {t(cancel.isPending ? "orders.cancel.busy" : "orders.cancel.send")}
        </Button>
      </div>
    </form>
  );
}

const openOf = ({ quantities: { ordered, cancelled, shipped } }: OrderLine) => ordered - cancelled - shipped;

type LineChoiceProps = { lines: OrderLine[]; units: Units; onChange: (units: Units) => void };

function LineChoice({ lines, units, onChange }: LineChoiceProps) {
  const { t } = useTexts();
  return (
    <fieldset>
      <legend className="mb-4 type-label">{t("orders.cancel.what")}</legend>
      {lines.map((line) => {
        const quantity = units[line.id] ?? 0;
        const set = (next: number) => onChange({ ...units, [line.id]: next });
        return (
          <div key={line.id} className="dense flex items-center justify-between gap-16">
            <Checkbox
              label={line.title}
              checked={quantity > 0}
              onChange={(event) => set(event.target.checked ? openOf(line) : 0)}
            />
            {openOf(line) > 1 && quantity > 0 && (
              <QuantityStepper
                value={quantity}
                max={openOf(line)}
                onChange={set}
                labels={{
                  quantity: t("cart.quantityOf", { title: line.title }),
                  decrease: t("cart.less", { title: line.title }),
                  increase: t("cart.more", { title: line.title }),
                }}
              />
            )}
          </div>
        );
      })}
    </fieldset>
  );
}
