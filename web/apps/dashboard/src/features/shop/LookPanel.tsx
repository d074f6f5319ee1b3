import { Panel, RadioGroup, STALL_HUES, classes, stallProps } from "@feria/ui";
import { CheckIcon } from "@feria/ui/icons";
import { Controller, type UseFormReturn } from "react-hook-form";
import { useTranslation } from "react-i18next";
import type { StallValues } from "./stallForm";

/** The stall's colour, and whether orders are accepted by hand. */
export function LookPanel({ form }: { form: UseFormReturn<StallValues> }) {
  const { t } = useTranslation();
  return (
    <>
      <Panel title={t("sell.shop.field.hue")}>
        <Controller
          control={form.control}
          name="hue"
          render={({ field }) => <HueChoice value={field.value} onChange={field.onChange} />}
        />
      </Panel>
      <Panel title={t("sell.shop.field.acceptance")}>
        <Controller
          control={form.control}
          name="acceptance"
          render={({ field }) => (
            <RadioGroup
              legend={t("sell.shop.field.acceptance")}
              isLegendHidden
              name="acceptance"
              value={field.value}
              onChange={field.onChange}
              options={(["hand", "auto"] as const).map((value) => ({
                value,
                label: t(`sell.shop.acceptance.${value}`),
                hint: t(`sell.shop.acceptance.${value}Help`),
              }))}
            />
          )}
        />
      </Panel>
    </>
  );
}

function HueChoice({ value, onChange }: { value: number; onChange: (hue: number) => void }) {
  const { t } = useTranslation();
  const chosen = stallProps(value)["data-h"];
  return (
    <fieldset id="field-hue" tabIndex={-1}>
      <legend className="pb-12 text-ink-2">{t("sell.shop.hueHelp")}</legend>
      <div className="grid grid-cols-3 gap-8 sm:grid-cols-4">
        {STALL_HUES.map((hue) => (
          <Hue key={hue} hue={hue} isChosen={hue === chosen} onChoose={() => onChange(hue)} />
        ))}
      </div>
    </fieldset>
  );
}

function Hue({ hue, isChosen, onChoose }: { hue: number; isChosen: boolean; onChoose: () => void }) {
  const { t } = useTranslation();
  const { className, ...stall } = stallProps(hue);
  return (
    <label
      {...stall}
      className={classes(
        className,
        "flex min-h-44 cursor-pointer items-center gap-8 rounded-control border bg-stall-tint p-8 text-stall-text",
        "has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus",
        isChosen ? "border-ink font-600" : "border-line",
      )}
    >
      <input type="radio" name="hue" value={hue} checked={isChosen} onChange={onChoose} className="sr-only" />
      <span
        aria-hidden="true"
        className="flex size-24 shrink-0 items-center justify-center rounded-full bg-stall-band text-on-band"
      >
        {isChosen && <CheckIcon aria-hidden className="size-16" />}
      </span>
      <span className="truncate">{t(`sell.hue.${hue}`)}</span>
    </label>
  );
}
