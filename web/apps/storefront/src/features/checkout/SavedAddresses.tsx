import { useAddresses, useMarketplace, type Account, type SavedAddress } from "@feria/api";
import { RadioGroup, Skeleton } from "@feria/ui";
import { useState } from "react";
import { addressLine } from "../../address/words";
import { Fault } from "../../forms/Fault";
import { useTexts } from "../../useTexts";
import { ADDRESS_FORM, AddressSection, type AddressSectionProps } from "./AddressSection";
import { isSame, valuesOf } from "./savedAddress";
import { useConfirmAddress } from "./useConfirmAddress";

const OTHER = "other";

export type SavedAddressesProps = AddressSectionProps & { account: Account };

/** People who are signed in choose one of their addresses, or write another. */
export function SavedAddresses(props: SavedAddressesProps) {
  const { cart, state } = props;
  const { t, country } = useTexts();
  const { data, error } = useAddresses();
  const market = useMarketplace().data?.markets.find(({ id }) => id === cart.market);
  const saved = (data?.items ?? []).filter((address) => market?.countries.includes(address.country));
  const [chosen, setChosen] = useState<string | null>(null);
  if (!data && !error) return <Skeleton className="h-240" />;
  if (saved.length === 0) return <AddressSection {...props} mayKeep />;
  const confirmed = state.contact?.address;
  const first = confirmed ? saved.find((one) => isSame(one, confirmed)) : saved[0];
  const current = chosen ?? first?.id ?? OTHER;
  const address = saved.find(({ id }) => id === current);
  return (
    <div className="flex flex-col gap-20">
      <RadioGroup
        legend={t("checkout.saved")}
        name="saved-address"
        value={current}
        onChange={setChosen}
        options={[
          ...saved.map((one) => ({
            value: one.id,
            label: one.name,
            hint: addressLine({ ...one, name: "" }, country),
          })),
          { value: OTHER, label: t("checkout.saved.other") },
        ]}
      />
      {address ? <Chosen {...props} address={address} /> : <AddressSection {...props} mayKeep />}
    </div>
  );
}

/** Only what sends it; the address itself is above. */
function Chosen({ address, account, dispatch }: SavedAddressesProps & { address: SavedAddress }) {
  const { confirm, fault } = useConfirmAddress({ dispatch });
  const contact = { email: account.email, address: valuesOf(address) };
  return (
    <form
      id={ADDRESS_FORM}
      onSubmit={(event) => {
        event.preventDefault();
        void confirm(contact).catch(() => undefined);
      }}
    >
      {fault && <Fault fault={fault} />}
    </form>
  );
}
