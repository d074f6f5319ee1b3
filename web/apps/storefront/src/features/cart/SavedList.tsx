import { useForgetSaved, useMoveToCart, useSavedItems, type SavedItem } from "@feria/api";
import { Anchor, Button, Panel, Picture } from "@feria/ui";
import { Fault } from "../../forms/Fault";
import { pictureAt } from "../../media";
import { useTexts } from "../../useTexts";

/** What is kept for later; nothing while there is nothing. */
export function SavedList() {
  const { t } = useTexts();
  const items = useSavedItems().data?.items ?? [];
  const move = useMoveToCart();
  const forget = useForgetSaved();
  const fault = move.error ?? forget.error;
  if (items.length === 0) return null;
  return (
    <Panel title={t("cart.saved")}>
      {fault && <Fault fault={fault} />}
      <ul className="flex flex-col gap-16">
        {items.map((item) => (
          <SavedThing
            key={item.id}
            item={item}
            isBusy={move.isPending && move.variables.savedId === item.id}
            onMove={() => move.mutate({ savedId: item.id })}
            onForget={() => forget.mutate({ savedId: item.id })}
          />
        ))}
      </ul>
    </Panel>
  );
}

type SavedThingProps = { item: SavedItem; isBusy: boolean; onMove: () => void; onForget: () => void };

function SavedThing({ item, isBusy, onMove, onForget }: SavedThingProps) {
  const { t, money } = useTexts();
  const { product, seller } = item;
  const more = [
    product.variant_title || Object.values(product.options).join(", "),
    item.quantity > 1 ? t("cart.savedCount", { count: item.quantity }) : "",
    seller?.name ?? "",
  ];
  const { title } = product;
  return (
    <li className="flex gap-12">
      <Picture
        picture={pictureAt(product.image)}
        hue={seller?.stall_hue ?? 0}
        sizes="64px"
        isDimmed={item.available === 0}
        rounding="thumb"
        className="w-56 shrink-0 self-start"
      />
      <div className="flex min-w-0 flex-1 flex-col gap-8">
        <div className="flex items-baseline justify-between gap-x-16">
          <div className="min-w-0">
            <p className="font-500">
              {product.id && product.slug ? (
                <Anchor
                  href={`/p/${product.slug}-${product.id}`}
                  className="hover:underline hover:underline-offset-4"
                >
                  {title}
                </Anchor>
              ) : (
                title
              )}
            </p>
            <p className="numbers type-label text-ink-2">{more.filter(Boolean).join(" · ")}</p>
            {item.available === 0 && <p className="type-label text-warn">{t("cart.savedGone")}</p>}
          </div>
          <p className="shrink-0 type-price">{money(item.unit_price)}</p>
        </div>
        <div className="dense flex flex-wrap gap-8">
          {item.available !== 0 && (
            <Button isBusy={isBusy} onClick={onMove} aria-label={t("cart.moveThing", { title })}>
              {t("cart.move")}
            </Button>
          )}
          <Button variant="quiet" onClick={onForget} aria-label={t("cart.forgetThing", { title })}>
            {t("cart.remove")}
          </Button>
        </div>
      </div>
    </li>
  );
}
