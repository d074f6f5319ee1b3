import { useMarkets, useSettings } from "@feria/api";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { MarketsForm } from "../../features/operator-settings/MarketsForm";
import { PageBody } from "../../frame/PageHead";
import { Problem } from "../../frame/Problem";
import { WaitingPage } from "../../frame/Waiting";
import { Saved } from "../../operator/Saved";
import { SettingsHead } from "./settingsTabs";

/** Where the marketplace sells. */
export function OperatorMarkets() {
  const { t } = useTranslation();
  const settings = useSettings();
  const markets = useMarkets();
  const [savedTimes, setSavedTimes] = useState(0);
  const fault = settings.error ?? markets.error;
  const version = settings.data?.version;
  return (
    <PageBody>
      <SettingsHead />
      <div className="pt-20">
        {fault && <Problem fault={fault} onRetry={() => void markets.refetch()} />}
        {!fault && !(version && markets.data) && <WaitingPage />}
        {version && markets.data && (
          <>
            {savedTimes > 0 && <Saved key={`saved ${savedTimes}`}>{t("operator.markets.saved")}</Saved>}
            <MarketsForm
              key={markets.data.etag}
              markets={markets.data.items}
              etag={markets.data.etag}
              version={version}
              onSaved={() => setSavedTimes((times) => times + 1)}
              onStale={() => void markets.refetch()}
            />
          </>
        )}
      </div>
    </PageBody>
  );
}
