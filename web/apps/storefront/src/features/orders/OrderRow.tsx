import type { Order, OrderCard } from "@feria/api";
import { Anchor, Picture, StatusDot } from "@feria/ui";
import { pictureAt } from "../../media";
import { useTexts } from "../../useTexts";
import { BuyAgain } from "./BuyAgain";
import { wordOfOrder } from "./words";

/** What a row needs; both a card of the list and a whole order have it. */
export type RowOrder = OrderCard | Order;

const PICTURES_MAX = 4;

/** One order of a list: its things, how it stands, what it cost. The whole row is one link, but for the button. */
export function OrderRow({ order }: { order: RowOrder }) {
  const { t, day, money, list } = useTexts();
  const word = wordOfOrder(order);
  const sellers = order.seller_orders.map(({ seller }) => seller.name);
  return (
    <article className="covered relative flex flex-col gap-12 rounded-panel border border-line bg-surface p-16 transition-colors hover:border-ink sm:flex-row sm:items-center sm:gap-20">
      <Thumbnails order={order} />
      <div className="min-w-0 flex-1">
        <h2 className="font-500">
          <Anchor href={`/orders/${order.number}`} className="cover">
            {t("orders.from", { sellers: list(sellers) })}
          </Anchor>
        </h2>
        <p className="numbers type-label text-ink-2">
          {t("orders.line", { number: order.number, day: day(order.created_at) })}
        </p>
        <div className="relative z-10 mt-12 w-fit max-w-full empty:hidden">
          <BuyAgain order={order} />
        </div>
      </div>
      <div className="flex items-center justify-between gap-16 sm:flex-col sm:items-end sm:gap-4">
        <span className="type-label">
          <StatusDot tone={word.tone}>{t(`orders.state.${word.key}`)}</StatusDot>
        </span>
        <span className="type-price">{money(order.total)}</span>
      </div>
    </article>
  );
}

function Thumbnails({ order }: { order: RowOrder }) {
  const all = order.seller_orders.flatMap(({ seller, lines }) =>
    lines.map((line, place) => ({ key: `${seller.id} ${place}`, image: line.image, hue: seller.stall_hue })),
  );
  const hidden = all.length - PICTURES_MAX;
  return (
    <div className="flex shrink-0 items-center gap-4" aria-hidden="true">
      {all.slice(0, PICTURES_MAX).map(({ key, image, hue }) => (
        <Picture
          key={key}
          picture={pictureAt(image)}
          hue={hue}
          sizes="48px"
          rounding="thumb"
          className="w-48"
        />
      ))}
      {hidden > 0 && <span className="numbers ps-4 type-label text-ink-2">+{hidden}</span>}
    </div>
  );
}
