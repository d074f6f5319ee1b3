import { paymentQuery, type Payment } from "@feria/api";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useReducer, type Dispatch } from "react";
import { dropDraft } from "../../forms/draft";
import { dropCheckout, keepCheckout, keptCheckout } from "./keeping";
import { next, type Checkout, type CheckoutEvent, type OpenOrder } from "./machine";

export const ADDRESS_DRAFT = "checkout-address";

export type CheckoutParts = { state: Checkout; dispatch: Dispatch<CheckoutEvent> };

/** The checkout's state, kept in this tab. */
export function useCheckout(): CheckoutParts {
  const [state, dispatch] = useReducer(next, undefined, keptCheckout);
  useEffect(() => keepCheckout(state), [state]);
  return { state, dispatch };
}

/** Leaves the checkout behind and shows the order. */
export function useFinish() {
  const navigate = useNavigate();
  return (number: string) => {
    dropCheckout();
    dropDraft(ADDRESS_DRAFT);
    return navigate({ to: `/orders/${number}`, replace: true });
  };
}

/** How the attempt stands of which somebody comes back without an answer; `null` where it is not ours to know. */
export function useLookAtPayment() {
  const client = useQueryClient();
  return async ({ id, paymentId }: OpenOrder): Promise<Payment | null> => {
    const asked = { ...paymentQuery({ paymentId, orderId: id }), staleTime: 0 };
    return client.fetchQuery(asked).catch(() => null);
  };
}

/** A failed attempt leaves the payment payable, and says why. */
export function statusOf({ status, failure_code: code }: Payment): Payment["status"] {
  return status === "requires_payment" && code ? "failed" : status;
}

/** Looks at the open order's payment when the page opens, also out of the browser's memory on the way back. */
export function useReturn({ state, dispatch }: CheckoutParts): void {
  const look = useLookAtPayment();
  const finish = useFinish();
  const order = state.order;
  const isWaiting = state.fault?.kind === "unconfirmed";
  const lookAgain = async () => {
    if (!order || !isWaiting) return;
    const payment = await look(order);
    if (!payment) return;
    const status = statusOf(payment);
    if (status === "succeeded" || status === "processing") return finish(order.number);
    dispatch({
      type: "attempted",
      status,
      code: payment.failure_code ?? null,
      url: payment.redirect_url ?? null,
    });
    dispatch({ type: "cameBack" });
  };
  useEffect(() => {
    void lookAgain();
    const comeBack = (event: PageTransitionEvent) => {
      if (!event.persisted) return;
      dispatch({ type: "cameBack" });
      void lookAgain();
    };
    window.addEventListener("pageshow", comeBack);
    return () => window.removeEventListener("pageshow", comeBack);
    // Once per order, not with each of its changes.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [order?.id]);
}
