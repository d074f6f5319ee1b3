import { useMarketplaceDashboard, useRevenue, type MarketplaceDashboard } from "@feria/api";
import { Skeleton, formatMoney } from "@feria/ui";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Figures } from "../../features/operator-home/Figures";
import { SalesChart } from "../../features/operator-home/SalesChart";
import { TaskList, type Task } from "../../features/operator-home/TaskList";
import { besides, firstDay } from "../../features/operator-home/periods";
import { PageBody, PageHead } from "../../frame/PageHead";
import { Problem } from "../../frame/Problem";
import { useMayAs } from "../../operator/roles";

/** What waits for the operator, then how the marketplace does. */
export function OperatorHome() {
  const { t } = useTranslation();
  const maySeeDays = useMayAs("finance", "support");
  const mayModerate = useMayAs("moderator");
  const board = useMarketplaceDashboard();
  return (
    <PageBody>
      <PageHead title={t("operator.home.title")} />
      {board.isError ? (
        <Problem fault={board.error} onRetry={() => void board.refetch()} />
      ) : (
        <div className="flex flex-col gap-32">
          <TaskList tasks={board.data ? tasksOf(board.data, mayModerate) : null} />
          <section aria-labelledby="numbers" className="flex flex-col gap-16">
            <h2 id="numbers" className="type-heading">
              {t("operator.figures.title")}
            </h2>
            {board.data ? <Month board={board.data} /> : <Skeleton className="h-128 w-full" />}
            {maySeeDays && <Days />}
          </section>
        </div>
      )}
    </PageBody>
  );
}

function tasksOf({ tasks }: MarketplaceDashboard, mayModerate: boolean): Task[] {
  return [
    { id: "sellers", count: tasks.sellers_waiting, href: "/operator/sellers" },
    ...(mayModerate
      ? ([
          { id: "products", count: tasks.products_waiting, href: "/operator/products" },
          { id: "reviews", count: tasks.reviews_waiting, href: "/operator/reviews" },
        ] satisfies Task[])
      : []),
    { id: "cases", count: tasks.cases_waiting, href: "/operator/cases" },
    { id: "flagged", count: tasks.payments_flagged },
    { id: "dead", count: tasks.dead_letters },
  ];
}

function Month({ board: { last_30_days: now, previous_30_days: before } }: { board: MarketplaceDashboard }) {
  const { t, i18n } = useTranslation();
  const { currency } = now.gmv;
  const money = (amount: number) => formatMoney({ amount, currency }, i18n.language);
  const count = (value: number) => new Intl.NumberFormat(i18n.language).format(value);
  const items = [
    {
      name: t("operator.figures.sales"),
      figure: { now: now.gmv.amount, before: before.gmv.amount },
      format: money,
    },
    {
      name: t("operator.figures.commission"),
      figure: { now: now.commission.amount, before: before.commission.amount },
      format: money,
    },
    { name: t("operator.figures.orders"), figure: { now: now.orders, before: before.orders }, format: count },
  ];
  return <Figures items={items} />;
}

function Days() {
  const [from] = useState(() => firstDay(new Date()));
  const revenue = useRevenue({ interval: "day", from });
  if (revenue.isError) return <Problem fault={revenue.error} onRetry={() => void revenue.refetch()} />;
  if (!revenue.data) return <Skeleton className="h-320 w-full" />;
  return <SalesChart days={besides(revenue.data.items)} currency={revenue.data.currency} />;
}
