import { ApiProblem, sentence, useChangeOrderAddress, type Address, type SellerOrder } from "@feria/api";
import { Button, Dialog, Field, Note, TextInput } from "@feria/ui";
import { useId, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { countryName } from "../../frame/countries";
import { useProblemText } from "../../frame/Problem";

const FIELDS = ["name", "company", "line1", "line2", "postal_code", "city", "phone"] as const;
const REQUIRED: readonly string[] = ["name", "line1", "postal_code", "city"];

/** Sends a part to another address before it is in a parcel; the buyer is told, and why. */
export function ChangeAddress({ order }: { order: SellerOrder }) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button variant="quiet" onClick={() => setIsOpen(true)}>
        {t("sell.address.change")}
      </Button>
      {isOpen && <AddressDialog order={order} onClose={() => setIsOpen(false)} />}
    </>
  );
}

function AddressDialog({ order, onClose }: { order: SellerOrder; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const form = useId();
  const { send, missing, problem, messageOf, isBusy } = useMoving(order, onClose);
  const { region, country } = order.shipping_address;
  const place = [region, countryName(country, i18n.language)].filter(Boolean).join(", ");
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("sell.address.title", { number: order.number })}
      closeLabel={t("frame.close")}
      actions={
        <>
          <Button onClick={onClose}>{t("sell.address.keep")}</Button>
          <Button type="submit" form={form} variant="primary" isBusy={isBusy}>
            {t("sell.address.save")}
          </Button>
        </>
      }
    >
      <form id={form} noValidate onSubmit={send} className="dense flex flex-col gap-12 type-label font-400">
        <p>{t("sell.address.help", { place })}</p>
        {problem && <Note tone="bad">{problem}</Note>}
        {FIELDS.map((name) => (
          <AddressField
            key={name}
            name={name}
            value={order.shipping_address[name] ?? ""}
            error={missing.includes(name) ? t("sell.field.required") : messageOf(`address.${name}`)}
          />
        ))}
        <Field
          label={t("sell.address.reason")}
          error={missing.includes("reason") ? t("sell.field.required") : messageOf("reason")}
          isRequired
        >
          <TextInput name="reason" maxLength={200} />
        </Field>
      </form>
    </Dialog>
  );
}

type AddressFieldProps = { name: (typeof FIELDS)[number]; value: string; error: string | undefined };

function AddressField({ name, value, error }: AddressFieldProps) {
  const { t } = useTranslation();
  const isRequired = REQUIRED.includes(name);
  return (
    <Field
      label={t(`sell.address.${name}`)}
      error={error}
      isRequired={isRequired}
      {...(isRequired ? {} : { aside: t("sell.field.optional") })}
    >
      <TextInput name={name} maxLength={200} autoComplete="off" defaultValue={value} />
    </Field>
  );
}

function useMoving(order: SellerOrder, onDone: () => void) {
  const change = useChangeOrderAddress();
  const problemText = useProblemText();
  const [missing, setMissing] = useState<string[]>([]);
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const said = (name: string) => String(form.get(name) ?? "").trim();
    const lacking = [...REQUIRED, "reason"].filter((name) => !said(name));
    setMissing(lacking);
    const [first] = lacking;
    if (first) event.currentTarget.querySelector<HTMLInputElement>(`[name=${first}]`)?.focus();
    if (first || change.isPending) return;
    const written = Object.fromEntries(FIELDS.map((name) => [name, said(name)])) as Partial<Address>;
    const address = { ...order.shipping_address, ...written };
    change.mutate(
      { orderId: order.id, version: order.version, address, reason: said("reason") },
      { onSuccess: onDone },
    );
  };
  const fault = change.error instanceof ApiProblem ? change.error : null;
  const messageOf = (field: string) => {
    const message = fault?.messageOf(field);
    return message && sentence(message);
  };
  const isOfField = fault?.errors.some(({ field }) => field === "reason" || field.startsWith("address."));
  const problem = change.error && !isOfField ? problemText(change.error) : null;
  return { send, missing, problem, messageOf, isBusy: change.isPending };
}
