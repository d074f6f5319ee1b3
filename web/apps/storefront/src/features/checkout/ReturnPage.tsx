import { ApiProblem, useOrder, usePayment, type Order } from "@feria/api";
import { Button, EmptyState, LinkButton } from "@feria/ui";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { usePage } from "../../page";
import { useTexts } from "../../useTexts";
import { keepCheckout, keptCheckout } from "./keeping";
import { next } from "./machine";
import { statusOf, useFinish } from "./useCheckout";

/** A bank's answer that is not here by then will come by itself; the order's page waits for it. */
const PATIENCE_MS = 20_000;

/** Back from the bank's page: waits for the answer, then goes on to the order or back to the payment. */
export function ReturnPage({ orderId }: { orderId: string }) {
  const { t } = useTexts();
  const { data: order, error } = useOrder(orderId);
  usePage(t("return.title"));
  if (error || (order && order.kind !== "order")) return <Unknown error={error} />;
  return (
    <>
      {order && <Waiting order={order as Order} />}
      <div className="page-width">
        <EmptyState level={1} title={t("return.waiting")} help={t("return.waiting.help")} />
      </div>
    </>
  );
}

function Waiting({ order }: { order: Order }) {
  const { id, number, payment: opened } = order;
  const { data: payment } = usePayment({ paymentId: opened.id, orderId: id }, { isAwaited: true });
  const isPatient = usePatience();
  const finish = useFinish();
  const navigate = useNavigate();
  const status = payment && statusOf(payment);
  const code = payment?.failure_code ?? null;
  const url = payment?.redirect_url ?? null;
  useEffect(() => {
    if (status === undefined || (status === "requires_action" && isPatient)) return;
    if (status === "succeeded" || status === "processing") return void finish(number);
    const kept = next(keptCheckout(), { type: "attempted", status, code, url });
    keepCheckout({ ...kept, step: "idle" });
    void navigate({ to: "/checkout", replace: true });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the answer decides, once
  }, [status, isPatient]);
  return null;
}

function usePatience(): boolean {
  const [isPatient, setIsPatient] = useState(true);
  useEffect(() => {
    const timer = setTimeout(() => setIsPatient(false), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return isPatient;
}

function Unknown({ error }: { error: unknown }) {
  const { t } = useTexts();
  const isMissing = error instanceof ApiProblem && error.status === 404;
  return (
    <div className="page-width">
      <EmptyState
        level={1}
        title={t(isMissing ? "return.unknown" : "shop.fault.server")}
        help={t(isMissing ? "return.unknown.help" : "shop.fault.server.help")}
        action={
          isMissing ? (
            <LinkButton variant="primary" href="/orders">
              {t("orders.title")}
            </LinkButton>
          ) : (
            <Button variant="primary" onClick={() => location.reload()}>
              {t("shop.tryAgain")}
            </Button>
          )
        }
      />
    </div>
  );
}
