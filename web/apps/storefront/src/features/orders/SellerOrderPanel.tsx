import {
  useChangeOrderStatus,
  type Address,
  type OrderLine,
  type PickupPlace,
  type SellerOrder,
} from "@feria/api";
import { Anchor, Button, Picture, StallPanel, Track } from "@feria/ui";
import { StorefrontIcon } from "@feria/ui/icons";
import type { ReactNode } from "react";
import { addressLine, placeText } from "../../address/words";
import { Fault } from "../../forms/Fault";
import { pictureAt } from "../../media";
import { useTexts } from "../../useTexts";
import { Parcel } from "./Parcel";
import { PartHistory } from "./PartHistory";
import { DocumentLinks } from "./DocumentLinks";
import { trackOf } from "./track";
import { nextStep } from "./words";

export type SellerOrderPanelProps = {
  part: SellerOrder;
  /** Where the order goes; a part that goes elsewhere says so. */
  address: Address;
  /** What stands below a line: its review. */
  below: (line: OrderLine) => ReactNode;
  /** What can be asked of the seller. */
  ask: ReactNode;
};

/** What one seller sends: the way of the parcel, what happens next, and what is in it. */
export function SellerOrderPanel({ part, address, below, ask }: SellerOrderPanelProps) {
  const { seller } = part;
  return (
    <StallPanel
      hue={seller.stall_hue}
      header={
        <Anchor href={`/shops/${seller.slug}`} className="hover:underline hover:underline-offset-4">
          {seller.name}
        </Anchor>
      }
      aside={part.number}
    >
      <Way part={part} />
      {part.lines.map((line) => (
        <Line key={line.id} line={line} hue={seller.stall_hue}>
          {below(line)}
        </Line>
      ))}
      <Elsewhere part={part} address={address} />
      {ask}
      <PartHistory part={part} />
    </StallPanel>
  );
}

function Elsewhere({ part, address }: Pick<SellerOrderPanelProps, "part" | "address">) {
  const { t, country } = useTexts();
  const own = addressLine(part.shipping_address, country);
  if (own === addressLine(address, country)) return null;
  return <p className="px-16 py-12 text-ink-2">{t("orders.elsewhere", { address: own })}</p>;
}

function Way({ part }: { part: SellerOrder }) {
  const { t, weekday } = useTexts();
  const track = trackOf(part);
  return (
    <div className="flex flex-col gap-20 px-16 py-20">
      {track && (
        <Track
          label={t(part.pickup ? "orders.trackPickup" : "orders.track", { seller: part.seller.name })}
          hue={part.seller.stall_hue}
          done={track.done}
          doneLabel={t("orders.done")}
          stops={track.stops.map(({ key, at }) => ({
            label: t(`orders.stop.${key}`),
            ...(at ? { at: weekday(at) } : {}),
          }))}
        />
      )}
      <NextSentence part={part} />
      {part.pickup && <Pickup place={part.pickup} />}
      {part.gift_note && (
        <p className="type-label break-words whitespace-pre-line text-ink-2">
          {t("orders.giftNote", { note: part.gift_note })}
        </p>
      )}
      {!part.pickup &&
        part.shipments.map((parcel) => (
          <Parcel key={parcel.id} parcel={parcel} isOne={part.shipments.length === 1} />
        ))}
      {part.status === "shipped" && <Arrived part={part} />}
      <DocumentLinks part={part} />
    </div>
  );
}

function NextSentence({ part }: { part: SellerOrder }) {
  const { t, weekday, delivery } = useTexts();
  const { key, day, range } = nextStep(part, new Date().toISOString().slice(0, 10));
  return (
    <p className="max-w-measure text-pretty">
      {t(`orders.next.${key}`, {
        seller: part.seller.name,
        day: day ? weekday(day) : "",
        dates: range ? delivery(range) : "",
      })}
      {part.status === "accepted" && range && !part.pickup
        ? ` ${t("orders.next.arrives", { dates: delivery(range) })}`
        : null}
    </p>
  );
}

/** Where it is collected, and when somebody is there. */
function Pickup({ place }: { place: PickupPlace }) {
  const { t } = useTexts();
  return (
    <div className="flex items-start gap-12 rounded-control bg-sunken px-16 py-12">
      <StorefrontIcon aria-hidden className="mt-2 size-20 shrink-0" />
      <div className="min-w-0">
        <p>{t("checkout.collectAt", { place: placeText(place) })}</p>
        {place.note && <p className="type-label text-ink-2">{place.note}</p>}
      </div>
    </div>
  );
}

/** The buyer's word that the parcel is here, or collected. */
function Arrived({ part }: { part: SellerOrder }) {
  const { t } = useTexts();
  const change = useChangeOrderStatus();
  return (
    <div className="flex flex-col gap-12">
      {change.error && <Fault fault={change.error} />}
      <Button
        className="self-start"
        isBusy={change.isPending}
        onClick={() => change.mutate({ orderId: part.id, status: "delivered" })}
      >
        {t(part.pickup ? "orders.collected" : "orders.arrived")}
      </Button>
    </div>
  );
}

type LineProps = { line: OrderLine; hue: number; children: ReactNode };

function Line({ line, hue, children }: LineProps) {
  const { t, money } = useTexts();
  const options = line.variant_title || Object.values(line.options).join(", ");
  const { cancelled } = line.quantities;
  // Where tax is added, the total is more than the price as listed.
  const listed = line.discount.amount > 0 ? line.unit_price.amount * line.quantity : 0;
  return (
    <div className="flex flex-wrap gap-12 p-16">
      <Picture
        picture={pictureAt(line.image)}
        hue={hue}
        sizes="64px"
        rounding="thumb"
        className="w-56 shrink-0 self-start"
      />
      <div className="flex min-w-0 flex-1 items-baseline justify-between gap-x-16">
        <div className="min-w-0">
          <p className="font-500">
            <Anchor
              href={`/p/${line.slug}-${line.product_id}`}
              className="hover:underline hover:underline-offset-4"
            >
              {line.title}
            </Anchor>
          </p>
          <p className="numbers type-label text-ink-2">
            {[options, t("orders.quantity", { count: line.quantity })].filter(Boolean).join(" · ")}
          </p>
          {cancelled > 0 && (
            <p className="numbers type-label text-warn">
              {t("orders.cancelledOf", { count: cancelled, all: line.quantity })}
            </p>
          )}
        </div>
        <p className="flex shrink-0 flex-col items-end type-price">
          {listed > line.total.amount && (
            <s className="type-label text-ink-2">
              <span className="sr-only">{t("shop.was")} </span>
              {money({ ...line.total, amount: listed })}
            </s>
          )}
          {money(line.total)}
        </p>
      </div>
      {children && <div className="w-full sm:ps-64">{children}</div>}
    </div>
  );
}
