import { Button, Checkbox, Chip, Field, FieldError, Panel, Select, TextInput, formatDay } from "@feria/ui";
import { useState } from "react";
import type { UseFormReturn } from "react-hook-form";
import { useTranslation } from "react-i18next";
import type { ShippingValues } from "./shippingForm";

type CalendarPanelProps = { form: UseFormReturn<ShippingValues>; timeZone: string };

const WEEK = [1, 2, 3, 4, 5, 6, 7];
const HOURS = Array.from({ length: 24 }, (_, hour) => hour + 1);
/** A Monday, to name weekdays by. */
const MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

/** When the shop works: what every delivery date is counted by. */
export function CalendarPanel({ form, timeZone }: CalendarPanelProps) {
  const { t, i18n } = useTranslation();
  const days = form.watch("calendar.workingDays");
  const error = form.formState.errors.calendar?.workingDays?.message;
  const name = (day: number) =>
    new Intl.DateTimeFormat(i18n.language, { weekday: "long", timeZone: "UTC" }).format(
      MONDAY + (day - 1) * DAY_MS,
    );
  const turn = (day: number, isOn: boolean) =>
    form.setValue(
      "calendar.workingDays",
      WEEK.filter((one) => (one === day ? isOn : days.includes(one))),
      {
        shouldDirty: true,
        shouldValidate: form.formState.isSubmitted,
      },
    );
  return (
    <Panel title={t("sell.calendar.title")}>
      <div className="flex flex-col gap-20">
        <p className="text-ink-2">{t("sell.calendar.help")}</p>
        <fieldset>
          <legend className="type-label">{t("sell.calendar.days")}</legend>
          <div className="flex flex-wrap gap-x-24">
            {WEEK.map((day) => (
              <Checkbox
                key={day}
                label={name(day)}
                checked={days.includes(day)}
                onChange={(event) => turn(day, event.target.checked)}
              />
            ))}
          </div>
          {error && <FieldError>{error}</FieldError>}
        </fieldset>
        <div className="sm:max-w-320">
          <Field
            name="calendar.cutOff"
            label={t("sell.calendar.cutOff")}
            hint={t("sell.calendar.cutOffHint", { zone: timeZone })}
          >
            <Select
              options={HOURS.map((hour) => ({
                value: String(hour),
                label: hour === 24 ? t("sell.calendar.noCutOff") : `${String(hour).padStart(2, "0")}:00`,
              }))}
              {...form.register("calendar.cutOff")}
            />
          </Field>
        </div>
        <ClosedDays form={form} />
      </div>
    </Panel>
  );
}

function ClosedDays({ form }: Pick<CalendarPanelProps, "form">) {
  const { t, i18n } = useTranslation();
  const closed = form.watch("calendar.closedOn");
  const [day, setDay] = useState("");
  const set = (days: string[]) =>
    form.setValue("calendar.closedOn", [...new Set(days)].sort(), { shouldDirty: true });
  const shown = (one: string) => formatDay(one, { locale: i18n.language, timeZone: "UTC" });
  return (
    <div className="flex flex-col gap-12">
      <div className="flex flex-wrap items-end gap-12">
        <Field label={t("sell.calendar.closed")}>
          <TextInput type="date" value={day} onChange={(event) => setDay(event.target.value)} />
        </Field>
        <Button
          disabled={!day}
          onClick={() => {
            set([...closed, day]);
            setDay("");
          }}
        >
          {t("sell.calendar.addClosed")}
        </Button>
      </div>
      {closed.length === 0 && <p className="type-label text-ink-2">{t("sell.calendar.noneClosed")}</p>}
      <ul aria-label={t("sell.calendar.closed")} className="flex flex-wrap gap-8">
        {closed.map((one) => (
          <li key={one}>
            <Chip
              removeLabel={t("sell.calendar.removeClosed", { day: shown(one) })}
              onRemove={() => set(closed.filter((other) => other !== one))}
            >
              {shown(one)}
            </Chip>
          </li>
        ))}
      </ul>
    </div>
  );
}
