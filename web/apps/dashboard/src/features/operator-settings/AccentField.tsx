import type { MarketplaceSettingsDraft } from "@feria/api";
import { Field, applyAccent, classes, stallProps } from "@feria/ui";
import { useEffect } from "react";
import { useController } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { HUE_NAMES } from "./general";

const HUE_MAX = 359;

/** The hue of everything plum: one of twelve, or any. The page shows it at once; leaving takes it back. */
export function AccentField({ stored }: { stored: number }) {
  const { t } = useTranslation();
  const { field } = useController<MarketplaceSettingsDraft, "accent_hue">({ name: "accent_hue" });
  const hue = field.value;
  useEffect(() => {
    applyAccent(hue);
    return () => applyAccent(stored);
  }, [hue, stored]);
  return (
    <div className="flex flex-col gap-12">
      <p aria-hidden="true" className="-mb-8 type-label">
        {t("operator.settings.hues")}
      </p>
      <div role="group" aria-label={t("operator.settings.hues")} className="flex flex-wrap gap-8">
        {HUE_NAMES.map(([one, name]) => (
          <Swatch
            key={one}
            hue={one}
            label={t(`operator.settings.hue.${name}`)}
            isChosen={one === hue}
            onChoose={() => field.onChange(one)}
          />
        ))}
      </div>
      <Field
        name="accent_hue"
        label={t("operator.settings.anyHue")}
        aside={<span className="numbers">{hue}°</span>}
      >
        <HueSlider hue={hue} onChange={field.onChange} onBlur={field.onBlur} />
      </Field>
    </div>
  );
}

type HueSliderProps = { hue: number; onChange: (hue: number) => void; onBlur: () => void };

function HueSlider({ hue, onChange, onBlur }: HueSliderProps) {
  return (
    <input
      id="field-accent_hue"
      type="range"
      min={0}
      max={HUE_MAX}
      value={hue}
      onChange={(event) => onChange(event.target.valueAsNumber)}
      onBlur={onBlur}
      className="h-36 w-full accent-plum pointer-coarse:h-44"
    />
  );
}

type SwatchProps = { hue: number; label: string; isChosen: boolean; onChoose: () => void };

function Swatch({ hue, label, isChosen, onChoose }: SwatchProps) {
  const { className, ...stall } = stallProps(hue);
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      onClick={onChoose}
      className={classes(
        "inline-flex min-h-36 items-center gap-8 rounded-control border px-8 pointer-coarse:min-h-44",
        isChosen ? "border-plum-text bg-plum-soft text-plum-text" : "border-line-strong hover:border-ink",
      )}
    >
      <span
        {...stall}
        aria-hidden="true"
        className={classes(className, "size-16 rounded-tag bg-stall-band")}
      />
      {label}
    </button>
  );
}
