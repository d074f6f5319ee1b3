import { useSetCartAddress } from "@feria/api";
import type { Contact } from "./machine";
import type { CheckoutParts } from "./useCheckout";

/** Tells the cart where it goes, since delivery and tax depend on it; then the next section opens. */
export function useConfirmAddress({ dispatch }: Pick<CheckoutParts, "dispatch">) {
  const setAddress = useSetCartAddress();
  /** Throws what the API says. */
  const confirm = async (contact: Contact) => {
    dispatch({ type: "saving" });
    try {
      const { country, postal_code, region } = contact.address;
      await setAddress.mutateAsync({ country, postal_code, region });
      dispatch({ type: "addressed", contact });
    } catch (fault) {
      dispatch({ type: "refused", fault: null });
      throw fault;
    }
  };
  return { confirm, fault: setAddress.error };
}
