import { useQuery } from "@tanstack/react-query";
import { call } from "./client";
import { once } from "./idempotency";
import type { PaymentRequest, RefundDraft } from "./models";
import { orderTokenOf } from "./orderTokens";
import { read } from "./read";
import { useWrite } from "./write";

const ONE = "/api/v1/payments/{payment_id}";
const WAITING_EVERY_MS = 2_000;
const touched = () => ["/api/v1/payments", "/api/v1/orders", "/api/v1/sellers/", "/api/v1/operator/orders"];

/** `orderId` finds a guest's token. */
export type PaymentOfOrder = { paymentId: string; orderId: string };
const named = ({ paymentId, orderId }: PaymentOfOrder) => ({
  path: { payment_id: paymentId },
  orderToken: orderTokenOf(orderId),
});

export const paymentQuery = (payment: PaymentOfOrder) => read(ONE, named(payment));

/**
 * A payment; read again every two seconds while the provider works on it, and with `isAwaited` also while the
 * buyer's answer at the provider's page is on its way here.
 */
export function usePayment(payment: PaymentOfOrder, { isAwaited = false, enabled = true } = {}) {
  const isOpen = (status?: string) => status === "processing" || (isAwaited && status === "requires_action");
  return useQuery({
    ...paymentQuery(payment),
    enabled,
    refetchInterval: (query) => (isOpen(query.state.data?.status) ? WAITING_EVERY_MS : false),
  });
}

/** Starts or goes on with the payment of an order; success empties the cart. */
export function useProcessPayment() {
  return useWrite(
    (body: PaymentRequest) =>
      once("post /payments/process", body, (idempotencyKey) =>
        call("post", "/api/v1/payments/process", {
          body,
          idempotencyKey,
          orderToken: orderTokenOf(body.order_id),
        }),
      ),
    () => [...touched(), "/api/v1/cart"],
  );
}

/** Ends the attempt under way, so that another method can be chosen. */
export function useCancelPayment() {
  return useWrite(
    (payment: PaymentOfOrder) => call("post", "/api/v1/payments/{payment_id}/cancel", named(payment)),
    touched,
  );
}

export function useRefundPayment() {
  return useWrite(({ paymentId, ...body }: { paymentId: string } & RefundDraft) => {
    const target = { path: { payment_id: paymentId }, body };
    return once(`post /payments/${paymentId}/refund`, body, (idempotencyKey) =>
      call("post", "/api/v1/payments/{payment_id}/refund", { ...target, idempotencyKey }),
    );
  }, touched);
}
