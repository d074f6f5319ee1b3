import type { Cart, CartGroup } from "@feria/api";
import { Anchor, Note, StallPanel } from "@feria/ui";
import { TruckIcon } from "@feria/ui/icons";
import type { ReactNode } from "react";
import { useTexts } from "../../useTexts";
import { ShippingPrice } from "../../coupons/parts";
import { CartLine, type CartLineProps } from "./CartLine";
import { placeOf } from "./words";

export type CartGroupsProps = Pick<CartLineProps, "onRemove" | "onSave" | "onFollow"> & {
  cart: Cart;
  /** The seller whose awning unrolls, and which time it does. */
  added?: { sellerId: string | null; turn: number };
  level?: 2 | 3;
  /** What stands at the foot of a seller's panel. */
  below?: (group: CartGroup) => ReactNode;
};

/** One panel per seller, so that everybody sees who sends what. */
export function CartGroups({ cart, added, level = 2, below, ...lines }: CartGroupsProps) {
  return (
    <div className="flex flex-col gap-20">
      {cart.groups.map((group) => {
        const isAdded = added?.sellerId === group.seller.id;
        return (
          <GroupPanel
            key={isAdded ? `${group.seller.id} ${added.turn}` : group.seller.id}
            group={group}
            isUnrolling={isAdded}
            level={level}
            foot={below?.(group)}
            {...lines}
          />
        );
      })}
    </div>
  );
}

type GroupPanelProps = Pick<CartLineProps, "onRemove" | "onSave" | "onFollow"> & {
  group: CartGroup;
  isUnrolling: boolean;
  level: 2 | 3;
  foot: ReactNode;
};

function GroupPanel({ group, isUnrolling, level, foot, onRemove, onSave, onFollow }: GroupPanelProps) {
  const texts = useTexts();
  const { seller } = group;
  return (
    <StallPanel
      hue={seller.stall_hue}
      isUnrolling={isUnrolling}
      level={level}
      header={
        <Anchor
          href={`/shops/${seller.slug}`}
          onClick={onFollow}
          className="hover:underline hover:underline-offset-4"
        >
          {seller.name}
        </Anchor>
      }
      aside={<SentFrom group={group} />}
    >
      {group.items.map((item) => (
        <CartLine
          key={item.variant_id}
          item={item}
          seller={seller}
          onRemove={onRemove}
          onSave={onSave}
          onFollow={onFollow}
        />
      ))}
      {group.discount.amount > group.shipping_discount.amount && (
        <p className="flex justify-between gap-16 px-16 py-12 type-label">
          <span className="text-ink-2">{texts.t("cart.discount")}</span>
          <span className="numbers">
            {texts.money({
              ...group.discount,
              amount: group.shipping_discount.amount - group.discount.amount,
            })}
          </span>
        </p>
      )}
      {group.shipping_fault && (
        <div className="p-16" data-blocked tabIndex={-1}>
          <Note tone="warn">{group.shipping_fault}</Note>
        </div>
      )}
      {group.free_shipping_remaining && (
        <p className="flex items-center gap-8 px-16 py-12 type-label text-stall-text">
          <TruckIcon aria-hidden className="size-20" />
          <span className="numbers">
            {texts.t("cart.moreForFree", { amount: texts.money(group.free_shipping_remaining) })}
          </span>
        </p>
      )}
      {foot}
    </StallPanel>
  );
}

/** "Sent from Porto · €4.90 · Tue 24 – Thu 26 Nov"; what needs no shipping, or has none, says only from where. */
function SentFrom({ group }: { group: CartGroup }) {
  const texts = useTexts();
  const place = placeOf(group, texts);
  if (!group.shipping_option) return place;
  return (
    <>
      {group.pickup
        ? texts.t("cart.collectIn", { place: group.pickup.city })
        : texts.t("cart.sentFrom", { place })}{" "}
      · <ShippingPrice listed={group.shipping} off={group.shipping_discount.amount} texts={texts} />
      {group.delivery && ` · ${texts.delivery(group.delivery)}`}
    </>
  );
}
