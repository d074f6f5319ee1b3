import { useChangeOrderStatus, type OrderLine, type SellerOrder, type Shipment } from "@feria/api";
import { Anchor, Button, Picture, StallPanel, TextLink, Track } from "@feria/ui";
import { ArrowSquareOutIcon, TruckIcon } from "@feria/ui/icons";
import type { ReactNode } from "react";
import { Fault } from "../../forms/Fault";
import { pictureAt } from "../../media";
import { useTexts } from "../../useTexts";
import { trackingPage } from "./carriers";
import { trackOf } from "./track";
import { nextStep } from "./words";

export type SellerOrderPanelProps = {
  part: SellerOrder;
  /** What stands below a line: its review. */
  below: (line: OrderLine) => ReactNode;
};

/** What one seller sends: the way of the parcel, what happens next, and what is in it. */
export function SellerOrderPanel({ part, below }: SellerOrderPanelProps) {
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
    </StallPanel>
  );
}

function Way({ part }: { part: SellerOrder }) {
  const { t, weekday } = useTexts();
  const track = trackOf(part);
  return (
    <div className="flex flex-col gap-20 px-16 py-20">
      {track && (
        <Track
          label={t("orders.track", { seller: part.seller.name })}
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
      {part.shipments.map((parcel) => (
        <Parcel key={parcel.id} parcel={parcel} isOne={part.shipments.length === 1} />
      ))}
      {part.status === "shipped" && <Arrived part={part} />}
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
      {part.status === "accepted" && range
        ? ` ${t("orders.next.arrives", { dates: delivery(range) })}`
        : null}
    </p>
  );
}

function Parcel({ parcel, isOne }: { parcel: Shipment; isOne: boolean }) {
  const { t, list } = useTexts();
  const { carrier, tracking_number: number } = parcel;
  const page = trackingPage(carrier, number);
  return (
    <div className="flex items-start gap-12 rounded-control bg-sunken px-16 py-12">
      <TruckIcon aria-hidden className="mt-2 size-20 shrink-0" />
      <div className="min-w-0">
        <p className="flex flex-wrap items-baseline gap-x-8">
          <span>{carrier || t("orders.parcel")}</span>
          {page ? (
            <TextLink
              href={page}
              target="_blank"
              rel="noreferrer"
              className="numbers inline-flex items-center gap-4"
            >
              {number}
              <ArrowSquareOutIcon aria-hidden className="size-16" />
              <span className="sr-only">{t("orders.trackingOpens", { carrier })}</span>
            </TextLink>
          ) : (
            <span className="numbers break-all">{number}</span>
          )}
        </p>
        {!isOne && (
          <p className="type-label text-ink-2">
            {list(parcel.items.map((item) => `${item.quantity} × ${item.title}`))}
          </p>
        )}
      </div>
    </div>
  );
}

/** The buyer's word that the parcel is here. */
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
        {t("orders.arrived")}
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
