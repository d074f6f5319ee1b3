import { useMembers, type SellerFile } from "@feria/api";
import { Panel } from "@feria/ui";
import { useTranslation } from "react-i18next";
import { useActorName } from "../../operator/actors";
import { History } from "../../operator/History";

/** Every decision on the shop, newest first. */
export function SellerHistory({ seller }: { seller: SellerFile }) {
  const { t } = useTranslation();
  const actorName = useActorName(useMembers(seller.id).data?.items);
  const entries = seller.history
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
