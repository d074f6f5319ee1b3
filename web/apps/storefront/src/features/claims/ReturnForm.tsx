import {
  useAddReturnPhoto,
  useRequestReturn,
  useReturnsOfOrder,
  type Order,
  type OrderLine,
  type OrderReturns,
  type ReturnReason,
  type SellerOrder,
} from "@feria/api";
import { Button, Field, Note, Panel, QuantityStepper, RadioGroup, TextArea } from "@feria/ui";
import { ImageIcon, XIcon } from "@feria/ui/icons";
import { useNavigate } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { Fault } from "../../forms/Fault";
import { useTexts } from "../../useTexts";
import { isSellersFault, RETURN_REASONS } from "./words";

const PHOTOS_MAX = 6;
const NOTE_MAX = 2_000;

/** Asking one seller to take units back: what, why, and what it looks like. */
export function ReturnForm({ order }: { order: Order }) {
  const { t } = useTexts();
  const returns = useReturnsOfOrder(order);
  const [partId, setPartId] = useState<string | null>(null);
  if (returns.error) return <Fault fault={returns.error} />;
  if (!returns.data) return null;
  const parts = order.seller_orders.filter((part) => unitsOf(part, returns.data).length > 0);
  const part = parts.find(({ id }) => id === partId) ?? parts[0];
  if (!part) return <Note tone="info">{t("claims.return.nothing")}</Note>;
  return (
    <div className="flex max-w-measure flex-col gap-24">
      {parts.length > 1 && (
        <RadioGroup
          legend={t("claims.return.seller")}
          name="part"
          value={part.id}
          onChange={setPartId}
          options={parts.map(({ id, seller, number }) => ({ value: id, label: seller.name, hint: number }))}
        />
      )}
      <OfPart key={part.id} order={order} part={part} returns={returns.data} />
    </div>
  );
}

type Unit = { line: OrderLine; most: number };

const unitsOf = (part: SellerOrder, { returnable }: OrderReturns): Unit[] =>
  part.lines.flatMap((line) => {
    const found = returnable.find((one) => one.line_id === line.id);
    return found ? [{ line, most: found.quantity }] : [];
  });

type OfPartProps = { order: Order; part: SellerOrder; returns: OrderReturns };

function OfPart({ order, part, returns }: OfPartProps) {
  const { t } = useTexts();
  const lines = unitsOf(part, returns);
  const until = returns.returnable.find((one) => one.seller_order_id === part.id)?.until;
  const form = useReturning(order, part);
  const only = lines.length === 1 ? lines[0] : undefined;
  const units = form.units ?? (only ? { [only.line.id]: only.most } : {});
  const chosen = Object.entries(units).filter(([, quantity]) => quantity > 0);
  return (
    <form
      className="flex flex-col gap-24"
      onSubmit={(event) => {
        event.preventDefault();
        form.send(chosen.map(([id, quantity]) => ({ id, quantity })));
      }}
    >
      <Units part={part} lines={lines} until={until} units={units} onChange={form.setUnits} />
      <RadioGroup
        legend={t("claims.return.why")}
        name="reason"
        value={form.reason}
        onChange={(reason) => form.setReason(reason as ReturnReason)}
        options={RETURN_REASONS.map((reason) => ({
          value: reason,
          label: t(`claims.reason.${reason}`),
          hint: t(isSellersFault(reason) ? "claims.label.seller" : "claims.label.buyer"),
        }))}
      />
      <Field label={t("claims.return.note")} name="note" aside={t("form.optional")}>
        <TextArea
          maxLength={NOTE_MAX}
          value={form.note}
          onChange={(event) => form.setNote(event.target.value)}
        />
      </Field>
      <Chosen files={form.files} onChange={form.setFiles} />
      {form.error !== null && <Fault fault={form.error} />}
      {form.isAsked && chosen.length === 0 && (
        <p role="alert" className="text-bad">
          {t("claims.return.choose")}
        </p>
      )}
      {form.isAsked && !form.reason && (
        <p role="alert" className="text-bad">
          {t("claims.return.chooseReason")}
        </p>
      )}
      <div className="flex flex-col items-start gap-8">
        <Button type="submit" variant="primary" isBusy={form.isBusy}>
          {t("claims.return.send")}
        </Button>
        <p className="type-label text-ink-2">{t("claims.return.next", { seller: part.seller.name })}</p>
      </div>
    </form>
  );
}

type UnitsProps = {
  part: SellerOrder;
  lines: Unit[];
  until: string | undefined;
  units: Record<string, number>;
  onChange: (units: Record<string, number>) => void;
};

function Units({ part, lines, until, units, onChange }: UnitsProps) {
  const { t, day } = useTexts();
  return (
    <Panel title={t("claims.return.what", { seller: part.seller.name })}>
      {until && <p className="pb-12 text-ink-2">{t("claims.return.until", { day: day(until) })}</p>}
      <ul className="flex flex-col divide-y divide-line">
        {lines.map(({ line, most }) => (
          <li key={line.id} className="flex flex-wrap items-center justify-between gap-12 py-12">
            <span className="min-w-0 flex-1">
              <span className="block font-500">{line.title}</span>
              <span className="numbers type-label text-ink-2">
                {[line.variant_title, t("claims.return.most", { count: most })].filter(Boolean).join(" · ")}
              </span>
            </span>
            <QuantityStepper
              value={units[line.id] ?? 0}
              min={0}
              max={most}
              onChange={(quantity) => onChange({ ...units, [line.id]: quantity })}
              labels={{
                quantity: t("claims.return.units", { title: line.title }),
                decrease: t("claims.return.less", { title: line.title }),
                increase: t("claims.return.more", { title: line.title }),
              }}
            />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function useReturning(order: Order, part: SellerOrder) {
  const navigate = useNavigate();
  const request = useRequestReturn();
  const add = useAddReturnPhoto();
  const [units, setUnits] = useState<Record<string, number> | null>(null);
  const [reason, setReason] = useState<ReturnReason | null>(null);
  const [note, setNote] = useState("");
  const [files, setFiles] = useState<File[]>([]);
  const [isAsked, setIsAsked] = useState(false);
  const [isSending, setIsSending] = useState(false);
  const send = (lines: { id: string; quantity: number }[]) => {
    setIsAsked(true);
    if (isSending || lines.length === 0 || !reason) return;
    setIsSending(true);
    const body = { lines, reason, note: note.trim() };
    request
      .mutateAsync({ sellerOrderId: part.id, order: order.number, ...body })
      .then(async (made) => {
        // A picture that does not pass can be added again on the page of the return.
        for (const file of files)
          await add.mutateAsync({ returnId: made.id, order: order.number, file }).catch(() => undefined);
        await navigate({
          to: "/orders/$number/returns/$returnId",
          params: { number: order.number, returnId: made.id },
        });
      })
      .catch(() => undefined)
      .finally(() => setIsSending(false));
  };
  const state = { units, setUnits, reason, setReason, note, setNote, files, setFiles };
  return { ...state, isAsked, isBusy: isSending, error: request.error, send };
}

/** Pictures that go along; they are sent with the return. */
function Chosen({ files, onChange }: { files: File[]; onChange: (files: File[]) => void }) {
  const { t } = useTexts();
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className="flex flex-col gap-12">
      <p className="type-label">{t("claims.photos")}</p>
      {files.length > 0 && (
        <ul className="flex flex-col gap-4">
          {files.map((file) => (
            <li key={file.name + file.size} className="flex items-center gap-8">
              <span className="min-w-0 truncate">{file.name}</span>
              <Button
                variant="quiet"
                icon={<XIcon aria-hidden className="size-20" />}
                onClick={() => onChange(files.filter((one) => one !== file))}
              >
                {t("claims.photo.remove")}
                <span className="sr-only"> {file.name}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
      <input
        ref={input}
        type="file"
        hidden
        multiple
        accept="image/jpeg,image/png,image/webp"
        aria-label={t("claims.photo.add")}
        onChange={(event) => {
          onChange([...files, ...Array.from(event.target.files ?? [])].slice(0, PHOTOS_MAX));
          event.target.value = "";
        }}
      />
      {files.length < PHOTOS_MAX && (
        <div className="flex flex-wrap items-center gap-x-16 gap-y-4">
          <Button icon={<ImageIcon aria-hidden className="size-20" />} onClick={() => input.current?.click()}>
            {t("claims.photo.add")}
          </Button>
          <p className="type-small text-ink-2">{t("claims.photo.help", { count: PHOTOS_MAX })}</p>
        </div>
      )}
    </div>
  );
}
