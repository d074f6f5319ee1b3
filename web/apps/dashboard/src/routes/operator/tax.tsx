import { useTaxRates } from "@feria/api";
import { RateTable } from "../../features/operator-tax/RateTable";
import { PageBody } from "../../frame/PageHead";
import { Problem } from "../../frame/Problem";
import { WaitingPage } from "../../frame/Waiting";
import { SettingsHead } from "./settingsTabs";

/** What is charged where, since when, and where that is from. */
export function OperatorTax() {
  const rates = useTaxRates();
  return (
    <PageBody>
      <SettingsHead />
      <div className="pt-20">
        {rates.isPending && <WaitingPage />}
        {rates.isError && <Problem fault={rates.error} onRetry={() => void rates.refetch()} />}
        {rates.data && <RateTable table={rates.data} onReload={() => void rates.refetch()} />}
      </div>
    </PageBody>
  );
}
