import { formatMoney, parseAmount, Button, formatPercent } from "@feria/ui";
import { useState } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { parsePercent } from "../../frame/percent";
import { RuleFieldset, type Choices } from "./RuleFieldset";
import type { RuleFields, RulesFields } from "./rules";

type RuleItemProps = {
  place: number;
  choices: Choices;
  onUp: (() => void) | null;
  onDown: (() => void) | null;
  onRemove: (() => void) | null;
};

/** One rule in a line, and its fields once it is opened. */
export function RuleItem({ place, choices, onUp, onDown, onRemove }: RuleItemProps) {
  const { t } = useTranslation();
  const rule = useWatch<RulesFields, `rules.${number}`>({ name: `rules.${place}` });
  const { formState } = useFormContext<RulesFields>();
  const [isOpened, setIsOpened] = useState(rule.ruleId === "");
  const isOpen = isOpened || Boolean(formState.errors.rules?.[place]);
  return (
    <li className="flex flex-col gap-16 px-16 py-12 md:px-20">
      <div className="flex flex-wrap items-center gap-x-16 gap-y-8">
        <span className="numbers w-24 shrink-0 text-ink-3">{place + 1}</span>
        <div className="flex min-w-0 flex-1 basis-160 flex-col">
          <span className="font-500">{rule.name || t("operator.rules.unnamed")}</span>
          <span className="numbers type-small text-ink-2">
            <RuleWords rule={rule} choices={choices} />
          </span>
        </div>
        <div className="flex flex-wrap gap-4">
          {onUp && (
            <Button variant="quiet" onClick={onUp}>
              {t("operator.up")}
            </Button>
          )}
          {onDown && (
            <Button variant="quiet" onClick={onDown}>
              {t("operator.down")}
            </Button>
          )}
          <Button variant="quiet" aria-expanded={isOpen} onClick={() => setIsOpened(!isOpen)}>
            {t(isOpen ? "operator.rules.close" : "operator.rules.edit")}
          </Button>
        </div>
      </div>
      {isOpen && <RuleFieldset place={place} choices={choices} onRemove={onRemove} />}
    </li>
  );
}

/** "8.5 % and €0.50 for each item, of Lamps by Casa Barro". */
function RuleWords({ rule, choices }: { rule: RuleFields; choices: Choices }) {
  const { t, i18n } = useTranslation();
  const nameIn = (list: Choices["sellers"], id: string) =>
    list.find(({ value }) => value === id)?.label.trim() ?? id;
  const points = parsePercent(rule.percent);
  const fixed = parseAmount(rule.fixed, rule.currency);
  const tax = parsePercent(rule.taxPercent);
  const parts = [
    points === null ? t("operator.rules.noPercent") : formatPercent(points / 100, i18n.language),
    fixed &&
      t("operator.rules.perItem", {
        amount: formatMoney({ amount: fixed, currency: rule.currency }, i18n.language),
      }),
    tax && t("operator.rules.withTax", { percent: formatPercent(tax / 100, i18n.language) }),
    rule.categoryId && t("operator.rules.inCategory", { name: nameIn(choices.categories, rule.categoryId) }),
    rule.sellerId && t("operator.rules.bySeller", { name: nameIn(choices.sellers, rule.sellerId) }),
    rule.product && t("operator.rules.oneProduct"),
    rule.isDefault && t("operator.rules.ofRest"),
  ];
  return parts.filter(Boolean).join(" · ");
}
