import { useChangeOrderStatus, useCreateShipment, type SellerOrder } from "@feria/api";
import { Button, Field, TextInput } from "@feria/ui";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { focusTitle } from "../../frame/focusTitle";
import { ReasonDialog } from "../../operator/ReasonDialog";
import { stepsIn, type Step } from "./words";

/** What a seller does, done by the operator in the seller's stead, with a reason. */
export function PartSteps({ part }: { part: SellerOrder }) {
  const { t } = useTranslation();
  const [step, setStep] = useState<Step | null>(null);
  const steps = stepsIn(part.status);
  if (steps.length === 0) return null;
  return (
    <div className="flex flex-wrap items-center gap-8">
      <p className="min-w-0 flex-1 basis-160 type-small text-ink-2">
        {t("operator.orders.instead", { seller: part.seller.name })}
      </p>
      {steps.map((one) => (
        <Button key={one} variant={one === "cancel" ? "danger" : "secondary"} onClick={() => setStep(one)}>
          {t(`operator.orders.${one}.do`)}
        </Button>
      ))}
      <StepDialog part={part} step={step} onClose={() => setStep(null)} />
    </div>
  );
}

function StepDialog({ part, step, onClose }: { part: SellerOrder; step: Step | null; onClose: () => void }) {
  const { t } = useTranslation();
  const { take, isBusy, fault, reset } = useSteps(part);
  const close = () => {
    reset();
    onClose();
  };
  const done = () => {
    close();
    focusTitle();
  };
  return (
    <ReasonDialog
      isOpen={step !== null}
      onClose={close}
      title={step ? t(`operator.orders.${step}.title`, { number: part.number }) : ""}
      submitLabel={step ? t(`operator.orders.${step}.do`) : ""}
      hint={t("operator.orders.reasonHint")}
      isReasonRequired
      isHarmful={step === "cancel"}
      isBusy={isBusy}
      fault={fault}
      {...(step === "ship" ? { fields: (messageOf) => <ParcelFields messageOf={messageOf} /> } : {})}
      onSubmit={(values) => step && take(step, values, done)}
    >
      <p>{step && t(`operator.orders.${step}.effects`, { seller: part.seller.name })}</p>
    </ReasonDialog>
  );
}

function ParcelFields({ messageOf }: { messageOf: (field: string) => string | undefined }) {
  const { t } = useTranslation();
  return (
    <>
      <Field label={t("operator.orders.carrier")} isRequired error={messageOf("carrier")}>
        <TextInput name="carrier" maxLength={80} autoComplete="off" />
      </Field>
      <Field
        label={t("operator.orders.tracking")}
        aside={t("operator.optional")}
        error={messageOf("tracking_number")}
      >
        <TextInput name="tracking_number" maxLength={80} autoComplete="off" className="numbers" />
      </Field>
    </>
  );
}

function useSteps(part: SellerOrder) {
  const status = useChangeOrderStatus();
  const shipment = useCreateShipment();
  const take = (step: Step, values: Record<string, string>, done: () => void) => {
    const { reason = "", carrier = "", tracking_number = "" } = values;
    const then = { onSuccess: done };
    if (step === "ship") {
      const { id: orderId, version } = part;
      shipment.mutate({ orderId, version, carrier, tracking_number, reason }, then);
    } else {
      const to = step === "accept" ? "accepted" : "cancelled";
      status.mutate({ orderId: part.id, status: to, reason }, then);
    }
  };
  return {
    take,
    isBusy: status.isPending || shipment.isPending,
    fault: status.error ?? shipment.error,
    reset: () => {
      status.reset();
      shipment.reset();
    },
  };
}
