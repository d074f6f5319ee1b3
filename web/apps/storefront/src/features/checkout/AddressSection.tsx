import { useAddAddress, sentence, type Account, type Cart } from "@feria/api";
import { Checkbox } from "@feria/ui";
import { zodResolver } from "@hookform/resolvers/zod";
import { useMemo } from "react";
import { useForm, type UseFormReturn } from "react-hook-form";
import { z } from "../../forms/zod";
import { AddressFields } from "../../address/AddressFields";
import { addressShape, emailShape, NO_ADDRESS, type AddressValues } from "../../address/schema";
import { draftOf, useDraft } from "../../forms/draft";
import { Fault } from "../../forms/Fault";
import { applyProblem } from "../../forms/problems";
import { Summary } from "../../forms/Summary";
import { TextField } from "../../forms/TextField";
import { useTexts } from "../../useTexts";
import type { CheckoutFault } from "./faults";
import type { Checkout } from "./machine";
import { ADDRESS_DRAFT, type CheckoutParts } from "./useCheckout";
import { useConfirmAddress } from "./useConfirmAddress";

export const ADDRESS_FORM = "checkout-address-form";

type Values = AddressValues & { email: string; keeps: boolean };

export type AddressSectionProps = CheckoutParts & {
  cart: Cart;
  account: Account | null;
  /** Whether the address may be kept in the account. */
  mayKeep?: boolean;
};

/** Where to send it and, for guests, where to write to. */
export function AddressSection({ state, dispatch, cart, account, mayKeep = false }: AddressSectionProps) {
  const { t } = useTexts();
  const { confirm, fault } = useConfirmAddress({ dispatch });
  const { mutate: keep } = useAddAddress();
  const form = useAddressForm(state, cart, account);
  useDraft(ADDRESS_DRAFT, form);
  const send = form.handleSubmit(async ({ email, keeps, ...address }) => {
    try {
      await confirm({ email: account?.email ?? email, address });
      if (mayKeep && keeps) {
        keep(address);
        form.setValue("keeps", false);
      }
    } catch (refusal) {
      applyProblem(form, refusal);
    }
  });
  const { errors, submitCount } = form.formState;
  return (
    <form
      id={ADDRESS_FORM}
      noValidate
      onSubmit={(event) => void send(event)}
      className="flex flex-col gap-16"
    >
      <Summary errors={errors} count={submitCount || Object.keys(errors).length} />
      {fault && <Fault fault={fault} />}
      {!account && (
        <TextField
          form={form}
          name="email"
          type="email"
          autoComplete="email"
          inputMode="email"
          label={t("checkout.email")}
          hint={t("checkout.email.hint")}
        />
      )}
      <AddressFields form={form} marketId={cart.market} section="shipping" />
      {mayKeep && <Checkbox label={t("checkout.keepAddress")} {...form.register("keeps")} />}
    </form>
  );
}

function useAddressForm(state: Checkout, cart: Cart, account: Account | null): UseFormReturn<Values> {
  const { t } = useTexts();
  const resolver = useMemo(() => {
    const email = account ? z.string() : emailShape(t);
    return zodResolver(z.object({ email, ...addressShape(t), keeps: z.boolean() }));
  }, [t, account]);
  const errors = useMemo(() => fieldErrors(state.fault), [state.fault]);
  return useForm<Values>({
    resolver,
    shouldFocusError: false,
    defaultValues: {
      ...NO_ADDRESS,
      name: account?.name ?? "",
      country: cart.address?.country ?? "",
      keeps: true,
      ...(state.contact && { ...state.contact.address, email: state.contact.email }),
      ...draftOf<Values>(ADDRESS_DRAFT),
      email: account?.email ?? draftOf<Values>(ADDRESS_DRAFT).email ?? state.contact?.email ?? "",
    },
    errors,
  });
}

const OF_ADDRESS = "shipping_address.";

/** What the order's refusal said of the address. */
function fieldErrors(fault: CheckoutFault | null) {
  if (fault?.kind !== "fields") return {};
  return Object.fromEntries(
    fault.errors.map(({ field, message }) => [
      field.replace(OF_ADDRESS, ""),
      { type: "server", message: sentence(message) },
    ]),
  );
}
