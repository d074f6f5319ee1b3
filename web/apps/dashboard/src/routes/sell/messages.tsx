import { TabLinks } from "@feria/ui";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ThreadList } from "../../features/messages/ThreadList";
import { addressOf } from "../../frame/address";
import { PageHead } from "../../frame/PageHead";
import { useShop } from "./shop";

const route = getRouteApi("/sell/messages");
const VIEWS = ["all", "unread"] as const;

/** What buyers ask the shop. */
export function MessagesPage() {
  const { t } = useTranslation();
  const shop = useShop();
  const { view = "all", thread } = route.useSearch();
  return (
    <>
      <PageHead title={t("sell.messages.title")} />
      <div className="flex flex-col gap-20">
        <TabLinks
          label={t("sell.messages.views")}
          items={VIEWS.map((one) => ({
            href: addressOf("/sell/messages", { view: one === "all" ? undefined : one }),
            label: t(`sell.messages.view.${one}`),
            isCurrent: one === view,
          }))}
        />
        <ThreadList sellerId={shop.id} view={view} open={thread} />
      </div>
    </>
  );
}
