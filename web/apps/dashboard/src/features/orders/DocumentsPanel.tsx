import { useOrderDocuments, usePackingSlip, type SellerDocument, type SellerOrder } from "@feria/api";
import { Button, Panel, formatDay, formatMoney, showToast } from "@feria/ui";
import { DownloadSimpleIcon } from "@feria/ui/icons";
import { useTranslation } from "react-i18next";
import { DocumentButton } from "../../frame/DocumentButton";
import { useProblemText } from "../../frame/Problem";
import { saveFile } from "../../frame/saveFile";

const NOTHING_TO_PACK = new Set<SellerOrder["status"]>(["awaiting_payment", "cancelled", "expired"]);

/** The packing slip, and what has been issued for this order. */
export function DocumentsPanel({ order }: { order: SellerOrder }) {
  const { t } = useTranslation();
  // A parcel may be packed and not have left.
  const documents = useOrderDocuments(order.id, order.shipments.length > 0).data?.items ?? [];
  const mayPack = !NOTHING_TO_PACK.has(order.status);
  if (!mayPack && documents.length === 0) return null;
  return (
    <Panel title={t("sell.documents.title")} flush>
      <ul className="divide-y divide-line border-t border-line">
        {mayPack && <PackingSlip order={order} />}
        {documents.map((one) => (
          <Row key={one.id} document={one} />
        ))}
      </ul>
      {documents.length === 0 && (
        <p className="border-t border-line px-16 py-12 type-small text-ink-2 md:px-20">
          {t("sell.documents.invoiceLater")}
        </p>
      )}
    </Panel>
  );
}

const ROW = "flex items-center justify-between gap-12 px-16 py-8 md:px-20";

function PackingSlip({ order }: { order: SellerOrder }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const fetching = usePackingSlip();
  const save = () =>
    fetching.mutate(order.id, {
      onSuccess: (blob) => saveFile(blob, `packing-slip-${order.number}.pdf`),
      onError: (fault) => showToast({ text: problemText(fault) }),
    });
  return (
    <li className={ROW}>
      <span className="font-500">{t("sell.documents.packingSlip")}</span>
      <Button
        variant="quiet"
        isBusy={fetching.isPending}
        onClick={save}
        icon={<DownloadSimpleIcon aria-hidden className="size-20" />}
        aria-label={t("sell.documents.downloadSlip")}
      >
        {t("sell.documents.download")}
      </Button>
    </li>
  );
}

function Row({ document }: { document: SellerDocument }) {
  const { t, i18n } = useTranslation();
  return (
    <li className={ROW}>
      <span className="flex min-w-0 flex-col">
        <span className="numbers font-500">
          {t(`sell.documents.kind.${document.kind}`)}{" "}
          <span className="whitespace-nowrap">{document.number}</span>
        </span>
        <span className="numbers type-small text-ink-2">
          {formatDay(document.issued_at, { locale: i18n.language })} ·{" "}
          {formatMoney(document.total, i18n.language)}
        </span>
      </span>
      <DocumentButton document={document} />
    </li>
  );
}
