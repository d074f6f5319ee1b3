import type { SellerFile, ShippingCalendar, ShippingProfile } from "@feria/api";
import { ErrorSummary, Field, Panel, TextArea, TextInput } from "@feria/ui";
import type { UseFormReturn } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Attention } from "../../frame/Attention";
import { Problem } from "../../frame/Problem";
import { SaveBar } from "../../frame/SaveBar";
import { Stale } from "../../frame/Stale";
import { CalendarPanel } from "./CalendarPanel";
import { ProfilesPanel } from "./ProfilesPanel";
import type { ShippingValues } from "./shippingForm";
import { useShippingForm } from "./useShippingForm";

export type ShippingPageProps = {
  file: SellerFile;
  profiles: ShippingProfile[];
  calendar: ShippingCalendar;
  etag: string | null;
  /** Reads all of it anew; the page is drawn again from what comes. */
  onReload: () => Promise<void>;
};

/** How the shop ships, and what it promises about returns. */
export function ShippingPage(props: ShippingPageProps) {
  const { t } = useTranslation();
  const { form, save, changes, errors, isBusy, isStale, fault } = useShippingForm(props);
  return (
    <form noValidate onSubmit={(event) => event.preventDefault()}>
      <div className="flex max-w-content flex-col gap-20">
        {errors.length > 0 && (
          <ErrorSummary title={t("sell.field.errors", { count: errors.length })} errors={errors} />
        )}
        {isStale && <Stale onTake={() => void props.onReload()} />}
        {fault !== null && (
          <Attention>
            <Problem fault={fault} />
          </Attention>
        )}
        <ProfilesPanel form={form} country={props.file.country} />
        <CalendarPanel form={form} timeZone={props.calendar.time_zone} />
        <PoliciesPanel form={form} />
      </div>
      <SaveBar
        changes={changes}
        saveLabel={t("sell.shipping.save")}
        onSave={save}
        onDiscard={() => form.reset()}
        isBusy={isBusy}
      />
    </form>
  );
}

function PoliciesPanel({ form }: { form: UseFormReturn<ShippingValues> }) {
  const { t } = useTranslation();
  const { errors } = form.formState;
  return (
    <Panel title={t("sell.policies.title")}>
      <div className="flex flex-col gap-20">
        <div className="max-w-240">
          <Field
            label={t("sell.policies.returnsDays")}
            name="returnsDays"
            hint={t("sell.policies.returnsDaysHint")}
            error={errors.returnsDays?.message}
            isRequired
          >
            <TextInput inputMode="numeric" autoComplete="off" {...form.register("returnsDays")} />
          </Field>
        </div>
        <Field
          label={t("sell.policies.returns")}
          name="returns"
          hint={t("sell.policies.returnsHint")}
          error={errors.returns?.message}
        >
          <TextArea {...form.register("returns")} />
        </Field>
        <Field
          label={t("sell.policies.shipping")}
          name="shipping"
          hint={t("sell.policies.shippingHint")}
          error={errors.shipping?.message}
        >
          <TextArea {...form.register("shipping")} />
        </Field>
      </div>
    </Panel>
  );
}
