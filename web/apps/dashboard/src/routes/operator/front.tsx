import { itemsOf, useCategories, useHomeSettings, useMarketplace, useSellers } from "@feria/api";
import { LinkButton } from "@feria/ui";
import { ArrowSquareOutIcon } from "@feria/ui/icons";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { FrontForm } from "../../features/operator-front/FrontForm";
import { PageBody, PageHead } from "../../frame/PageHead";
import { Problem } from "../../frame/Problem";
import { WaitingPage } from "../../frame/Waiting";
import { Saved } from "../../operator/Saved";

const SELLERS = 100;

/** What buyers see first. */
export function OperatorFront() {
  const { t } = useTranslation();
  const settings = useHomeSettings();
  const tree = useCategories();
  const sellers = itemsOf(useSellers(SELLERS).data);
  const markets = useMarketplace().data?.markets;
  const currency = markets?.find((market) => market.is_default)?.currency;
  const [savedTimes, setSavedTimes] = useState(0);
  const fault = settings.error ?? tree.error;
  return (
    <PageBody>
      <PageHead
        title={t("operator.front.page")}
        summary={t("operator.front.summary")}
        actions={
          <LinkButton
            variant="quiet"
            href="/"
            target="_blank"
            icon={<ArrowSquareOutIcon aria-hidden className="size-20" />}
          >
            {t("operator.seeInShop")}
          </LinkButton>
        }
      />
      {fault && <Problem fault={fault} onRetry={() => void settings.refetch()} />}
      {!fault && !(settings.data && tree.data && currency) && <WaitingPage />}
      {settings.data && tree.data && currency && (
        <>
          {savedTimes > 0 && <Saved key={`saved ${savedTimes}`}>{t("operator.front.saved")}</Saved>}
          <FrontForm
            key={settings.data.version}
            settings={settings.data}
            choices={{ currency, tree: tree.data.items, sellers }}
            onSaved={() => setSavedTimes((times) => times + 1)}
            onStale={() => void settings.refetch()}
          />
        </>
      )}
    </PageBody>
  );
}
