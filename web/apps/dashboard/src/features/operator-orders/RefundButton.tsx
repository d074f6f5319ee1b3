import { useRefundPayment, type Order } from "@feria/api";
import { Button, formatMoney } from "@feria/ui";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { focusTitle } from "../../frame/focusTitle";
import { ReasonDialog } from "../../operator/ReasonDialog";

/** Gives back all that has not been given back yet. */
export function RefundButton({ order }: { order: Order }) {
  const { t, i18n } = useTranslation();
  const [isAsking, setIsAsking] = useState(false);
  const refund = useRefundPayment();
  const left = { ...order.total, amount: order.total.amount - order.refunded.amount };
  if (order.payment.status !== "succeeded" || left.amount <= 0) return null;
  const amount = formatMoney(left, i18n.language);
  const close = () => {
    refund.reset();
    setIsAsking(false);
  };
  const done = () => {
    close();
    focusTitle();
  };
  return (
    <>
      <Button variant="danger" onClick={() => setIsAsking(true)}>
        {t("operator.orders.refund.do", { amount })}
      </Button>
      <ReasonDialog
        isOpen={isAsking}
        onClose={close}
        title={t("operator.orders.refund.title", { amount })}
        submitLabel={t("operator.orders.refund.do", { amount })}
        hint={t("operator.orders.reasonHint")}
        isReasonRequired
        isHarmful
        isBusy={refund.isPending}
        fault={refund.error}
        onSubmit={({ reason = "" }) =>
          refund.mutate({ paymentId: order.payment.id, reason }, { onSuccess: done })
        }
      >
        <p>{t("operator.orders.refund.effects")}</p>
      </ReasonDialog>
    </>
  );
}
