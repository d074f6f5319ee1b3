import { Checkbox, ErrorSummary, Panel } from "@feria/ui";
import { FormProvider, useFormContext } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Attention } from "../../frame/Attention";
import { Problem } from "../../frame/Problem";
import { SaveBar } from "../../frame/SaveBar";
import { Stale } from "../../frame/Stale";
import type { CouponFields } from "./fields";
import { KindPanel } from "./KindPanel";
import { ScopePanel } from "./ScopePanel";
import { TextRow } from "./TextRow";
import { useCouponForm, type CouponFormProps } from "./useCouponForm";

/** All terms of a coupon. */
export function CouponForm(props: CouponFormProps) {
  const { owner, timeZone, choices, stored, onReload } = props;
  const { t } = useTranslation();
  const { form, save, discard, changes, errors, fault, isStale, isBusy } = useCouponForm(props);
  return (
    <FormProvider {...form}>
      <form noValidate onSubmit={(event) => event.preventDefault()} className="flex flex-col gap-20">
        {errors.length > 0 && (
          <ErrorSummary title={t("coupons.attention", { count: errors.length })} errors={errors} />
        )}
        {isStale && onReload && <Stale onTake={onReload} />}
        {fault !== null && (
          <Attention>
            <Problem fault={fault} />
          </Attention>
        )}
        <Panel title={t("coupons.what")}>
          <div className="grid items-start gap-20 sm:grid-cols-2">
            <TextRow name="name" hint={t("coupons.nameHint")} isRequired />
            {!stored && <TextRow name="code" hint={t("coupons.codeHint")} isRequired />}
          </div>
        </Panel>
        <KindPanel />
        <ScopePanel owner={owner} choices={choices} />
        {owner === null && (
          <Panel title={t("coupons.payer")}>
            <div className="max-w-320">
              <TextRow name="funded" end="%" hint={t("coupons.fundedHint")} isRequired />
            </div>
          </Panel>
        )}
        <LimitsPanel timeZone={timeZone} />
        <SaveBar
          changes={changes}
          isAlwaysShown={!stored}
          saveLabel={t(stored ? "coupons.save" : "coupons.create")}
          onSave={save}
          onDiscard={discard}
          isBusy={isBusy}
          isGuarded={!form.formState.isSubmitSuccessful || fault !== null}
        />
      </form>
    </FormProvider>
  );
}

function LimitsPanel({ timeZone }: { timeZone: string }) {
  const { t } = useTranslation();
  const { register, watch } = useFormContext<CouponFields>();
  const currency = watch("currency");
  const zone = t("coupons.zone", { zone: timeZone.replaceAll("_", " ") });
  return (
    <Panel title={t("coupons.limits")}>
      <p className="pb-16 text-ink-2">{t("coupons.limitsHelp")}</p>
      <div className="grid items-start gap-20 sm:grid-cols-2">
        <TextRow name="startsAt" type="datetime-local" hint={zone} isRequired />
        <TextRow name="endsAt" type="datetime-local" hint={zone} />
        <TextRow name="usesMax" />
        <TextRow name="usesPerCustomer" hint={t("coupons.customerHint")} />
        <TextRow name="usesPerCode" hint={t("coupons.perCodeHint")} />
        <TextRow name="budget" end={currency} hint={t("coupons.budgetHint")} />
      </div>
      <Checkbox label={t("coupons.paused")} hint={t("coupons.pausedHint")} {...register("paused")} />
    </Panel>
  );
}
