import { useState } from "react";
import { sentence, useChooseShipping, useShippingOptions, type Cart, type SellerShipping } from "@feria/api";
import { Button, LinkButton, Note, RadioGroup, Skeleton, StallPanel } from "@feria/ui";
import { placeText } from "../../address/words";
import { Fault } from "../../forms/Fault";
import { useTexts } from "../../useTexts";
import type { CheckoutFault } from "./faults";
import { InShort } from "./InShort";
import type { CheckoutParts } from "./useCheckout";

export const DELIVERY_FORM = "checkout-delivery-form";

/** One choice per seller, since each sends a parcel of their own. */
export function DeliverySection({ state, dispatch }: CheckoutParts) {
  const { t } = useTexts();
  const { data, error, refetch } = useShippingOptions();
  const choose = useChooseShipping();
  const [chosen, setChosen] = useState<Record<string, string>>({}); // shown before the server has answered
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
        const unserved = document.querySelector<HTMLElement>("[data-unserved]");
        if (unserved) unserved.focus();
        else dispatch({ type: "deliveryChosen" });
      }}
    >
      {!data && <Skeleton className="h-160" />}
      {choose.error && <Fault fault={choose.error} />}
      {data?.groups.map((group) => (
        <SellerDelivery
          key={group.seller.id}
          group={group}
          chosen={chosen[group.seller.id]}
          refusal={refusalOf(state.fault, group.seller.id)}
          onChoose={(option) => {
            setChosen({ [group.seller.id]: option });
            choose.mutate({ [group.seller.id]: option }, { onError: () => setChosen({}) });
          }}
        />
      ))}
    </form>
  );
}

type SellerDeliveryProps = {
  group: SellerShipping;
  chosen: string | undefined;
  /** Why the order was refused for this seller's sake. */
  refusal: string | null;
  onChoose: (option: string) => void;
};

function SellerDelivery({ group, chosen, refusal, onChoose }: SellerDeliveryProps) {
  const texts = useTexts();
  const { seller, options, fault } = group;
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
        {fault === null ? (
          <RadioGroup
            legend={texts.t("checkout.deliveryOf", { seller: seller.name })}
            isLegendHidden
            name={`delivery-${seller.id}`}
            value={options.some(({ id }) => id === chosen) ? (chosen ?? null) : selected}
            onChange={onChoose}
            error={refusal}
            options={options.map((option) => ({
              value: option.id,
              label: option.name,
              hint: hintOf(option, texts),
              aside: texts.price(option.price),
            }))}
          />
        ) : (
          <Unserved fault={fault} />
        )}
      </div>
    </StallPanel>
  );
}

/** Nothing can be ordered from this seller to the address: another address, or a cart without their things. */
function Unserved({ fault }: { fault: string }) {
  const { t } = useTexts();
  return (
    <div className="flex flex-col gap-12" data-unserved tabIndex={-1} role="alert">
      <Note tone="warn">{fault}</Note>
      <p className="type-label text-ink-2">{t("checkout.unserved")}</p>
      <LinkButton href="/cart" className="self-start">
        {t("checkout.changeCart")}
      </LinkButton>
    </div>
  );
}

function refusalOf(fault: CheckoutFault | null, sellerId: string): string | null {
  if (fault?.kind !== "fields") return null;
  const found = fault.errors.find(({ field }) => field === `shipping.${sellerId}`);
  return found ? sentence(found.message) : null;
}

type Texts = ReturnType<typeof useTexts>;

function hintOf(option: SellerShipping["options"][number], { t, delivery, money }: Texts): string {
  const { free_from_remaining: more, pickup } = option;
  return [
    pickup ? t("checkout.collectAt", { place: placeText(pickup) }) : null,
    pickup ? t("checkout.readyOn", { dates: delivery(option.delivery) }) : delivery(option.delivery),
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
        [
          group.seller.name,
          group.delivery
            ? `${group.shipping_name ?? ""}, ${delivery(group.delivery)}`
            : price(group.shipping),
        ].join(": "),
      )}
    />
  );
}
