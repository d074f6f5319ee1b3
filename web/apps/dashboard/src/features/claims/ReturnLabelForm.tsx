import { useBuyReturnLabel, usePacking, useReturnLabelRates, type LabelRates, type Return } from "@feria/api";
import { Button, Field, Note, TextInput } from "@feria/ui";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { focusTitle } from "../../frame/focusTitle";
import { useProblemText } from "../../frame/Problem";
import { LabelChoice } from "../../packing/LabelChoice";
import { PackageFields } from "../../packing/PackageFields";
import { ShipFrom } from "../../packing/ShipFrom";
import { useBox } from "../../packing/useBox";
import type { Side } from "./words";

type Props = { found: Return; side: Side };

/** Buys a label for the way back: which box the buyer sends it in, then prices to choose from. */
export function ReturnLabelForm({ found, side }: Props) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const packing = usePacking(found.seller.id, side === "seller");
  if (packing.data?.carriers.length === 0) return null;
  return (
    <>
      <p>{t(found.label_paid_by === "seller" ? `claims.carrier.yours.${side}` : "claims.carrier.theirs")}</p>
      {isOpen && side === "seller" && packing.data && (
        <div className="flex flex-col gap-4">
          <ShipFrom sellerId={found.seller.id} place={packing.data.ship_from} />
          <p className="type-small text-ink-2">{t("claims.carrier.from")}</p>
        </div>
      )}
      {isOpen ? (
        (side === "operator" || packing.data?.ship_from) && (
          <Parcel found={found} side={side} presets={packing.data?.packages ?? []} />
        )
      ) : (
        <div>
          <Button onClick={() => setIsOpen(true)}>{t("claims.carrier.buy")}</Button>
        </div>
      )}
    </>
  );
}

type ParcelProps = Props & { presets: Parameters<typeof PackageFields>[0]["presets"] };

function Parcel({ found, side, presets }: ParcelProps) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const [ask, buy] = [useReturnLabelRates(), useBuyReturnLabel()];
  const [rates, setRates] = useState<LabelRates | null>(null);
  const [reason, setReason] = useState("");
  const [isReasonMissing, setIsReasonMissing] = useState(false);
  const box = useBox(() => setRates(null));
  const isStaff = side === "operator";
  const send = (event: FormEvent) => {
    event.preventDefault();
    const isMissing = isStaff && reason.trim() === "";
    setIsReasonMissing(isMissing);
    if (ask.isPending || !box.check() || !box.found || isMissing) return;
    buy.reset();
    ask.mutate({ returnId: found.id, package: box.found }, { onSuccess: setRates });
  };
  const fault = buy.error ?? ask.error;
  return (
    <>
      <form noValidate onSubmit={send} className="flex flex-col gap-16">
        <PackageFields sellerId={isStaff ? null : found.seller.id} presets={presets} form={box.form} />
        {isStaff && (
          <Field
            label={t("claims.step.reason")}
            name="label-reason"
            hint={t("claims.step.reasonHint")}
            error={isReasonMissing ? t("claims.step.reasonMissing") : undefined}
            isRequired
          >
            <TextInput maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} />
          </Field>
        )}
        {fault && <Note tone="bad">{problemText(fault)}</Note>}
        <div>
          <Button type="submit" variant={rates ? "secondary" : "primary"} isBusy={ask.isPending}>
            {t("sell.label.ask")}
          </Button>
        </div>
      </form>
      {rates && (
        <LabelChoice
          rates={rates}
          isBusy={buy.isPending}
          isPdfOnly
          help={t(keepsPrice(found, rates) ? "claims.carrier.keptHelp" : `claims.carrier.payHelp.${side}`)}
          onBuy={({ carrier, service, price }) => {
            if (!box.found || buy.isPending) return;
            buy.mutate(
              { returnId: found.id, package: box.found, carrier, service, price, reason: reason.trim() },
              { onSuccess: focusTitle },
            );
          }}
        />
      )}
    </>
  );
}

/** Whether the buyer pays it in the end; what is not of the order's currency stays with the shop. */
function keepsPrice({ label_paid_by: payer, refundable }: Return, { items }: LabelRates): boolean {
  return payer === "buyer" && items.every(({ price }) => price.currency === refundable.currency);
}
