import { Panel, Skeleton, formatDay, formatMoney } from "@feria/ui";
import { Suspense, lazy } from "react";
import { useTranslation } from "react-i18next";
import type { Day } from "./periods";

const LineChart = lazy(() => import("@feria/ui/chart").then((module) => ({ default: module.LineChart })));

/** Sales day by day, the thirty days before dashed; the same as a table. */
export function SalesChart({ days, currency }: { days: Day[]; currency: string }) {
  const { t, i18n } = useTranslation();
  const written = (amount: number) => formatMoney({ amount, currency }, i18n.language);
  return (
    <Panel>
      <Suspense fallback={<Skeleton className="h-320 w-full" />}>
        <LineChart
          title={t("operator.chart.title")}
          points={days.map(({ start, value, previous }) => ({
            label: formatDay(start, { locale: i18n.language }),
            value,
            previous,
          }))}
          format={written}
          formatAxis={(amount) => written(amount).replace(/[.,]0+(?=\D*$)/, "")}
          labels={{
            value: t("operator.chart.now"),
            previous: t("operator.chart.before"),
            period: t("operator.chart.day"),
            showTable: t("operator.chart.showTable"),
            showChart: t("operator.chart.showChart"),
          }}
        />
      </Suspense>
    </Panel>
  );
}
