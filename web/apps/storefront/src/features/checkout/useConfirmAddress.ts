import { askCarriers, useSetCartAddress } from "@feria/api";
import { useQueryClient } from "@tanstack/react-query";
import type { Contact } from "./machine";
import type { CheckoutParts } from "./useCheckout";

/** What the cart has to know of an address. */
export function placeOf({ address }: Contact) {
  const { country, postal_code, region, company, vat_id } = address;
  return { country, postal_code, region, company, vat_id };
}

/** Tells the cart where it goes, since delivery and tax depend on it; then the next section opens. */
export function useConfirmAddress({ dispatch }: Pick<CheckoutParts, "dispatch">) {
  const client = useQueryClient();
  const setAddress = useSetCartAddress();
  /** Throws what the API says. */
  const confirm = async (contact: Contact) => {
    dispatch({ type: "saving" });
    try {
      await setAddress.mutateAsync(placeOf(contact));
      await askCarriers(client);
      dispatch({ type: "addressed", contact });
    } catch (fault) {
      dispatch({ type: "refused", fault: null });
      throw fault;
    }
  };
  return { confirm, fault: setAddress.error };
}
