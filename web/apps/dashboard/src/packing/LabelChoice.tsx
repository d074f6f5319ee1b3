import type { Label, LabelRate, LabelRates } from "@feria/api";
import { Button, Note, RadioGroup, Select, formatMoney } from "@feria/ui";
import { useState } from "react";
import { useTranslation } from "react-i18next";

type Format = Label["format"];
const LAST_FORMAT = "feria.label.format";
const keyOf = (rate: LabelRate) => `${rate.carrier} ${rate.service}`;

type LabelChoiceProps = {
  rates: LabelRates;
  isBusy: boolean;
  onBuy: (rate: LabelRate, format: Format) => void;
  /** What becomes of the price. */
  help: string;
  /** A label that somebody else prints is always a PDF. */
  isPdfOnly?: boolean;
};

/** Services with their prices, the cheapest first and chosen; the price is taken off the shop's balance. */
export function LabelChoice({ rates, isBusy, onBuy, help, isPdfOnly = false }: LabelChoiceProps) {
  const { t, i18n } = useTranslation();
  const [chosen, setChosen] = useState<string | null>(null);
  const [format, setFormat] = useState<Format>(localStorage.getItem(LAST_FORMAT) === "zpl" ? "zpl" : "pdf");
  const rate = rates.items.find((one) => keyOf(one) === chosen) ?? rates.items[0];
  const price = (one: LabelRate) => formatMoney(one.price, i18n.language);
  return (
    <div className="flex flex-col gap-16 border-t border-line pt-16">
      {rates.refused.map(({ carrier, detail }) => (
        <Note key={carrier} tone="warn">
          {t("sell.label.refused", { carrier: t(`sell.carrier.${carrier}`), detail })}
        </Note>
      ))}
      {rate ? (
        <>
          <RadioGroup
            legend={t("sell.label.service")}
            name="label-service"
            value={keyOf(rate)}
            onChange={setChosen}
            options={rates.items.map((one) => ({
              value: keyOf(one),
              label: one.name,
              hint: one.days === null ? undefined : t("sell.label.days", { count: one.days }),
              aside: price(one),
            }))}
          />
          <div className="flex flex-wrap items-center gap-12">
            <Button
              variant="primary"
              isBusy={isBusy}
              onClick={() => {
                if (!isPdfOnly) localStorage.setItem(LAST_FORMAT, format);
                onBuy(rate, isPdfOnly ? "pdf" : format);
              }}
            >
              {t("sell.label.pay", { price: price(rate) })}
            </Button>
            {!isPdfOnly && (
              <div className="basis-160">
                <Select
                  aria-label={t("sell.label.format")}
                  value={format}
                  onChange={(event) => setFormat(event.target.value === "zpl" ? "zpl" : "pdf")}
                  options={[
                    { value: "pdf", label: t("sell.label.pdf") },
                    { value: "zpl", label: t("sell.label.zpl") },
                  ]}
                />
              </div>
            )}
          </div>
          <p className="type-small text-ink-2">{help}</p>
        </>
      ) : (
        <Note tone="warn">{t("sell.label.noRates")}</Note>
      )}
    </div>
  );
}
