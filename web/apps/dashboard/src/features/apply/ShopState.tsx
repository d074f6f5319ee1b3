import { useMarketplace, useSellerFile, type Membership, type SellerStatus } from "@feria/api";
import { EmptyState, LinkButton, Note } from "@feria/ui";
import { useTranslation } from "react-i18next";

const SHUT: SellerStatus[] = ["rejected", "closed"];
const NOTED: Partial<Record<SellerStatus, "info" | "bad">> = {
  applied: "info",
  onboarding: "info",
  in_review: "info",
  suspended: "bad",
};

/** Shops in these states have no pages to work on. */
export function isShut(status: SellerStatus): boolean {
  return SHUT.includes(status);
}

/** What the shop's state means for who works in it; nothing for an open shop. */
export function ShopState({ shop }: { shop: Membership }) {
  if (isShut(shop.status)) return <ShutShop shop={shop} />;
  const tone = NOTED[shop.status];
  return tone ? <NotedShop shop={shop} tone={tone} /> : null;
}

function NotedShop({ shop, tone }: { shop: Membership; tone: "info" | "bad" }) {
  const { t } = useTranslation();
  const reason = useReason(shop);
  return (
    <div className="pb-24">
      <Note tone={tone}>
        <p className="font-600">{t(`sell.shopState.${shop.status}.title`, { name: shop.name })}</p>
        <p>{t(`sell.shopState.${shop.status}.help`)}</p>
        {reason && <p>{t("sell.shopState.reason", { reason })}</p>}
      </Note>
    </div>
  );
}

function ShutShop({ shop }: { shop: Membership }) {
  const { t } = useTranslation();
  const reason = useReason(shop);
  const support = useMarketplace().data?.support_email;
  return (
    <EmptyState
      level={1}
      title={t(`sell.shopState.${shop.status}.title`, { name: shop.name })}
      help={
        <>
          {reason && <>{t("sell.shopState.reason", { reason })} </>}
          {t(`sell.shopState.${shop.status}.help`)}
        </>
      }
      action={support && <LinkButton href={`mailto:${support}`}>{t("sell.shopState.write")}</LinkButton>}
    />
  );
}

/** Why the operator decided so, from the shop's history. */
function useReason(shop: Membership): string {
  const history = useSellerFile(shop.id).data?.history ?? [];
  return history.filter((step) => step.to_status === shop.status).pop()?.reason ?? "";
}
