import { useAddAddress, useReplaceAddress, type SavedAddress } from "@feria/api";
import { Button, Checkbox } from "@feria/ui";
import { zodResolver } from "@hookform/resolvers/zod";
import { useMemo } from "react";
import { useForm } from "react-hook-form";
import { z } from "../../forms/zod";
import { AddressFields } from "../../address/AddressFields";
import { addressShape, NO_ADDRESS } from "../../address/schema";
import { draftOf, dropDraft, useDraft } from "../../forms/draft";
import { Fault } from "../../forms/Fault";
import { applyProblem } from "../../forms/problems";
import { Summary } from "../../forms/Summary";
import { useTexts } from "../../useTexts";

/** A new address, or one written anew. */
export function AddressForm({ address, onDone }: { address: SavedAddress | null; onDone: () => void }) {
  const { t } = useTexts();
  const add = useAddAddress();
  const replace = useReplaceAddress();
  const draft = `address-${address?.id ?? "new"}`;
  const resolver = useMemo(() => zodResolver(z.object({ ...addressShape(t), is_default: z.boolean() })), [t]);
  const form = useForm({
    resolver,
    shouldFocusError: false,
    defaultValues: { ...NO_ADDRESS, is_default: false, ...valuesOf(address), ...draftOf(draft) },
  });
  useDraft(draft, form);
  const send = form.handleSubmit(async (values) => {
    try {
      if (address) await replace.mutateAsync({ addressId: address.id, ...values });
      else await add.mutateAsync(values);
      dropDraft(draft);
      onDone();
    } catch (fault) {
      applyProblem(form, fault);
    }
  });
  const { errors, submitCount, isSubmitting } = form.formState;
  const fault = add.error ?? replace.error;
  return (
    <form noValidate onSubmit={(event) => void send(event)} className="flex flex-col gap-16 text-ink">
      <Summary errors={errors} count={submitCount} />
      {fault && <Fault fault={fault} />}
      <AddressFields form={form} />
      {!address?.is_default && <Checkbox label={t("addresses.asDefault")} {...form.register("is_default")} />}
      <Button type="submit" variant="primary" isBusy={isSubmitting}>
        {t(isSubmitting ? "account.saving" : "addresses.save")}
      </Button>
    </form>
  );
}

function valuesOf(address: SavedAddress | null) {
  if (!address) return {};
  const { name, company, vat_id, line1, line2, postal_code, city, region, country, phone } = address;
  const { is_default } = address;
  return { name, company, vat_id, line1, line2, postal_code, city, region, country, phone, is_default };
}
