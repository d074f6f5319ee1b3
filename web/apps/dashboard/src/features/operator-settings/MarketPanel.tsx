import { CURRENCY_CODES } from "@feria/api";
import { Badge, Button, Field, Panel, Select, TextInput } from "@feria/ui";
import { useMemo } from "react";
import { useController, useFormContext, useWatch } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Facts } from "../../operator/Facts";
import { countries, languages } from "../../operator/names";
import { CodeChips } from "./CodeChips";
import type { MarketsFields } from "./markets";

type MarketPanelProps = { place: number; onRemove: () => void };

/** One market: where it sells, in which money and with which tax, in which languages. */
export function MarketPanel({ place, onRemove }: MarketPanelProps) {
  const { t } = useTranslation();
  const { setValue } = useFormContext<MarketsFields>();
  const { storedId, code } = useWatch<MarketsFields, `markets.${number}`>({ name: `markets.${place}` });
  const defaultCode = useWatch<MarketsFields, "defaultCode">({ name: "defaultCode" });
  const isDefault = code !== "" && code === defaultCode;
  return (
    <Panel
      title={storedId ? t("operator.markets.one", { code }) : t("operator.markets.new")}
      actions={
        isDefault ? (
          <Badge tone="plum">{t("operator.markets.default")}</Badge>
        ) : storedId ? (
          <Button variant="quiet" onClick={() => setValue("defaultCode", code, { shouldDirty: true })}>
            {t("operator.markets.makeDefault")}
          </Button>
        ) : (
          <Button variant="quiet" onClick={onRemove}>
            {t("operator.remove")}
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-20">
        {storedId ? <FixedFacts place={place} /> : <FirstFields place={place} />}
        <WhereFields place={place} />
      </div>
    </Panel>
  );
}

/** Prices and orders refer to these, so that they stay. */
function FixedFacts({ place }: { place: number }) {
  const { t } = useTranslation();
  const { currency, taxInclusive } = useWatch<MarketsFields, `markets.${number}`>({
    name: `markets.${place}`,
  });
  return (
    <Facts
      items={[
        { name: t("operator.markets.currency"), value: currency },
        { name: t("operator.markets.tax"), value: t(`operator.markets.tax.${taxInclusive}`) },
      ]}
    />
  );
}

function FirstFields({ place }: { place: number }) {
  const { t, i18n } = useTranslation();
  const { register, formState } = useFormContext<MarketsFields>();
  const error = formState.errors.markets?.[place]?.code?.message;
  const currencies = useMemo(() => {
    const names = new Intl.DisplayNames(i18n.language, { type: "currency" });
    return CURRENCY_CODES.map((code) => ({ value: code, label: `${code}, ${names.of(code) ?? code}` }));
  }, [i18n.language]);
  return (
    <>
      <p className="max-w-measure text-ink-2">{t("operator.markets.fixedLater")}</p>
      <div className="grid gap-16 sm:grid-cols-3">
        <Field
          name={`markets.${place}.code`}
          label={t("operator.markets.code")}
          hint={t("operator.markets.codeHint")}
          isRequired
          error={error && t(error)}
        >
          <TextInput
            maxLength={20}
            autoComplete="off"
            spellCheck={false}
            {...register(`markets.${place}.code`)}
          />
        </Field>
        <Field name={`markets.${place}.currency`} label={t("operator.markets.currency")}>
          <Select options={currencies} {...register(`markets.${place}.currency`)} />
        </Field>
        <Field name={`markets.${place}.taxInclusive`} label={t("operator.markets.tax")}>
          <Select
            options={(["yes", "no"] as const).map((value) => ({
              value,
              label: t(`operator.markets.tax.${value}`),
            }))}
            {...register(`markets.${place}.taxInclusive`)}
          />
        </Field>
      </div>
    </>
  );
}

function WhereFields({ place }: { place: number }) {
  const { t, i18n } = useTranslation();
  const where = useController<MarketsFields, `markets.${number}.countries`>({
    name: `markets.${place}.countries`,
  });
  const spoken = useController<MarketsFields, `markets.${number}.languages`>({
    name: `markets.${place}.languages`,
  });
  const markets = useWatch<MarketsFields, "markets">({ name: "markets" });
  const lists = useMemo(
    () => ({ countries: countries(i18n.language), languages: languages(i18n.language) }),
    [i18n.language],
  );
  const elsewhere = new Set(markets.filter((_, at) => at !== place).flatMap((market) => market.countries));
  const text = (message: string | undefined) => message && t(message);
  return (
    <div className="flex flex-col gap-20">
      <CodeChips
        name={`markets.${place}.countries`}
        label={t("operator.markets.countries")}
        addLabel={t("operator.markets.addCountry")}
        codes={where.field.value}
        all={lists.countries}
        taken={elsewhere}
        error={text(where.fieldState.error?.message)}
        onChange={where.field.onChange}
      />
      <CodeChips
        name={`markets.${place}.languages`}
        label={t("operator.markets.languages")}
        addLabel={t("operator.markets.addLanguage")}
        codes={spoken.field.value}
        all={lists.languages}
        error={text(spoken.fieldState.error?.message)}
        onChange={spoken.field.onChange}
      />
    </div>
  );
}
