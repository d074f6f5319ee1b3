import { useSales } from "@feria/api";
import { Panel, Skeleton, formatMoney, formatPercent } from "@feria/ui";
import { Suspense, lazy, useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../../frame/Problem";
import { compare, salesRange, type Comparison } from "./sales";

const LineChart = lazy(() => import("@feria/ui/chart").then((module) => ({ default: module.LineChart })));

/** Sales of thirty days against the thirty before. */
export function SalesPanel({ sellerId }: { sellerId: string }) {
  const [today] = useState(() => new Date());
  const sales = useSales({ seller_id: sellerId, interval: "day", ...salesRange(today) });
  if (sales.isError) return <Problem fault={sales.error} onRetry={() => void sales.refetch()} />;
  return (
    <Panel>
      {sales.data ? (
        <Chart currency={sales.data.currency} comparison={compare(sales.data, today)} />
      ) : (
        <Skeleton className="h-320 w-full" />
      )}
    </Panel>
  );
}

function Chart({ currency, comparison }: { currency: string; comparison: Comparison }) {
  const { t, i18n } = useTranslation();
  const written = (amount: number) => formatMoney({ amount, currency }, i18n.language);
  const short = (amount: number) => written(amount).replace(/[.,]00(?=\D*$)/, "");
  if (comparison.total === 0 && comparison.previous === 0) return <NoSales />;
  return (
    <Suspense fallback={<Skeleton className="h-320 w-full" />}>
      <LineChart
        title={
          <>
            {t("sell.sales.title")}
            <span className="flex flex-wrap items-baseline gap-x-12 pt-4">
              <span className="type-price-large">{written(comparison.total)}</span>
              <span className="type-label font-400 text-ink-2">
                {t("sell.sales.orders", { count: comparison.orders })}
                {comparison.previous > 0 && ` · ${changeText(comparison, t)}`}
              </span>
            </span>
          </>
        }
        points={comparison.points}
        format={written}
        formatAxis={short}
        labels={{
          value: t("sell.sales.now"),
          previous: t("sell.sales.before"),
          period: t("sell.sales.day"),
          showTable: t("sell.sales.showTable"),
          showChart: t("sell.sales.showChart"),
        }}
      />
    </Suspense>
  );
}

/** A flat line at zero would say less. */
function NoSales() {
  const { t } = useTranslation();
  return (
    <div className="flex flex-col gap-8">
      <h2 className="type-heading">{t("sell.sales.title")}</h2>
      <p className="text-ink-2">{t("sell.sales.none")}</p>
    </div>
  );
}

type Translate = ReturnType<typeof useTranslation>["t"];

function changeText({ total, previous }: Comparison, t: Translate): string {
  const percent = Math.round((total / previous - 1) * 100);
  const key = percent === 0 ? "sell.sales.same" : percent > 0 ? "sell.sales.more" : "sell.sales.less";
  return t(key, { percent: formatPercent(Math.abs(percent)) });
}
