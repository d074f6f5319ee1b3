import { Wordmark } from "@feria/ui";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { contrastOf } from "./contrast";

type AccentPreviewProps = { name: string; hue: number };

/** Name and accent as the shop will wear them, light and dark, with how well they can be read. */
export function AccentPreview({ name, hue }: AccentPreviewProps) {
  const { t } = useTranslation();
  return (
    <figure className="flex flex-col gap-12">
      <figcaption className="type-label">{t("operator.settings.preview")}</figcaption>
      <div className="grid gap-12 sm:grid-cols-2 lg:grid-cols-1">
        <Sample theme="light" name={name} hue={hue} />
        <Sample theme="dark" name={name} hue={hue} />
      </div>
      <p className="type-small text-ink-2">{t("operator.settings.readable")}</p>
    </figure>
  );
}

function Sample({ theme, name, hue }: AccentPreviewProps & { theme: "light" | "dark" }) {
  const { t, i18n } = useTranslation();
  const button = useRef<HTMLSpanElement>(null);
  const [contrast, setContrast] = useState<number | null>(null);
  useEffect(() => {
    // The accent is set on the document by an effect of the field, so that this one waits for the next frame.
    const frame = requestAnimationFrame(() => setContrast(button.current && contrastOf(button.current)));
    return () => cancelAnimationFrame(frame);
  }, [hue]);
  const ratio = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 });
  return (
    <div data-theme={theme} className="flex flex-col gap-12 rounded-control border border-line p-16">
      <Wordmark name={name} />
      <span
        ref={button}
        className="inline-flex min-h-48 items-center justify-center rounded-control bg-plum px-20 type-body font-600 text-on-plum"
      >
        {t("operator.settings.sampleButton")}
      </span>
      <span className="text-plum-text underline underline-offset-4">{t("operator.settings.sampleLink")}</span>
      {contrast !== null && (
        <span className="numbers type-small text-ink-2">
          {t("operator.settings.contrast", { ratio: ratio.format(contrast) })}
        </span>
      )}
    </div>
  );
}
