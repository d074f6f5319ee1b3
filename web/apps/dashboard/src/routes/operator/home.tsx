import { itemsOf, useAllSellers, useSales } from "@feria/api";
import { Skeleton, formatMoney } from "@feria/ui";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Figures } from "../../features/operator-home/Figures";
import { SalesChart } from "../../features/operator-home/SalesChart";
import { TaskList, type Task } from "../../features/operator-home/TaskList";
import { compare, firstDay } from "../../features/operator-home/periods";
import { PageBody, PageHead } from "../../frame/PageHead";
import { Problem } from "../../frame/Problem";
import { useMayAs } from "../../operator/roles";

/** What waits for the operator, then how the marketplace does. */
export function OperatorHome() {
  const { t } = useTranslation();
  const maySeeFigures = useMayAs("finance", "support");
  return (
    <PageBody>
      <PageHead title={t("operator.home.title")} />
      <div className="flex flex-col gap-32">
        <Tasks />
        {maySeeFigures && <Numbers />}
      </div>
    </PageBody>
  );
}

function Tasks() {
  const waiting = useAllSellers({ status: "applied" });
  if (waiting.isError) return <Problem fault={waiting.error} onRetry={() => void waiting.refetch()} />;
  const sellers: Task = {
    id: "sellers",
    count: itemsOf(waiting.data).length,
    isMore: waiting.hasNextPage,
    href: "/operator/sellers",
  };
  return <TaskList tasks={waiting.isPending ? null : [sellers]} />;
}

function Numbers() {
  const { t, i18n } = useTranslation();
  const [from] = useState(() => firstDay(new Date()));
  const sales = useSales({ interval: "day", from });
  if (sales.isError) return <Problem fault={sales.error} onRetry={() => void sales.refetch()} />;
  if (!sales.data) return <Skeleton className="h-480 w-full" />;
  const { currency } = sales.data;
  const comparison = compare(sales.data.items);
  const money = (amount: number) => formatMoney({ amount, currency }, i18n.language);
  const count = (value: number) => new Intl.NumberFormat(i18n.language).format(value);
  return (
    <section aria-labelledby="numbers" className="flex flex-col gap-16">
      <h2 id="numbers" className="type-heading">
        {t("operator.figures.title")}
      </h2>
      <Figures
        items={[
          { name: t("operator.figures.sales"), figure: comparison.sales, format: money },
          { name: t("operator.figures.orders"), figure: comparison.orders, format: count },
        ]}
      />
      <SalesChart days={comparison.days} currency={currency} />
    </section>
  );
}
