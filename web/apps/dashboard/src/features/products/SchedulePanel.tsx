import { ApiProblem, sentence, useScheduleProduct, type Product } from "@feria/api";
import { Button, Field, Panel, TextInput, formatMoment, showToast } from "@feria/ui";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../../frame/Problem";

/** When a draft goes on sale by itself. */
export function SchedulePanel({ product }: { product: Product }) {
  const { t, i18n } = useTranslation();
  const { publish_at: publishAt } = product;
  const { save, isBusy, error, fault } = useSchedule(product);
  const [moment, setMoment] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save(moment);
  };
  return (
    <Panel title={t("sell.product.schedule.title")}>
      {publishAt ? (
        <div className="flex flex-col items-start gap-12">
          <p>
            {t("sell.product.schedule.on", { moment: formatMoment(publishAt, { locale: i18n.language }) })}
          </p>
          <Button isBusy={isBusy} onClick={() => save(null)}>
            {t("sell.product.schedule.remove")}
          </Button>
        </div>
      ) : (
        <form onSubmit={submit} noValidate className="flex flex-col items-start gap-12">
          <div className="w-full">
            <Field
              label={t("sell.product.schedule.moment")}
              hint={t("sell.product.schedule.hint")}
              error={error}
            >
              <TextInput
                type="datetime-local"
                value={moment}
                onChange={(event) => setMoment(event.currentTarget.value)}
              />
            </Field>
          </div>
          <Button type="submit" isBusy={isBusy}>
            {t("sell.product.schedule.set")}
          </Button>
        </form>
      )}
      {fault ? <Problem fault={fault} /> : null}
    </Panel>
  );
}

function useSchedule(product: Product) {
  const { t } = useTranslation();
  const schedule = useScheduleProduct();
  const [isMissing, setIsMissing] = useState(false);
  const save = (moment: string | null) => {
    const isUnreadable = moment !== null && Number.isNaN(Date.parse(moment));
    setIsMissing(isUnreadable);
    if (isUnreadable || schedule.isPending) return;
    schedule.mutate(
      { productId: product.id, publishAt: moment && new Date(moment).toISOString() },
      {
        onSuccess: () =>
          showToast({ text: t(moment ? "sell.product.schedule.saved" : "sell.product.schedule.removed") }),
      },
    );
  };
  const ofField = schedule.error instanceof ApiProblem ? schedule.error.messageOf("publish_at") : undefined;
  return {
    save,
    isBusy: schedule.isPending,
    error: isMissing ? t("sell.product.schedule.missing") : ofField && sentence(ofField),
    fault: ofField ? null : schedule.error,
  };
}
