import { useReplaceCommissionRules, type CommissionRules } from "@feria/api";
import { Button, Panel } from "@feria/ui";
import { PlusIcon } from "@feria/ui/icons";
import { FormProvider, useFieldArray, type FieldPath } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { SaveBar } from "../../frame/SaveBar";
import { FormFaults } from "../../operator/FormFaults";
import { useSavedForm } from "../../operator/useSavedForm";
import type { Choices } from "./RuleFieldset";
import { RuleItem } from "./RuleItem";
import { newRule, ruleChanges, ruleDraft, rulesOf, rulesSchema, type RulesFields } from "./rules";

type RulesFormProps = { rules: CommissionRules; choices: Choices; onSaved: () => void; onStale: () => void };

/** The commission rules in the order in which they are tried; the default is always the last. */
export function RulesForm({ rules, choices, onSaved, onStale }: RulesFormProps) {
  const { t } = useTranslation();
  const replace = useReplaceCommissionRules();
  const currency = choices.currencies[0] ?? "EUR";
  const base = rulesOf(rules.items, currency);
  const { form, save, discard, fault, isStale, isSaving } = useSavedForm<RulesFields>({
    name: "commission",
    version: rules.version,
    base,
    schema: rulesSchema,
    write: (fields) => replace.mutateAsync({ version: rules.version, rules: fields.rules.map(ruleDraft) }),
    fieldOf,
    onSaved,
  });
  const { fields, insert, remove, move } = useFieldArray({ control: form.control, name: "rules" });
  const changes = ruleChanges(base, form.watch()).map(({ kind, name }) =>
    kind === "new" && !name ? t("operator.rules.unnamed") : t(`operator.rules.change.${kind}`, { name }),
  );
  const last = fields.length - 1;
  const reload = () => {
    discard();
    onStale();
  };
  return (
    <FormProvider {...form}>
      <form noValidate onSubmit={(event) => event.preventDefault()} className="flex flex-col gap-20">
        <FormFaults fault={fault} isStale={isStale} onReload={reload} />
        <p className="max-w-measure text-ink-2">{t("operator.rules.summary")}</p>
        <Panel flush>
          <ol aria-label={t("operator.rules.title")} className="divide-y divide-line">
            {fields.map((field, place) => (
              <RuleItem
                key={field.id}
                place={place}
                choices={choices}
                onUp={place > 0 && place < last ? () => move(place, place - 1) : null}
                onDown={place < last - 1 ? () => move(place, place + 1) : null}
                onRemove={place < last ? () => remove(place) : null}
              />
            ))}
          </ol>
        </Panel>
        <Button
          className="self-start"
          icon={<PlusIcon aria-hidden className="size-16" />}
          onClick={() => insert(last, newRule(currency))}
        >
          {t("operator.rules.add")}
        </Button>
        <SaveBar
          changes={changes}
          saveLabel={t("operator.rules.save")}
          onSave={save}
          onDiscard={discard}
          isBusy={isSaving}
        />
      </form>
    </FormProvider>
  );
}

const PARTS: Record<string, string> = {
  name: "name",
  rate_bps: "percent",
  tax_rate_bps: "taxPercent",
  fixed: "fixed",
  seller_id: "sellerId",
  category_id: "categoryId",
  product_id: "product",
};

/** `rules[1].rate_bps` of the API is `rules.1.percent` here. */
function fieldOf(apiField: string): FieldPath<RulesFields> | undefined {
  const [, place, part = ""] = /^rules\[(\d+)\]\.(\w+)/.exec(apiField) ?? [];
  const name = PARTS[part];
  return place && name ? (`rules.${place}.${name}` as FieldPath<RulesFields>) : undefined;
}
