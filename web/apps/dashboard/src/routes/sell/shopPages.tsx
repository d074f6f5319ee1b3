import { useSellerFile, useShippingCalendar, useShippingProfiles } from "@feria/api";
import { TabLinks } from "@feria/ui";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { MembersPage } from "../../features/shop/MembersPage";
import { ReturnLabelsPanel } from "../../features/shop/ReturnLabelsPanel";
import { ShippingPage } from "../../features/shop/ShippingPage";
import { ShippingPreview } from "../../features/shop/ShippingPreview";
import { StallPage } from "../../features/shop/StallPage";
import { PageHead } from "../../frame/PageHead";
import { Problem } from "../../frame/Problem";
import { WaitingPage } from "../../frame/Waiting";
import { useShop } from "./shop";

const TABS = [
  { id: "stall", href: "/sell/shop" },
  { id: "shipping", href: "/sell/shop/shipping" },
  { id: "members", href: "/sell/shop/members" },
] as const;
type TabId = (typeof TABS)[number]["id"];

function ShopPages({ tab, children }: { tab: TabId; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <>
      <PageHead title={t("sell.shop.title")} />
      <div className="pb-20">
        <TabLinks
          label={t("sell.shop.pages")}
          items={TABS.map((one) => ({
            href: one.href,
            label: t(`sell.shop.tab.${one.id}`),
            isCurrent: one.id === tab,
          }))}
        />
      </div>
      {children}
    </>
  );
}

/** What buyers see of the shop. */
export function ShopStall() {
  const shop = useShop();
  const file = useSellerFile(shop.id);
  const reload = async () => (await file.refetch()).data;
  return (
    <ShopPages tab="stall">
      {file.data && <StallPage file={file.data} onReload={reload} />}
      {file.isPending && <WaitingPage />}
      {file.error && !file.data && <Problem fault={file.error} onRetry={() => void file.refetch()} />}
    </ShopPages>
  );
}

/** How the shop ships and takes back. */
export function ShopShipping() {
  const shop = useShop();
  const file = useSellerFile(shop.id);
  const profiles = useShippingProfiles(shop.id);
  const calendar = useShippingCalendar(shop.id);
  const [visit, setVisit] = useState(0);
  const reload = async () => {
    await Promise.all([file.refetch(), profiles.refetch(), calendar.refetch()]);
    setVisit((before) => before + 1);
  };
  const fault = file.error ?? profiles.error ?? calendar.error;
  const isThere = file.data && profiles.data && calendar.data;
  return (
    <ShopPages tab="shipping">
      {isThere && (
        <ShippingPage
          key={visit}
          file={file.data}
          profiles={profiles.data.items}
          calendar={calendar.data}
          etag={profiles.data.etag}
          onReload={reload}
        />
      )}
      {isThere && (
        <div className="flex max-w-content flex-col gap-20 pt-20">
          <ReturnLabelsPanel sellerId={shop.id} />
          <ShippingPreview sellerId={shop.id} home={file.data.country} />
        </div>
      )}
      {!isThere && !fault && <WaitingPage />}
      {!isThere && fault && <Problem fault={fault} onRetry={() => void reload()} />}
    </ShopPages>
  );
}

/** Who works for the shop. */
export function ShopMembers() {
  const shop = useShop();
  return (
    <ShopPages tab="members">
      <MembersPage sellerId={shop.id} role={shop.role} />
    </ShopPages>
  );
}
