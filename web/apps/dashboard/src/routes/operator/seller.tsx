import { useMembers, useSellerFile, type SellerFile } from "@feria/api";
import { Button, LinkButton } from "@feria/ui";
import { ArrowSquareOutIcon } from "@feria/ui/icons";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { DecisionDialog } from "../../features/operator-sellers/DecisionDialog";
import { MembersPanel, OrdersPanel, ShopPanel } from "../../features/operator-sellers/SellerFacts";
import { SellerHistory } from "../../features/operator-sellers/SellerHistory";
import { SellerState, decisionsIn, type Decision } from "../../features/operator-sellers/words";
import { PageBody, PageHead } from "../../frame/PageHead";
import { Problem } from "../../frame/Problem";
import { WaitingPage } from "../../frame/Waiting";

/** One seller's file: who it is, what was decided, and what can be. */
export function OperatorSeller() {
  const { sellerId = "" } = useParams({ strict: false }) as { sellerId?: string };
  const file = useSellerFile(sellerId);
  return (
    <PageBody>
      {file.isError && <Problem fault={file.error} onRetry={() => void file.refetch()} />}
      {file.isPending && <WaitingPage />}
      {file.data && <Seller seller={file.data} />}
    </PageBody>
  );
}

function Seller({ seller }: { seller: SellerFile }) {
  const { t } = useTranslation();
  const members = useMembers(seller.id);
  const [decision, setDecision] = useState<Decision | null>(null);
  const owner = members.data?.items.find(({ role }) => role === "owner");
  return (
    <>
      <PageHead
        title={seller.name}
        status={<SellerState status={seller.status} />}
        back={{ href: "/operator/sellers", label: t("operator.sellers.title") }}
        actions={
          <>
            {seller.status === "active" && (
              <LinkButton
                variant="quiet"
                href={`/shops/${seller.slug}`}
                target="_blank"
                icon={<ArrowSquareOutIcon aria-hidden className="size-20" />}
              >
                {t("operator.sellers.see")}
              </LinkButton>
            )}
            {decisionsIn(seller.status).map((one) => (
              <Button
                key={one}
                variant={one === "reject" || one === "suspend" ? "danger" : "primary"}
                onClick={() => setDecision(one)}
              >
                {t(`operator.sellers.${one}.do`)}
              </Button>
            ))}
          </>
        }
      />
      <div className="grid items-start gap-20 lg:grid-cols-3">
        <div className="flex flex-col gap-20 lg:col-span-2">
          <ShopPanel seller={seller} />
          <SellerHistory seller={seller} />
        </div>
        <div className="flex flex-col gap-20">
          <MembersPanel sellerId={seller.id} />
          <OrdersPanel sellerId={seller.id} />
        </div>
      </div>
      <DecisionDialog seller={seller} owner={owner} decision={decision} onClose={() => setDecision(null)} />
    </>
  );
}
