import { useChangeOrderAddress, type Order } from "@feria/api";
import { Button, Dialog } from "@feria/ui";
import { PencilSimpleIcon } from "@feria/ui/icons";
import { zodResolver } from "@hookform/resolvers/zod";
import { useMemo, useState } from "react";
import { useForm } from "react-hook-form";
import { AddressFields } from "../../address/AddressFields";
import { addressShape, NO_ADDRESS } from "../../address/schema";
import { Fault } from "../../forms/Fault";
import { applyProblem } from "../../forms/problems";
import { Summary } from "../../forms/Summary";
import { z } from "../../forms/zod";
import { useTexts } from "../../useTexts";
import { movable } from "./cancelling";

/** Sends what has not left to another address, while that is still possible. */
export function ChangeAddress({ order }: { order: Order }) {
  const { t } = useTexts();
  const [isOpen, setIsOpen] = useState(false);
  const [now] = useState(Date.now);
  const close = () => setIsOpen(false);
  if (!movable(order, now)) return null;
  return (
    <>
      <Button
        className="mt-12"
        icon={<PencilSimpleIcon aria-hidden className="size-20" />}
        onClick={() => setIsOpen(true)}
      >
        {t("orders.move")}
      </Button>
      <Dialog isOpen={isOpen} onClose={close} title={t("orders.move.title")} closeLabel={t("cart.close")}>
        <AddressForm order={order} onDone={close} />
      </Dialog>
    </>
  );
}

function AddressForm({ order, onDone }: { order: Order; onDone: () => void }) {
  const { t, country } = useTexts();
  const change = useChangeOrderAddress();
  const old = order.shipping_address;
  const resolver = useMemo(() => zodResolver(z.object(addressShape(t))), [t]);
  const form = useForm({
    resolver,
    shouldFocusError: false,
    defaultValues: { ...NO_ADDRESS, ...known(old) },
  });
  const send = form.handleSubmit(async (values) => {
    const { company = "", vat_id = "" } = old;
    const address = { ...values, company, vat_id };
    await change
      .mutateAsync({ orderId: order.id, version: order.version, address, reason: "" })
      .then(onDone, (fault: unknown) => applyProblem(form, fault));
  });
  const { errors, submitCount, isSubmitting } = form.formState;
  const place = [old.region, country(old.country)].filter(Boolean).join(", ");
  return (
    <form noValidate onSubmit={(event) => void send(event)} className="flex flex-col gap-16 text-ink">
      <p className="text-ink-2">{t("orders.move.help", { place })}</p>
      <Summary errors={errors} count={submitCount} />
      {change.error && <Fault fault={change.error} />}
      <AddressFields form={form} isPlaceFixed />
      <Button type="submit" variant="primary" isBusy={isSubmitting}>
        {t(isSubmitting ? "account.saving" : "orders.move.save")}
      </Button>
    </form>
  );
}

function known({ name, line1, line2, postal_code, city, region, country, phone }: Order["shipping_address"]) {
  const given = { name, line1, line2, postal_code, city, region, country, phone };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
