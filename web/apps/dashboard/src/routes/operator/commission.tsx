import {
  itemsOf,
  useAllSellers,
  useCategories,
  useCommissionRules,
  useMarketplace,
  type Category,
} from "@feria/api";
import type { SelectOption } from "@feria/ui";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Choices } from "../../features/operator-settings/RuleFieldset";
import { RulesForm } from "../../features/operator-settings/RulesForm";
import { PageBody } from "../../frame/PageHead";
import { Problem } from "../../frame/Problem";
import { WaitingPage } from "../../frame/Waiting";
import { Saved } from "../../operator/Saved";
import { SettingsHead } from "./settingsTabs";

const INDENT = "\u2003";
const SELLERS_MAX = 100;

/** What the marketplace takes of each sale. */
export function OperatorCommission() {
  const { t } = useTranslation();
  const rules = useCommissionRules();
  const choices = useChoices();
  const [savedTimes, setSavedTimes] = useState(0);
  return (
    <PageBody>
      <SettingsHead />
      <div className="pt-20">
        {rules.isError && <Problem fault={rules.error} onRetry={() => void rules.refetch()} />}
        {(rules.isPending || !choices) && !rules.isError && <WaitingPage />}
        {rules.data && choices && (
          <>
            {savedTimes > 0 && <Saved key={`saved ${savedTimes}`}>{t("operator.rules.saved")}</Saved>}
            <RulesForm
              key={rules.data.version}
              rules={rules.data}
              choices={choices}
              onSaved={() => setSavedTimes((times) => times + 1)}
              onStale={() => void rules.refetch()}
            />
          </>
        )}
      </div>
    </PageBody>
  );
}

/** Sellers, categories and currencies to choose from; null until they are there. */
function useChoices(): Choices | null {
  const sellers = useAllSellers({ status: "active", limit: SELLERS_MAX });
  const tree = useCategories();
  const place = useMarketplace().data;
  if (!tree.data || !place || sellers.isPending) return null;
  const first = place.markets.find(({ id }) => id === place.default_market)?.currency;
  return {
    sellers: itemsOf(sellers.data).map(({ id, name }) => ({ value: id, label: name })),
    categories: optionsOf(tree.data.items),
    currencies: [...new Set([...(first ? [first] : []), ...place.markets.map(({ currency }) => currency)])],
  };
}

function optionsOf(tree: Category[], depth = 0): SelectOption[] {
  return tree.flatMap(({ id, name, children }) => [
    { value: id, label: INDENT.repeat(depth) + name },
    ...optionsOf(children, depth + 1),
  ]);
}
