import { usePacking, type SellerOrder } from "@feria/api";
import { Panel, Tabs } from "@feria/ui";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { LabelForm } from "./LabelForm";
import { ShipForm } from "./ShipForm";

type Way = "label" | "own";
const LAST_WAY = "feria.packing";

/** Packs a parcel: with a label that is bought here, or one that the shop has of its own. */
export function PackPanel({ order }: { order: SellerOrder }) {
  const { t } = useTranslation();
  const packing = usePacking(order.seller.id);
  const [way, setWay] = useState<Way>(localStorage.getItem(LAST_WAY) === "label" ? "label" : "own");
  const choose = (id: string) => {
    const chosen = id === "label" ? "label" : "own";
    localStorage.setItem(LAST_WAY, chosen);
    setWay(chosen);
  };
  const sells = packing.data !== undefined && packing.data.carriers.length > 0 && !order.pickup;
  return (
    <Panel title={t(order.pickup ? "sell.ship.titlePickup" : "sell.ship.title")}>
      {sells ? (
        <Tabs
          label={t("sell.ship.title")}
          selected={way}
          onSelect={choose}
          tabs={[
            { id: "own", label: t("sell.label.own"), content: <ShipForm order={order} /> },
            {
              id: "label",
              label: t("sell.label.buy"),
              content: <LabelForm order={order} packing={packing.data} />,
            },
          ]}
        />
      ) : (
        !packing.isPending && <ShipForm order={order} />
      )}
    </Panel>
  );
}
