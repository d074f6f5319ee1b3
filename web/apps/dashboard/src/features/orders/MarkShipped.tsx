import { Button, Dialog, Field, TextInput } from "@feria/ui";
import { useId, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { CARRIERS, LAST_CARRIER } from "./carriers";

const CARRIER_LENGTH_MAX = 80;

type MarkShippedProps = { count: number; onShip: (carrier: string) => void; onClose: () => void };

/** Asks who carries them: many orders leave as one parcel each, without a tracking number. */
export function MarkShipped({ count, onShip, onClose }: MarkShippedProps) {
  const { t } = useTranslation();
  const [form, list] = [useId(), useId()];
  const [isMissing, setIsMissing] = useState(false);
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const field = event.currentTarget.elements.namedItem("carrier") as HTMLInputElement;
    const carrier = field.value.trim();
    setIsMissing(!carrier);
    if (!carrier) {
      field.focus();
      return;
    }
    localStorage.setItem(LAST_CARRIER, carrier);
    onShip(carrier);
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("sell.orders.bulk.shipTitle", { count })}
      closeLabel={t("frame.close")}
      actions={
        <>
          <Button onClick={onClose}>{t("frame.cancel")}</Button>
          <Button type="submit" form={form} variant="primary">
            {t("sell.orders.bulk.ship", { count })}
          </Button>
        </>
      }
    >
      <form id={form} noValidate onSubmit={send} className="dense flex flex-col gap-16">
        <p>{t("sell.orders.bulk.shipHelp")}</p>
        <Field
          label={t("sell.ship.carrier")}
          isRequired
          error={isMissing ? t("sell.field.required") : undefined}
        >
          <TextInput
            name="carrier"
            list={list}
            autoComplete="off"
            maxLength={CARRIER_LENGTH_MAX}
            defaultValue={localStorage.getItem(LAST_CARRIER) ?? ""}
          />
        </Field>
        <datalist id={list}>
          {CARRIERS.map((carrier) => (
            <option key={carrier} value={carrier} />
          ))}
        </datalist>
      </form>
    </Dialog>
  );
}
