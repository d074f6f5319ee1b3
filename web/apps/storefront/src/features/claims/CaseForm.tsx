import { useCasesOfOrder, useOpenCase, type CaseReason, type Order } from "@feria/api";
import { Button, Field, Note, RadioGroup, TextArea, TextLink } from "@feria/ui";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Fault } from "../../forms/Fault";
import { useTexts } from "../../useTexts";
import { CASE_REASONS } from "./words";

const TEXT_MAX = 4_000;

/** Asking the marketplace to step in for what one seller sent, or did not. */
export function CaseForm({ order }: { order: Order }) {
  const { t, moment } = useTexts();
  const cases = useCasesOfOrder(order);
  const [partId, setPartId] = useState<string | null>(null);
  if (cases.error) return <Fault fault={cases.error} />;
  if (!cases.data) return null;
  const { openable, items } = cases.data;
  const parts = order.seller_orders.filter((part) =>
    openable.some((one) => one.seller_order_id === part.id && one.reasons.length > 0),
  );
  const later = openable.find((one) => one.not_received_from)?.not_received_from;
  const open = items.find(({ status }) => status.startsWith("awaiting") || status === "under_review");
  const part = parts.find(({ id }) => id === partId) ?? parts[0];
  return (
    <div className="flex max-w-measure flex-col gap-24">
      {open && (
        <Note tone="info">
          <TextLink href={`/orders/${order.number}/cases/${open.id}`}>
            {t("claims.case.isOpen", { number: open.number })}
          </TextLink>
        </Note>
      )}
      {!part && !open && (
        <Note tone="info">
          {later ? t("claims.case.later", { moment: moment(later) }) : t("claims.case.nothing")}
        </Note>
      )}
      {parts.length > 1 && part && (
        <RadioGroup
          legend={t("claims.case.seller")}
          name="part"
          value={part.id}
          onChange={setPartId}
          options={parts.map(({ id, seller, number }) => ({ value: id, label: seller.name, hint: number }))}
        />
      )}
      {part && (
        <Opening
          key={part.id}
          order={order}
          partId={part.id}
          seller={part.seller.name}
          reasons={openable.find((one) => one.seller_order_id === part.id)?.reasons ?? []}
        />
      )}
    </div>
  );
}

type OpeningProps = { order: Order; partId: string; seller: string; reasons: CaseReason[] };

function Opening({ order, partId, seller, reasons }: OpeningProps) {
  const { t } = useTexts();
  const navigate = useNavigate();
  const open = useOpenCase();
  const [reason, setReason] = useState<CaseReason | null>(null);
  const [text, setText] = useState("");
  const [isAsked, setIsAsked] = useState(false);
  const send = async () => {
    setIsAsked(true);
    if (open.isPending || !reason || !text.trim()) return;
    const made = await open
      .mutateAsync({ order: order.number, seller_order_id: partId, reason, text: text.trim() })
      .catch(() => null);
    if (made)
      await navigate({
        to: "/orders/$number/cases/$caseId",
        params: { number: order.number, caseId: made.id },
      });
  };
  return (
    <form
      className="flex flex-col gap-24"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <RadioGroup
        legend={t("claims.case.why")}
        name="reason"
        value={reason}
        onChange={(one) => setReason(one as CaseReason)}
        error={isAsked && !reason ? t("claims.return.chooseReason") : undefined}
        options={CASE_REASONS.filter((one) => reasons.includes(one)).map((one) => ({
          value: one,
          label: t(`claims.caseReason.${one}`),
        }))}
      />
      <Field
        label={t("claims.case.text")}
        name="text"
        hint={t("claims.case.textHint", { seller })}
        error={isAsked && !text.trim() ? t("claims.case.textMissing") : undefined}
        isRequired
      >
        <TextArea maxLength={TEXT_MAX} value={text} onChange={(event) => setText(event.target.value)} />
      </Field>
      {open.error && <Fault fault={open.error} />}
      <div className="flex flex-col items-start gap-8">
        <Button type="submit" variant="primary" isBusy={open.isPending}>
          {t("claims.case.send")}
        </Button>
        <p className="type-label text-ink-2">{t("claims.case.next", { seller })}</p>
      </div>
    </form>
  );
}
