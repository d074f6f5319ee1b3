import { Button, Field, Select, TextInput, type SelectOption } from "@feria/ui";
import { useFormContext, useWatch } from "react-hook-form";
import { useTranslation } from "react-i18next";
import type { RulesFields } from "./rules";

/** What a rule can be for. */
export type Choices = { sellers: SelectOption[]; categories: SelectOption[]; currencies: string[] };

type RuleFieldsetProps = { place: number; choices: Choices; onRemove: (() => void) | null };

/** The fields of one rule: its share, and what it is for. */
export function RuleFieldset({ place, choices, onRemove }: RuleFieldsetProps) {
  const { t } = useTranslation();
  const isDefault = useWatch<RulesFields, `rules.${number}.isDefault`>({ name: `rules.${place}.isDefault` });
  return (
    <fieldset className="flex flex-col gap-16 pb-8 md:ps-32">
      <legend className="sr-only">{t("operator.rules.one", { place: place + 1 })}</legend>
      <TextRow place={place} field="name" hint={t("operator.rules.nameHint")} isRequired />
      <ShareFields place={place} currencies={choices.currencies} />
      {isDefault ? (
        <p className="text-ink-2">{t("operator.rules.defaultHelp")}</p>
      ) : (
        <MatchFields place={place} choices={choices} />
      )}
      {onRemove && (
        <Button variant="danger" className="self-start" onClick={onRemove}>
          {t("operator.rules.remove")}
        </Button>
      )}
    </fieldset>
  );
}

type TextRowProps = {
  place: number;
  field: "name" | "percent" | "fixed" | "taxPercent" | "product";
  hint?: string;
  isRequired?: boolean;
  end?: string;
};

function TextRow({ place, field, hint, isRequired = false, end }: TextRowProps) {
  const { t } = useTranslation();
  const { register, formState } = useFormContext<RulesFields>();
  const error = formState.errors.rules?.[place]?.[field]?.message;
  return (
    <Field
      name={`rules.${place}.${field}`}
      label={t(`operator.rules.${field}`)}
      hint={hint}
      isRequired={isRequired}
      aside={isRequired ? null : t("operator.optional")}
      error={error && t(error)}
    >
      <TextInput
        autoComplete="off"
        inputMode={end ? "decimal" : "text"}
        end={end}
        {...register(
          `rules.${place}.${field}`,
          field === "name" ? {} : { deps: `rules.${place}.categoryId` },
        )}
      />
    </Field>
  );
}

function ShareFields({ place, currencies }: { place: number; currencies: string[] }) {
  const { t } = useTranslation();
  const { register } = useFormContext<RulesFields>();
  const currency = useWatch<RulesFields, `rules.${number}.currency`>({ name: `rules.${place}.currency` });
  return (
    <div className="grid gap-16 sm:grid-cols-2 lg:grid-cols-4">
      <TextRow place={place} field="percent" isRequired end="%" hint={t("operator.rules.percentHint")} />
      <TextRow place={place} field="fixed" end={currency} hint={t("operator.rules.fixedHint")} />
      <Field name={`rules.${place}.currency`} label={t("operator.rules.currency")}>
        <Select
          options={[...new Set([...currencies, currency])].map((code) => ({ value: code, label: code }))}
          {...register(`rules.${place}.currency`)}
        />
      </Field>
      <TextRow place={place} field="taxPercent" isRequired end="%" hint={t("operator.rules.taxHint")} />
    </div>
  );
}

function MatchFields({ place, choices }: { place: number; choices: Choices }) {
  const { t } = useTranslation();
  const { register, formState } = useFormContext<RulesFields>();
  const error = formState.errors.rules?.[place]?.categoryId?.message;
  const choose = (field: "categoryId" | "sellerId", options: SelectOption[], all: string) => (
    <Field
      name={`rules.${place}.${field}`}
      label={t(`operator.rules.${field}`)}
      error={field === "categoryId" && error && t(error)}
    >
      <Select
        options={[{ value: "", label: all }, ...options]}
        {...register(`rules.${place}.${field}`, { deps: `rules.${place}.categoryId` })}
      />
    </Field>
  );
  return (
    <div className="grid gap-16 sm:grid-cols-2 lg:grid-cols-3">
      {choose("categoryId", choices.categories, t("operator.rules.anyCategory"))}
      {choose("sellerId", choices.sellers, t("operator.rules.anySeller"))}
      <TextRow place={place} field="product" hint={t("operator.rules.productHint")} />
    </div>
  );
}
