import { useChangeCase, type Case, type CaseStatus } from "@feria/api";
import { Button, Dialog, Field, Note, TextArea, TextInput, formatMoney, parseAmount } from "@feria/ui";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { focusTitle } from "../../frame/focusTitle";
import { useProblemText } from "../../frame/Problem";
import { useMayAs } from "../../operator/roles";
import type { Side } from "./words";

type Step = Extract<CaseStatus, "under_review" | "resolved_buyer" | "resolved_seller" | "split">;
const STEPS: Record<Side, Step[]> = {
  seller: ["resolved_buyer"],
  operator: ["under_review", "resolved_seller", "split", "resolved_buyer"],
};

type CaseStepsProps = { found: Case; side: Side };

/** The steps that a shop or the desk may take with a case now. */
export function CaseSteps({ found, side }: CaseStepsProps) {
  const { t } = useTranslation();
  const mayDecide = useMayAs("support", "finance");
  const [step, setStep] = useState<Step | null>(null);
  const steps = STEPS[side].filter((one) => found.next.includes(one));
  if (side === "operator" && !mayDecide) return null;
  return (
    <>
      {steps.map((one) => (
        <Button key={one} onClick={() => setStep(one)}>
          {t(`claims.decide.${side}.${one}`)}
        </Button>
      ))}
      {step && <StepDialog key={step} found={found} side={side} step={step} onClose={() => setStep(null)} />}
    </>
  );
}

type StepDialogProps = CaseStepsProps & { step: Step; onClose: () => void };

function StepDialog({ found, side, step, onClose }: StepDialogProps) {
  const { t, i18n } = useTranslation();
  const problemText = useProblemText();
  const form = useDeciding(found, side, step, onClose);
  const values = { amount: formatMoney(found.refundable, i18n.language), buyer: found.buyer_name };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t(`claims.decide.${side}.${step}.title`, { number: found.number })}
      closeLabel={t("frame.close")}
      actions={
        <>
          <Button onClick={onClose}>{t("claims.step.back")}</Button>
          <Button variant="primary" isBusy={form.isBusy} onClick={form.send}>
            {t(`claims.decide.${side}.${step}`)}
          </Button>
        </>
      }
    >
      <div className="dense flex flex-col gap-16 type-label font-400">
        <p>{t(`claims.decide.${side}.${step}.help`, values)}</p>
        {form.error && <Note tone="bad">{problemText(form.error)}</Note>}
        {step === "split" && (
          <Field
            label={t("claims.decide.amount")}
            name="amount"
            hint={t("claims.decide.amountHint", values)}
            error={form.isAmountWrong ? t("claims.decide.amountWrong", values) : undefined}
            isRequired
          >
            <TextInput
              inputMode="decimal"
              maxLength={20}
              end={found.refundable.currency}
              value={form.typed}
              onChange={(event) => form.setTyped(event.target.value)}
            />
          </Field>
        )}
        <Field
          label={t("claims.step.reason")}
          name="reason"
          hint={t("claims.decide.reasonHint")}
          error={form.isReasonMissing ? t("claims.step.reasonMissing") : undefined}
          isRequired={side === "operator"}
          {...(side === "operator" ? {} : { aside: t("sell.field.optional") })}
        >
          <TextArea
            maxLength={200}
            rows={2}
            value={form.reason}
            onChange={(event) => form.setReason(event.target.value)}
          />
        </Field>
      </div>
    </Dialog>
  );
}

function useDeciding(found: Case, side: Side, step: Step, onDone: () => void) {
  const change = useChangeCase();
  const [reason, setReason] = useState("");
  const [typed, setTyped] = useState("");
  const [isAsked, setIsAsked] = useState(false);
  const { currency, amount: left } = found.refundable;
  const hasAmount = step === "split";
  const amount = parseAmount(typed, currency);
  const isWrong = hasAmount && (amount === null || amount < 1 || amount >= left);
  const isReasonMissing = side === "operator" && reason.trim() === "";
  const send = () => {
    setIsAsked(true);
    if (change.isPending || isWrong || isReasonMissing) return;
    const more = hasAmount && amount !== null ? { amount } : {};
    change.mutate(
      { caseId: found.id, status: step, reason: reason.trim(), ...more },
      {
        onSuccess: () => {
          onDone();
          focusTitle();
        },
      },
    );
  };
  return {
    reason,
    setReason,
    typed,
    setTyped,
    send,
    isAmountWrong: isAsked && isWrong,
    isReasonMissing: isAsked && isReasonMissing,
    isBusy: change.isPending,
    error: change.error,
  };
}
