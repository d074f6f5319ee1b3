import {
  ApiProblem,
  invalidate,
  keepOrderToken,
  namesOf,
  orderTokenOf,
  useIsSignedIn,
  useOrder,
  type Order,
  type OrderLine,
  type SellerOrder,
} from "@feria/api";
import { Button, EmptyState, LinkButton, Note, Skeleton, StatusDot } from "@feria/ui";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, type ReactNode } from "react";
import { Fault } from "../../forms/Fault";
import { usePage } from "../../page";
import { useTexts } from "../../useTexts";
import { BuyAgain } from "./BuyAgain";
import { CancelOrder } from "./CancelOrder";
import { OrderSide } from "./OrderSide";
import { SellerOrderPanel } from "./SellerOrderPanel";
import { wordOfOrder } from "./words";

export type OrderPageProps = {
  number: string;
  /** What a guest is offered once it is paid: an account. */
  offer: (order: Order) => ReactNode;
  /** What stands below what the sellers send, once it is paid: its returns and cases. */
  help: (order: Order) => ReactNode;
  /** What stands below a line that has arrived: its review. */
  below: (line: OrderLine, order: Order) => ReactNode;
  /** What can be asked about a part. */
  ask: (part: SellerOrder, order: Order) => ReactNode;
};

/** One order: how it stands, what each seller sends, what it cost. */
export function OrderPage({ number, offer, help, below, ask }: OrderPageProps) {
  const { t } = useTexts();
  const { data, error, refetch } = useOrder(number);
  const order = data?.kind === "order" ? (data as Order) : null;
  usePage(order || error ? t("orders.one", { number: number.toUpperCase() }) : undefined);
  useKeptWhole(order);
  if (error && !order) {
    return <NotShown error={error} number={number} onRetry={() => void refetch()} />;
  }
  return (
    <div className="page-width flex flex-col gap-24 py-24 lg:py-48">
      {order ? <OrderHead order={order} /> : <Skeleton className="h-64" />}
      {order ? (
        <OrderBody order={order} offer={offer} help={help} below={below} ask={ask} />
      ) : (
        <Skeleton className="h-320" />
      )}
    </div>
  );
}

/** A guest's secret counts for the parts too; and once it is paid, the cart is another one. */
function useKeptWhole(order: Order | null): void {
  const client = useQueryClient();
  const isPaid = order?.payment_status === "paid";
  useEffect(() => {
    const token = order && orderTokenOf(order.number);
    if (order && token) keepOrderToken(token, ...namesOf(order));
    if (isPaid) void invalidate(client, "/api/v1/cart");
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once per order and payment
  }, [order?.id, isPaid, client]);
}

function OrderHead({ order }: { order: Order }) {
  const { t, day, moment } = useTexts();
  const word = wordOfOrder(order);
  // The bank's page was left without an answer; the checkout leads back to it.
  const isAsked = order.payment.status === "requires_action";
  return (
    <header className="flex flex-col gap-8">
      <h1 className="type-title">{t("orders.one", { number: order.number })}</h1>
      <p className="flex flex-wrap items-center gap-x-16 gap-y-4">
        <span role="status" className="font-600">
          <StatusDot tone={word.tone}>{t(`orders.state.${word.key}`)}</StatusDot>
        </span>
        <span className="text-ink-2">{t("orders.orderedOn", { day: day(order.created_at) })}</span>
      </p>
      {word.key === "confirming" && !isAsked && <Note tone="info">{t("orders.confirming")}</Note>}
      {(word.key === "toPay" || isAsked) && (
        <div className="flex flex-col items-start gap-12">
          <Note tone="warn">
            {t(isAsked ? "orders.toConfirm" : "orders.toPay", { until: moment(order.expires_at) })}
          </Note>
          <LinkButton variant="primary" href="/checkout">
            {t(isAsked ? "orders.confirm" : "orders.pay")}
          </LinkButton>
        </div>
      )}
      {order.status === "placed" && (
        <p className="max-w-measure">{t("orders.thanks", { email: order.email })}</p>
      )}
    </header>
  );
}

type OrderBodyProps = Omit<OrderPageProps, "number"> & { order: Order };

function OrderBody({ order, offer, help, below, ask }: OrderBodyProps) {
  const isGuest = !useIsSignedIn();
  const isPaid = order.payment_status === "paid";
  return (
    <div className="grid items-start gap-24 lg:grid-cols-3 lg:gap-x-48">
      <div className="flex min-w-0 flex-col gap-20 lg:col-span-2">
        {order.seller_orders.map((part) => (
          <SellerOrderPanel
            key={part.id}
            part={part}
            address={order.shipping_address}
            below={(line) => below(line, order)}
            ask={ask(part, order)}
          />
        ))}
        {order.placed_at && help(order)}
        <BuyAgain order={order} />
        <CancelOrder order={order} />
      </div>
      <div className="lg:col-start-3 lg:row-span-2 lg:row-start-1">
        <OrderSide order={order} />
      </div>
      {isGuest && isPaid && <div className="lg:col-span-2">{offer(order)}</div>}
    </div>
  );
}

/** An order of somebody else looks like one that is not there. */
function NotShown({ error, number, onRetry }: { error: unknown; number: string; onRetry: () => void }) {
  const { t } = useTexts();
  const isGuest = !useIsSignedIn();
  const isMissing = error instanceof ApiProblem && error.status === 404;
  if (!isMissing) {
    return (
      <div className="page-width py-48">
        <Fault fault={error} action={<Button onClick={onRetry}>{t("shop.tryAgain")}</Button>} />
      </div>
    );
  }
  return (
    <div className="page-width">
      <EmptyState
        level={1}
        title={t("orders.notShown")}
        help={t(isGuest ? "orders.notShown.guest" : "orders.notShown.help")}
        action={
          <div className="flex flex-wrap justify-center gap-12">
            <LinkButton
              variant="primary"
              href={isGuest ? `/sign-in?next=/orders/${number}` : "/account/orders"}
            >
              {t(isGuest ? "signIn.title" : "orders.title")}
            </LinkButton>
            <LinkButton href="/orders/find">{t("orders.find.link")}</LinkButton>
          </div>
        }
      />
    </div>
  );
}
