import { useChangeReturn, type Return, type ReturnStatus } from "@feria/api";
import { Button, Dialog, Field, Note, TextArea, TextInput, type ButtonVariant } from "@feria/ui";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { focusTitle } from "../../frame/focusTitle";
import { useProblemText } from "../../frame/Problem";
import { useMayAs } from "../../operator/roles";
import { ReceiveFields, RefundFields } from "./StepFields";
import { bodyOf, emptyStep, faultOf, type StepDraft } from "./stepDraft";
import type { Side } from "./words";

type Step = Extract<ReturnStatus, "approved" | "declined" | "received" | "refunded" | "rejected">;

/** What a shop may do, from the least to the most usual. */
const ORDER: Step[] = ["rejected", "declined", "refunded", "received", "approved"];
const FIRST: Partial<Record<ReturnStatus, Step>> = {
  requested: "approved",
  approved: "received",
  in_transit: "received",
  received: "refunded",
};

/** The steps that a shop may take with a return now. */
export function ReturnSteps({ found, side }: { found: Return; side: Side }) {
  const { t } = useTranslation();
  const mayAct = useMayAs("support") || side === "seller";
  const [step, setStep] = useState<Step | null>(null);
  const steps = ORDER.filter((one) => found.next.includes(one));
  const variantOf = (one: Step): ButtonVariant =>
    one === FIRST[found.status]
      ? "primary"
      : one === "declined" || one === "rejected"
        ? "danger"
        : "secondary";
  if (!mayAct) return null;
  return (
    <>
      {steps.map((one) => (
        <Button key={one} variant={variantOf(one)} onClick={() => setStep(one)}>
          {t(`claims.step.${nameOf(one, found)}`)}
        </Button>
      ))}
      {step && <StepDialog key={step} found={found} side={side} step={step} onClose={() => setStep(null)} />}
    </>
  );
}

/** A refund before anything has come is another step in words. */
const nameOf = (step: Step, { status }: Return) =>
  step === "refunded" && status !== "received" ? "refundedAtOnce" : step;

type StepDialogProps = { found: Return; side: Side; step: Step; onClose: () => void };

function StepDialog({ found, side, step, onClose }: StepDialogProps) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const change = useChangeReturn();
  const [draft, setDraft] = useState<StepDraft>(() => emptyStep(found));
  const [fault, setFault] = useState<string | null>(null);
  const name = nameOf(step, found);
  const isHarmful = step === "declined" || step === "rejected";
  const send = () => {
    const wrong = faultOf(step, draft, found, side);
    setFault(wrong);
    if (wrong || change.isPending) return;
    change.mutate(
      { returnId: found.id, status: step, ...bodyOf(step, draft, found, side) },
      {
        onSuccess: () => {
          onClose();
          focusTitle();
        },
      },
    );
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t(`claims.step.${name}.title`, { number: found.number })}
      closeLabel={t("frame.close")}
      actions={
        <>
          <Button onClick={onClose}>{t("claims.step.back")}</Button>
          <Button variant={isHarmful ? "danger" : "primary"} isBusy={change.isPending} onClick={send}>
            {t(`claims.step.${name}`)}
          </Button>
        </>
      }
    >
      <div className="dense flex flex-col gap-16 type-label font-400">
        <p>{t(`claims.step.${name}.help`, { buyer: found.buyer_name })}</p>
        {change.error && <Note tone="bad">{problemText(change.error)}</Note>}
        <StepFields found={found} side={side} step={step} draft={draft} onChange={setDraft} fault={fault} />
      </div>
    </Dialog>
  );
}

type StepFieldsProps = {
  found: Return;
  side: Side;
  step: Step;
  draft: StepDraft;
  onChange: (draft: StepDraft) => void;
  fault: string | null;
};

function StepFields({ found, side, step, draft, onChange, fault }: StepFieldsProps) {
  const { t } = useTranslation();
  const isReasonAsked = side === "operator" || step === "declined" || step === "rejected";
  return (
    <>
      {step === "approved" && (
        <Field label={t("claims.sending.where")} name="where" hint={t("claims.sending.lastHint")}>
          <TextArea
            maxLength={2000}
            value={draft.instructions}
            onChange={(event) => onChange({ ...draft, instructions: event.target.value })}
          />
        </Field>
      )}
      {step === "received" && <ReceiveFields found={found} draft={draft} onChange={onChange} />}
      {step === "refunded" && <RefundFields found={found} draft={draft} onChange={onChange} error={fault} />}
      {(isReasonAsked || (step === "refunded" && draft.deduction.trim() !== "")) && (
        <Field
          label={t("claims.step.reason")}
          name="reason"
          hint={t("claims.step.reasonHint")}
          error={fault === "reason" ? t("claims.step.reasonMissing") : undefined}
          isRequired
        >
          <TextInput
            maxLength={200}
            value={draft.reason}
            onChange={(event) => onChange({ ...draft, reason: event.target.value })}
          />
        </Field>
      )}
    </>
  );
}
