import { useChangeOrderStatus, type SellerOrder } from "@feria/api";
import { Button, Note, formatDay, formatMoment } from "@feria/ui";
import { useTranslation } from "react-i18next";
import { focusTitle } from "../../frame/focusTitle";
import { useProblemText } from "../../frame/Problem";
import { dueOf } from "../../words/due";

/** What is owed, and by when; the step itself where it is one press. */
export function NextStep({ order }: { order: SellerOrder }) {
  const { t } = useTranslation();
  const said = useSaid(order);
  const change = useChangeOrderStatus();
  const problemText = useProblemText();
  if (!said) return null;
  return (
    <div className="flex flex-col gap-8">
      <Note
        tone={said.tone}
        action={
          order.status === "placed" && (
            <Button
              variant="primary"
              isBusy={change.isPending}
              onClick={() =>
                change.mutate({ orderId: order.id, status: "accepted" }, { onSuccess: focusTitle })
              }
            >
              {t("sell.order.accept")}
            </Button>
          )
        }
      >
        <p className="font-600">{said.title}</p>
        {said.help && <p>{said.help}</p>}
      </Note>
      {change.error && <Note tone="bad">{problemText(change.error)}</Note>}
    </div>
  );
}

const TROUBLE = new Set(["exception", "returned", "lost"]);
type Said = { tone: "info" | "good" | "warn" | "bad"; title: string; help?: string };

function useSaid(order: SellerOrder): Said | null {
  const { t, i18n } = useTranslation();
  const texts = { locale: i18n.language };
  const day = (moment: string | null | undefined) => (moment ? formatDay(moment, texts) : "");
  const promised = order.pickup ? "sell.order.collects" : "sell.order.arrives";
  const arrives = order.deliver_by ? t(promised, { day: day(order.deliver_by) }) : undefined;
  const help = arrives ? { help: arrives } : {};
  switch (order.status) {
    case "awaiting_payment":
      return { tone: "info", title: t("sell.order.unpaid"), help: t("sell.order.unpaidHelp") };
    case "placed": {
      const until = order.accept_by ? formatMoment(order.accept_by, texts) : "";
      return {
        tone: "warn",
        title: until ? t("sell.order.acceptUntil", { until }) : t("sell.order.acceptSoon"),
        help: t("sell.order.acceptHelp"),
      };
    }
    case "accepted":
    case "partially_shipped": {
      const due = dueOf(order, new Date());
      const tone = due === "overdue" ? "bad" : due === "today" ? "warn" : "info";
      const owed = order.pickup ? "sell.order.ready" : "sell.order.ship";
      return { tone, title: t(`${owed}.${due}`, { day: day(order.ship_by) }), ...help };
    }
    case "shipped":
      if (order.shipments.some(({ status }) => TROUBLE.has(status)))
        return { tone: "bad", title: t("sell.order.trouble"), help: t("sell.order.troubleHelp") };
      return {
        tone: "good",
        title: t(order.pickup ? "sell.order.allReady" : "sell.order.onItsWay"),
        ...help,
      };
    case "cancelled":
      return { tone: "info", title: t("sell.order.cancelled"), help: order.cancel_reason };
    default:
      return null;
  }
}
