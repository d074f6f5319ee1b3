import type { SellerTransition } from "@feria/api";
import { Panel } from "@feria/ui";
import { useTranslation } from "react-i18next";
import { useActorName } from "../../operator/actors";
import { History } from "../../operator/History";

/** Every decision on the shop, newest first. */
export function SellerHistory({ history }: { history: SellerTransition[] }) {
  const { t } = useTranslation();
  const actorName = useActorName();
  const entries = history
    .map((step, place) => ({
      key: `${step.at}-${place}`,
      at: step.at,
      what: t(`operator.sellers.step.${step.to_status}`),
      who: actorName(step.actor),
      why: step.reason,
    }))
    .sort((one, other) => other.at.localeCompare(one.at));
  return (
    <Panel title={t("operator.sellers.history")}>
      <History entries={entries} />
    </Panel>
  );
}
