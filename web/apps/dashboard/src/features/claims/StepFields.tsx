import type { Return } from "@feria/api";
import { Checkbox, Field, QuantityStepper, TextInput, formatMoney, parseAmount } from "@feria/ui";
import { useTranslation } from "react-i18next";
import type { StepDraft } from "./stepDraft";

type FieldsProps = { found: Return; draft: StepDraft; onChange: (draft: StepDraft) => void };

/** How many units of each line have come. */
export function ReceiveFields({ found, draft, onChange }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <ul className="flex flex-col divide-y divide-line">
      {found.lines.map((line) => (
        <li key={line.line_id} className="flex flex-wrap items-center justify-between gap-12 py-8">
          <span className="min-w-0 flex-1">{line.title}</span>
          <QuantityStepper
            value={draft.units[line.line_id] ?? 0}
            min={0}
            max={line.quantity}
            onChange={(count) => onChange({ ...draft, units: { ...draft.units, [line.line_id]: count } })}
            labels={{
              quantity: t("claims.step.units", { title: line.title }),
              decrease: t("claims.step.less", { title: line.title }),
              increase: t("claims.step.more", { title: line.title }),
            }}
          />
        </li>
      ))}
    </ul>
  );
}

/** What is kept of the refund, and what goes back into stock. */
export function RefundFields({ found, draft, onChange, error }: FieldsProps & { error: string | null }) {
  const { t, i18n } = useTranslation();
  const { currency, amount } = found.refundable;
  const kept = parseAmount(draft.deduction, currency) ?? 0;
  const back = { amount: Math.max(0, amount - kept), currency };
  return (
    <>
      {found.status === "received" && (
        <fieldset>
          <legend className="type-label">{t("claims.step.restock")}</legend>
          {found.lines
            .filter((line) => line.received > 0)
            .map((line) => (
              <Checkbox
                key={line.line_id}
                label={`${line.received} × ${line.title}`}
                checked={draft.restock[line.line_id] ?? false}
                onChange={(event) =>
                  onChange({
                    ...draft,
                    restock: { ...draft.restock, [line.line_id]: event.target.checked },
                  })
                }
              />
            ))}
        </fieldset>
      )}
      <Field
        label={t("claims.step.deduction")}
        name="deduction"
        aside={t("sell.field.optional")}
        hint={t("claims.step.deductionHint")}
        error={error === "deduction" ? t("claims.step.deductionWrong") : undefined}
      >
        <TextInput
          inputMode="decimal"
          maxLength={20}
          end={currency}
          value={draft.deduction}
          onChange={(event) => onChange({ ...draft, deduction: event.target.value })}
        />
      </Field>
      <p role="status" className="numbers font-600">
        {t("claims.step.goesBack", { amount: formatMoney(back, i18n.language) })}
      </p>
    </>
  );
}
