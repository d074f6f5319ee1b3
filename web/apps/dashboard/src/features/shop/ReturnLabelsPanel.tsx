import { usePacking, useSetLabelsReturns } from "@feria/api";
import { Note, Panel, Switch } from "@feria/ui";
import { useTranslation } from "react-i18next";
import { useProblemText } from "../../frame/Problem";
import { ShipFrom } from "../../packing/ShipFrom";

/** Where parcels start and returns come back to, and whether labels for those are bought by themselves. */
export function ReturnLabelsPanel({ sellerId }: { sellerId: string }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const packing = usePacking(sellerId);
  const save = useSetLabelsReturns();
  if (!packing.data || packing.data.carriers.length === 0) return null;
  const { ship_from: place, labels_returns: isOn } = packing.data;
  return (
    <Panel title={t("sell.returnLabels.title")}>
      <div className="flex flex-col gap-16">
        <ShipFrom sellerId={sellerId} place={place} />
        <Switch
          label={t("sell.returnLabels.buy")}
          hint={t(place ? "sell.returnLabels.hint" : "sell.returnLabels.first")}
          isOn={save.isPending ? save.variables.labels_returns : isOn}
          isDisabled={!place || save.isPending}
          onChange={(wanted) => save.mutate({ sellerId, labels_returns: wanted })}
        />
        {save.error && <Note tone="bad">{problemText(save.error)}</Note>}
      </div>
    </Panel>
  );
}
