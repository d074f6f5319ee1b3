import { useChangeQuantity, type CartItem, type CartSeller } from "@feria/api";
import { Anchor, Picture, QuantityStepper, classes } from "@feria/ui";
import { TrashIcon, WarningCircleIcon } from "@feria/ui/icons";
import { pictureAt } from "../../media";
import { useTexts } from "../../useTexts";
import type { Removed } from "./useRemoval";
import { isBlocked, noticeOf, optionsOf } from "./words";

export type CartLineProps = {
  item: CartItem;
  seller: CartSeller;
  onRemove: (removed: Removed, button: HTMLElement) => void;
  /** Where there is a list of things for later. */
  onSave?: ((removed: Removed, button: HTMLElement) => void) | undefined;
  onFollow?: (() => void) | undefined;
};

const QUANTITY_MAX = 999;

/** One thing in the cart: picture, what it is, how many, what it costs. */
export function CartLine({ item, seller, onRemove, onSave, onFollow }: CartLineProps) {
  const texts = useTexts();
  const options = optionsOf(item);
  return (
    <div className="flex gap-12 p-16" data-blocked={isBlocked(item) || undefined} data-line={item.variant_id}>
      <Picture
        picture={pictureAt(item.product.image)}
        hue={seller.stall_hue}
        sizes="72px"
        isDimmed={item.available === 0}
        rounding="thumb"
        className="w-64 shrink-0 self-start sm:w-72"
      />
      <div className="flex min-w-0 flex-1 flex-col gap-8">
        <div className="flex items-baseline justify-between gap-x-16">
          <div className="min-w-0">
            <p className="font-500">
              <LineTitle item={item} onFollow={onFollow} />
            </p>
            {options && <p className="type-label text-ink-2">{options}</p>}
            {item.quantity > 1 && (
              <p className="numbers type-label text-ink-2">
                {texts.t("cart.each", { price: texts.money(item.unit_price) })}
              </p>
            )}
          </div>
          <p className="shrink-0 type-price">{texts.money(item.total)}</p>
        </div>
        <LineNotice item={item} />
        <LineControls item={item} seller={seller} onRemove={onRemove} onSave={onSave} />
      </div>
    </div>
  );
}

function LineTitle({ item, onFollow }: Pick<CartLineProps, "item" | "onFollow">) {
  const { id, slug, title } = item.product;
  if (!id || !slug) return title;
  return (
    <Anchor href={`/p/${slug}-${id}`} onClick={onFollow} className="hover:underline hover:underline-offset-4">
      {title}
    </Anchor>
  );
}

function LineNotice({ item }: { item: CartItem }) {
  const text = noticeOf(item, useTexts());
  if (!text) return null;
  return (
    <p className="flex items-start gap-4 type-small text-warn" role="status">
      <WarningCircleIcon aria-hidden className="size-16 shrink-0" />
      <span>{text}</span>
    </p>
  );
}

function LineControls({ item, seller, onRemove, onSave }: CartLineProps) {
  const { t } = useTexts();
  const change = useChangeQuantity();
  const { title } = item.product;
  const canChange = item.available !== 0;
  const set = (quantity: number) => change.mutate({ itemId: item.id, quantity });
  return (
    <div className="dense flex flex-wrap items-center gap-x-8 gap-y-4">
      {canChange && (
        <QuantityStepper
          value={item.quantity}
          onChange={set}
          max={Math.max(1, Math.min(item.available ?? QUANTITY_MAX, QUANTITY_MAX))}
          labels={{
            quantity: t("cart.quantityOf", { title }),
            decrease: t("cart.less", { title }),
            increase: t("cart.more", { title }),
          }}
        />
      )}
      <button
        type="button"
        data-cart-remove
        aria-label={t("cart.removeThing", { title })}
        onClick={(event) => onRemove({ item, seller }, event.currentTarget)}
        className={classes(
          "inline-flex min-h-36 items-center gap-4 rounded-control px-8 type-label text-ink-2 hover:text-bad pointer-coarse:min-h-44",
          !canChange && "-ms-8",
        )}
      >
        <TrashIcon aria-hidden className="size-16" />
        {t("cart.remove")}
      </button>
      {onSave && (
        <button
          type="button"
          data-cart-save
          aria-label={t("cart.saveThing", { title })}
          onClick={(event) => onSave({ item, seller }, event.currentTarget)}
          className="inline-flex min-h-36 items-center rounded-control px-8 type-label text-ink-2 hover:text-ink pointer-coarse:min-h-44"
        >
          {t("cart.save")}
        </button>
      )}
    </div>
  );
}
