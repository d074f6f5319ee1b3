import type { Order } from "@feria/api";
import { Panel } from "@feria/ui";
import { useTranslation } from "react-i18next";
import { useActorName } from "../../operator/actors";
import { History } from "../../operator/History";

/** What happened to the order and to each seller's part, newest first. */
export function OrderHistory({ order }: { order: Order }) {
  const { t } = useTranslation();
  const actorName = useActorName();
  const parts = order.seller_orders.flatMap(({ timeline }) =>
    timeline.map((step) => ({ ...step, words: "part" })),
  );
  const entries = [...order.timeline.map((step) => ({ ...step, words: "status" })), ...parts]
    .map((step, place) => ({ ...step, place }))
    .sort((one, other) => other.at.localeCompare(one.at) || other.place - one.place)
    .map(({ subject, at, actor, reason, status, words, place }) => ({
      key: String(place),
      at,
      what: (
        <>
          <span className="numbers">{subject}</span>: {t(`operator.orders.${words}.${status}`)}
        </>
      ),
      who: actorName(actor),
      why: reason,
    }));
  return (
    <Panel title={t("operator.orders.history")}>
      <History entries={entries} />
    </Panel>
  );
}
