import { Field, Panel, RadioGroup, Select } from "@feria/ui";
import { useFormContext } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { KINDS, type CouponFields, type Kind } from "./fields";
import { TextRow } from "./TextRow";
import { useCurrencies } from "./useCurrencies";

/** What the coupon takes off, and from which value on. */
export function KindPanel() {
  const { t } = useTranslation();
  const { register, setValue, watch } = useFormContext<CouponFields>();
  const [kind, currency] = watch(["kind", "currency"]);
  const currencies = useCurrencies();
  const choose = (chosen: Kind) => {
    setValue("kind", chosen, { shouldDirty: true });
    if (chosen === "buy_x_get_y") setValue("percent", "100");
  };
  return (
    <Panel title={t("coupons.does")}>
      <div className="flex flex-col gap-20">
        <RadioGroup
          legend={t("coupons.kind")}
          isLegendHidden
          name="kind"
          value={kind}
          onChange={(chosen) => choose(chosen as Kind)}
          options={KINDS.map((one) => ({
            value: one,
            label: t(`coupons.kind.${one}`),
            hint: t(`coupons.kindHint.${one}`),
          }))}
        />
        <div className="grid items-start gap-20 sm:grid-cols-2">
          {kind === "buy_x_get_y" && (
            <>
              <TextRow name="buy" isRequired />
              <TextRow name="get" isRequired />
            </>
          )}
          {(kind === "percent" || kind === "buy_x_get_y") && <TextRow name="percent" end="%" isRequired />}
          {kind === "fixed" && <TextRow name="amount" end={currency} isRequired />}
          <TextRow name="minimum" end={currency} hint={t("coupons.minimumHint")} />
          {currencies.length > 1 && (
            <Field name="currency" label={t("coupons.currency")} hint={t("coupons.currencyHint")}>
              <Select
                options={[...new Set([...currencies, currency])].map((one) => ({ value: one, label: one }))}
                {...register("currency")}
              />
            </Field>
          )}
        </div>
      </div>
    </Panel>
  );
}
