import { useDocumentFile, useOrderDocuments, type SellerDocument, type SellerOrder } from "@feria/api";
import { Button } from "@feria/ui";
import { DownloadSimpleIcon } from "@feria/ui/icons";
import { Fault } from "../../forms/Fault";
import { useTexts } from "../../useTexts";

/** The invoice of what one seller sent, and the credit notes on it. */
export function DocumentLinks({ part }: { part: SellerOrder }) {
  const isWanted = part.shipments.length > 0;
  const orderNumber = part.number.slice(0, part.number.lastIndexOf("-"));
  const { data } = useOrderDocuments(part.order_id, isWanted, orderNumber);
  const own = data?.items.filter((one) => one.seller_order_id === part.id) ?? [];
  if (own.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-8">
      {own.map((one) => (
        <li key={one.id}>
          <DocumentLink document={one} orderId={part.order_id} />
        </li>
      ))}
    </ul>
  );
}

function DocumentLink({ document: { kind, number, file }, orderId }: DocumentLinkProps) {
  const { t } = useTexts();
  const fetching = useDocumentFile();
  const name = t(`orders.document.${kind === "credit_note" ? "creditNote" : "invoice"}`, { number });
  const save = () =>
    fetching.mutate({ file, orderId }, { onSuccess: (blob) => keep(blob, `${kind}-${number}.pdf`) });
  return (
    <>
      {fetching.error && <Fault fault={fetching.error} />}
      <Button
        isBusy={fetching.isPending}
        onClick={save}
        icon={<DownloadSimpleIcon aria-hidden className="size-20" />}
      >
        {name}
      </Button>
    </>
  );
}

type DocumentLinkProps = { document: SellerDocument; orderId: string };

function keep(blob: Blob, name: string): void {
  const href = URL.createObjectURL(blob);
  Object.assign(document.createElement("a"), { href, download: name.replace("_", "-") }).click();
  URL.revokeObjectURL(href);
}
