import { usePackingSlips, type SellerOrderCard } from "@feria/api";
import { Button, Note, TextLink, showToast } from "@feria/ui";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useProblemText } from "../../frame/Problem";
import { saveFile } from "../../frame/saveFile";
import { BULK_MAX, type Bulk } from "./bulk";
import { MarkShipped } from "./MarkShipped";

const NOTHING_TO_PACK = new Set<SellerOrderCard["status"]>(["awaiting_payment", "cancelled", "expired"]);
const SHIPPABLE = new Set<SellerOrderCard["status"]>(["accepted", "partially_shipped"]);

type BulkOrdersProps = { rows: SellerOrderCard[]; bulk: Bulk };

/** What can be done with the ticked orders; each button counts those it is for. */
export function BulkOrders({ rows, bulk }: BulkOrdersProps) {
  const { t } = useTranslation();
  const [isAsking, setIsAsking] = useState(false);
  const idsOf = (test: (row: SellerOrderCard) => boolean) => rows.filter(test).map(({ id }) => id);
  const placed = idsOf(({ status }) => status === "placed");
  const open = idsOf(({ status }) => SHIPPABLE.has(status));
  const packable = idsOf(({ status }) => !NOTHING_TO_PACK.has(status));
  const ship = (carrier: string) => {
    setIsAsking(false);
    void bulk.run("ship", open, carrier);
  };
  return (
    <>
      {placed.length > 0 && (
        <Button variant="primary" isBusy={bulk.isBusy} onClick={() => void bulk.run("accept", placed)}>
          {t("sell.orders.bulk.accept", { count: placed.length })}
        </Button>
      )}
      {open.length > 0 && (
        <Button isBusy={bulk.isBusy} onClick={() => setIsAsking(true)}>
          {t("sell.orders.bulk.ship", { count: open.length })}
        </Button>
      )}
      {packable.length > 0 && <Slips sellerId={bulk.sellerId} ids={packable} />}
      {isAsking && <MarkShipped count={open.length} onShip={ship} onClose={() => setIsAsking(false)} />}
    </>
  );
}

/** All their packing slips as one file to print. */
function Slips({ sellerId, ids }: { sellerId: string; ids: string[] }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const fetching = usePackingSlips();
  const save = () => {
    if (ids.length > BULK_MAX) {
      showToast({ text: t("sell.orders.bulk.slipsMax", { count: BULK_MAX }) });
      return;
    }
    fetching.mutate(
      { sellerId, orders: ids },
      {
        onSuccess: (blob) => saveFile(blob, "packing-slips.pdf"),
        onError: (fault) => showToast({ text: problemText(fault) }),
      },
    );
  };
  return (
    <Button isBusy={fetching.isPending} onClick={save}>
      {t("sell.orders.bulk.slips", { count: ids.length })}
    </Button>
  );
}

/** What became of it; those that stay as they were, each with the reason. */
export function BulkReport({ bulk: { result, dismiss } }: { bulk: Bulk }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  if (!result) return null;
  const of = (outcome: string) => result.results.filter((one) => one.outcome === outcome);
  const [done, unchanged, refused] = [of("done"), of("unchanged"), of("refused")];
  const key = `sell.orders.bulk.${result.action}`;
  return (
    <div role="status">
      <Note
        tone={refused.length > 0 || result.fault ? "warn" : "good"}
        action={
          <Button variant="quiet" onClick={dismiss}>
            {t("frame.close")}
          </Button>
        }
      >
        {done.length > 0 && <p>{t(`${key}Done`, { count: done.length })}</p>}
        {unchanged.length > 0 && <p>{t(`${key}Before`, { count: unchanged.length })}</p>}
        {refused.length > 0 && <p>{t("sell.orders.bulk.refused", { count: refused.length })}</p>}
        <ul className="flex flex-col">
          {refused.map(({ order_id: id, number, reason }) => (
            <li key={id}>
              <TextLink href={`/sell/orders/${id}`}>{number}</TextLink>: {reason}
            </li>
          ))}
        </ul>
        {result.fault ? <p>{problemText(result.fault)}</p> : null}
      </Note>
    </div>
  );
}
