import { useReturnFile, useVoidReturnLabel, type Return, type ReturnLabel } from "@feria/api";
import { Button, Field, Note, Panel, StatusDot, TextInput, formatMoney } from "@feria/ui";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useProblemText } from "../../frame/Problem";
import { useMayAs } from "../../operator/roles";
import { openFile } from "../../packing/openFile";
import { PARCEL_TONES, ParcelNumber, ParcelWay, useCarrierName } from "../../packing/ParcelWay";
import { ReturnLabelForm } from "./ReturnLabelForm";
import type { Side } from "./words";

const COUNTS = new Set<ReturnLabel["status"]>(["requested", "bought", "void_requested"]);
const ENDED = new Set<ReturnLabel["status"]>(["failed", "void_refused"]);
type Props = { found: Return; side: Side };

/** The carrier's label for the way back: the one there is, or one to buy; and where its parcel is. */
export function ReturnLabels({ found, side }: Props) {
  const { t } = useTranslation();
  const mayBuy = useMayAs("support") || side === "seller";
  const label = found.labels.find(({ status }) => COUNTS.has(status));
  const ended = found.labels.filter(({ status }) => ENDED.has(status));
  const isWanted = found.status === "approved" && !label && mayBuy;
  if (!label && ended.length === 0 && !found.parcel && !isWanted) return null;
  return (
    <Panel title={t("claims.carrier.title")}>
      <div className="flex flex-col gap-16">
        {label && <Label found={found} label={label} side={side} mayAct={mayBuy} />}
        {found.parcel && <Way found={found} hasLabel={label !== undefined} />}
        {ended.map((one) => (
          <Note key={one.id} tone="warn">
            <p className="font-600">
              {t(`sell.label.ended.${one.status}`, {
                service: one.service_name,
                number: one.tracking_number,
                price: one.price ? formatMoney(one.price) : "",
              })}
            </p>
            <p>{one.reason}</p>
          </Note>
        ))}
        {found.label_problem && !label && (
          <Note tone="warn">{t("claims.carrier.problem", { reason: found.label_problem })}</Note>
        )}
        {isWanted &&
          (found.label_comes ? (
            <Note tone="info">{t("claims.carrier.comes")}</Note>
          ) : (
            <ReturnLabelForm found={found} side={side} />
          ))}
      </div>
    </Panel>
  );
}

type LabelProps = Props & { label: ReturnLabel; mayAct: boolean };

function Label({ found, label, side, mayAct }: LabelProps) {
  const { t, i18n } = useTranslation();
  const carrier = useCarrierName();
  const price = label.price ? formatMoney(label.price, i18n.language) : "";
  return (
    <div className="flex flex-col gap-8">
      <p className="font-500">
        {carrier(label.carrier)}
        <ParcelNumber number={label.tracking_number} url={found.tracking_url} />
      </p>
      <p className="type-small text-ink-2">
        {label.service_name} · <span className="numbers">{price}</span>
      </p>
      <p className="type-small text-ink-2">
        {t(label.kept_from_refund ? "claims.carrier.buyerPays" : `claims.carrier.shopPays.${side}`)}
      </p>
      {label.status === "requested" && <Note tone="info">{t("sell.label.waiting")}</Note>}
      {label.status === "void_requested" && <Note tone="info">{t("sell.label.voiding")}</Note>}
      {label.status === "bought" && <LabelSteps found={found} label={label} side={side} mayAct={mayAct} />}
    </div>
  );
}

/** Print and take back: what a label allows now. */
function LabelSteps({ found, label, side, mayAct }: LabelProps) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const [file, takeBack] = [useReturnFile(), useVoidReturnLabel()];
  const [reason, setReason] = useState<string | null>(null);
  const canVoid = mayAct && found.status === "approved" && found.parcel === "label_created";
  const isStaff = side === "operator";
  const giveBack = () => {
    if (isStaff && !reason?.trim()) setReason(reason ?? "");
    else takeBack.mutate({ returnId: found.id, ...(reason ? { reason: reason.trim() } : {}) });
  };
  const problem = file.error ?? takeBack.error;
  return (
    <>
      {reason !== null && (
        <Field label={t("claims.step.reason")} name="void-reason" isRequired>
          <TextInput maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} />
        </Field>
      )}
      <div className="flex flex-wrap gap-8">
        {label.file && (
          <Button
            isBusy={file.isPending}
            onClick={() =>
              file.mutate(
                { file: label.file ?? "" },
                { onSuccess: (blob) => openFile(blob, "pdf", label.tracking_number) },
              )
            }
          >
            {t("sell.label.print")}
          </Button>
        )}
        {canVoid && (
          <Button variant="quiet" isBusy={takeBack.isPending} onClick={giveBack}>
            {t("sell.label.takeBack")}
          </Button>
        )}
      </div>
      {problem && <Note tone="bad">{problemText(problem)}</Note>}
    </>
  );
}

/** Where what comes back is. */
function Way({ found, hasLabel }: { found: Return; hasLabel: boolean }) {
  const { t } = useTranslation();
  const carrier = useCarrierName();
  if (!found.parcel) return null;
  return (
    <div className="flex flex-col gap-4">
      {!hasLabel && (
        <p className="font-500">
          {carrier(found.carrier)}
          <ParcelNumber number={found.tracking_number} url={found.tracking_url} />
        </p>
      )}
      <p>
        <StatusDot tone={PARCEL_TONES[found.parcel]}>{t(`claims.parcel.${found.parcel}`)}</StatusDot>
      </p>
      <ParcelWay events={found.events} />
    </div>
  );
}
