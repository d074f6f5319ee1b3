import { useChooseShipping, useShippingOptions, type Cart, type SellerShipping } from "@feria/api";
import { Button, RadioGroup, Skeleton, StallPanel } from "@feria/ui";
import { Fault } from "../../forms/Fault";
import { useTexts } from "../../useTexts";
import { InShort } from "./InShort";
import type { CheckoutParts } from "./useCheckout";

export const DELIVERY_FORM = "checkout-delivery-form";

/** One choice per seller, since each sends a parcel of their own. */
export function DeliverySection({ dispatch }: CheckoutParts) {
  const { t } = useTexts();
  const { data, error, refetch } = useShippingOptions();
  const choose = useChooseShipping();
  if (error && !data) {
    return (
      <Fault fault={error} action={<Button onClick={() => void refetch()}>{t("shop.tryAgain")}</Button>} />
    );
  }
  return (
    <form
      id={DELIVERY_FORM}
      className="flex flex-col gap-16"
      onSubmit={(event) => {
        event.preventDefault();
        dispatch({ type: "deliveryChosen" });
      }}
    >
      {!data && <Skeleton className="h-160" />}
      {choose.error && <Fault fault={choose.error} />}
      {data?.groups.map((group) => (
        <SellerDelivery
          key={group.seller.id}
          group={group}
          chosen={choose.variables?.[group.seller.id]}
          onChoose={(option) => choose.mutate({ [group.seller.id]: option })}
        />
      ))}
    </form>
  );
}

type SellerDeliveryProps = {
  group: SellerShipping;
  chosen: string | undefined;
  onChoose: (option: string) => void;
};

function SellerDelivery({ group, chosen, onChoose }: SellerDeliveryProps) {
  const texts = useTexts();
  const { seller, options } = group;
  const place = seller.town || texts.country(seller.country);
  const selected = options.find(({ selected: isSelected }) => isSelected)?.id ?? null;
  return (
    <StallPanel
      hue={seller.stall_hue}
      header={seller.name}
      aside={texts.t("cart.sentFrom", { place })}
      level={3}
    >
      <div className="p-12 sm:p-16">
        <RadioGroup
          legend={texts.t("checkout.deliveryOf", { seller: seller.name })}
          isLegendHidden
          name={`delivery-${seller.id}`}
          value={chosen ?? selected}
          onChange={onChoose}
          options={options.map((option) => ({
            value: option.id,
            label: option.name,
            hint: hintOf(option, texts),
            aside: texts.price(option.price),
          }))}
        />
      </div>
    </StallPanel>
  );
}

type Texts = ReturnType<typeof useTexts>;

function hintOf(option: SellerShipping["options"][number], { t, delivery, money }: Texts): string {
  const more = option.free_from_remaining;
  return [
    option.delivery ? delivery(option.delivery) : null,
    more ? t("cart.moreForFree", { amount: money(more) }) : null,
  ]
    .filter(Boolean)
    .join(" · ");
}

/** "Ilha Azul: Post, Tue 24 – Thu 26 Nov" for each seller, once the section is folded. */
export function DeliveryInShort({ cart }: { cart: Cart }) {
  const { delivery, price } = useTexts();
  return (
    <InShort
      parts={cart.groups.map((group) =>
        [group.seller.name, group.delivery ? delivery(group.delivery) : price(group.shipping)].join(": "),
      )}
    />
  );
}
