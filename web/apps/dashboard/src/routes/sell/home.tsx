import { useTranslation } from "react-i18next";
import { BalancePanel } from "../../features/home/BalancePanel";
import { SalesPanel } from "../../features/home/SalesPanel";
import { TaskList } from "../../features/home/TaskList";
import { PageHead } from "../../frame/PageHead";
import { useShop } from "./shop";

/** What must be done now, then how the shop does. */
export function SellHome() {
  const { t } = useTranslation();
  const shop = useShop();
  return (
    <>
      <PageHead title={t("sell.home.title")} />
      <div className="grid items-start gap-20 xl:grid-cols-3">
        <div className="flex min-w-0 flex-col gap-20 xl:col-span-2">
          <TaskList sellerId={shop.id} />
          <SalesPanel sellerId={shop.id} />
        </div>
        <BalancePanel sellerId={shop.id} />
      </div>
    </>
  );
}
