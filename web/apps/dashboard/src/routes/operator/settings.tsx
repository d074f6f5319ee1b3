import { useMarkets, useSettings } from "@feria/api";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { GeneralForm } from "../../features/operator-settings/GeneralForm";
import { LogoField } from "../../features/operator-settings/LogoField";
import { generalOf } from "../../features/operator-settings/general";
import { PageBody } from "../../frame/PageHead";
import { Problem } from "../../frame/Problem";
import { WaitingPage } from "../../frame/Waiting";
import { Saved } from "../../operator/Saved";
import { SettingsHead } from "./settingsTabs";

/** Name, look and ways of the marketplace. */
export function OperatorSettings() {
  const { t } = useTranslation();
  const settings = useSettings();
  const markets = useMarkets();
  const [savedVersion, setSavedVersion] = useState<number | null>(null);
  const fault = settings.error ?? markets.error;
  return (
    <PageBody>
      <SettingsHead />
      <div className="pt-20">
        {fault && <Problem fault={fault} onRetry={() => void settings.refetch()} />}
        {!fault && !(settings.data && markets.data) && <WaitingPage />}
        {settings.data && markets.data && (
          <>
            {savedVersion === settings.data.version && (
              <Saved key={`saved ${savedVersion}`}>{t("operator.settings.saved")}</Saved>
            )}
            <GeneralForm
              key={JSON.stringify(generalOf(settings.data))}
              settings={settings.data}
              markets={markets.data.items}
              logo={<LogoField logo={settings.data.logo} name={settings.data.name} />}
              onSaved={() => setSavedVersion((settings.data?.version ?? 0) + 1)}
              onStale={() => void settings.refetch()}
            />
          </>
        )}
      </div>
    </PageBody>
  );
}
