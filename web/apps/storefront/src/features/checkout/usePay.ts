import {
  ApiProblem,
  invalidate,
  orderQuery,
  useCancelPayment,
  usePlaceOrder,
  useProcessPayment,
  useSetCartAddress,
  type Cart,
  type Order,
  type OrderDraft,
} from "@feria/api";
import { useQueryClient } from "@tanstack/react-query";
import { faultOf } from "./faults";
import { keepCheckout } from "./keeping";
import { markOf, next, type CheckoutEvent, type Contact, type OpenOrder } from "./machine";
import { useFinish, type CheckoutParts } from "./useCheckout";
import { placeOf } from "./useConfirmAddress";

const METHOD = "test";
/** Answers after which the order's own page knows more than the checkout. */
const SETTLED = new Set(["already-paid", "payment-under-review"]);

export type Paying = { cart: Cart; contact: Contact; isGuest: boolean };

/** Places the order where none is open for this cart, then pays it. */
export function usePay({ state, dispatch }: CheckoutParts) {
  const openOrder = useOpenOrder(state.order);
  const client = useQueryClient();
  const process = useProcessPayment();
  const finish = useFinish();

  const attempt = async (order: OpenOrder) => {
    // What is free asks no bank, whatever was chosen before a code made it so.
    const body = {
      order_id: order.id,
      payment_method: METHOD,
      test_outcome: order.total.amount === 0 ? "succeed" : state.outcome,
    } as const;
    const { status, failure_code, redirect_url } = await process.mutateAsync(body);
    if (status === "succeeded" || status === "processing") return finish(order.number);
    const event: CheckoutEvent = {
      type: "attempted",
      status,
      code: failure_code ?? null,
      url: redirect_url ?? null,
    };
    dispatch(event);
    if (status !== "requires_action" || !redirect_url) return undefined;
    keepCheckout(next({ ...state, order }, event));
    location.assign(redirect_url);
  };

  return async (paying: Paying) => {
    let order = state.order;
    dispatch({ type: "placing" });
    try {
      order = await openOrder(paying);
      dispatch({ type: "placed", order });
      await attempt(order);
    } catch (error) {
      const slug = error instanceof ApiProblem ? error.slug : "";
      if (order && SETTLED.has(slug)) return finish(order.number);
      const fault = faultOf(error, order);
      const isGone = slug === "payment-over" || (error instanceof ApiProblem && error.status === 404);
      // What the cart says now belongs beside the reason.
      await invalidate(client, "/api/v1/cart");
      dispatch({ type: isGone ? "orderGone" : "refused", fault });
    }
  };
}

/** The order that waits for the payment of this cart: the one at hand, a new one, or the one placed before. */
function useOpenOrder(known: OpenOrder | null) {
  const client = useQueryClient();
  const place = usePlaceOrder();
  const setAddress = useSetCartAddress();
  const opened = (order: Order, from: string): OpenOrder => {
    const { id, number, total } = order;
    return { id, number, total, from, paymentId: order.payment.id };
  };

  /** The same cart was ordered before, perhaps in another tab: that order, where it is ours and says the same. */
  const earlier = async (orderId: string, { cart, contact }: Paying): Promise<Order | null> => {
    const asked = { ...orderQuery(orderId), staleTime: 0 };
    const found = await client.fetchQuery(asked).catch(() => null);
    return found?.kind === "order" && isSame(found as Order, cart, contact) ? (found as Order) : null;
  };

  return async (paying: Paying): Promise<OpenOrder> => {
    const { cart, contact } = paying;
    const from = markOf(cart, contact);
    if (known?.from === from) return known;
    const draft = draftOf(paying);
    try {
      return opened(await place.mutateAsync(draft), from);
    } catch (error) {
      const fault = faultOf(error);
      if (fault.kind !== "already-ordered") throw error;
      const found = await earlier(fault.orderId, paying);
      if (found) return opened(found, from);
      // Said again, the destination counts as a change of the cart, whose new order replaces the lost one.
      await setAddress.mutateAsync(placeOf(contact));
      return opened(await place.mutateAsync(draft), from);
    }
  };
}

function draftOf({ cart, contact, isGuest }: Paying): OrderDraft {
  const chosen = cart.groups.flatMap(({ seller, shipping_option: option }) =>
    option ? [[seller.id, option]] : [],
  );
  return {
    ...(isGuest ? { email: contact.email } : {}),
    shipping_address: contact.address,
    shipping: Object.fromEntries(chosen) as Record<string, string>,
    expected_total: cart.total,
    payment_method: METHOD,
  };
}

function isSame(order: Order, cart: Cart, contact: Contact): boolean {
  const { address } = contact;
  const names = Object.keys(address) as (keyof typeof address)[];
  return (
    order.total.amount === cart.total.amount &&
    order.email === contact.email &&
    names.every((name) => (order.shipping_address[name] ?? "") === address[name])
  );
}

/** Ends the attempt under way, so that the order can be paid or replaced. */
export function useEndAttempt({ dispatch }: Pick<CheckoutParts, "dispatch">) {
  const cancel = useCancelPayment();
  const finish = useFinish();
  return async (payment: { paymentId: string; orderId: string; number: string | null }) => {
    dispatch({ type: "saving" });
    try {
      await cancel.mutateAsync({ paymentId: payment.paymentId, orderId: payment.orderId });
      dispatch({ type: "attemptCancelled" });
    } catch (error) {
      const isPaid = error instanceof ApiProblem && error.slug === "already-paid";
      if (isPaid && payment.number) return finish(payment.number);
      dispatch({ type: "refused", fault: faultOf(error) });
    }
  };
}
