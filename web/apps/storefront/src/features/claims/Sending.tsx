import { useChangeReturn, useReturnFile, type Return } from "@feria/api";
import { Button, Field, LinkButton, PlainText, TextInput } from "@feria/ui";
import { DownloadSimpleIcon } from "@feria/ui/icons";
import { useState } from "react";
import { Fault } from "../../forms/Fault";
import { useTexts } from "../../useTexts";
import { keepFile } from "./keepFile";
import { carrierName } from "./words";

type Props = { number: string; found: Return };

/** How an approved return is sent: where to, with which label, and that it was. */
export function Sending({ number, found }: Props) {
  const { t } = useTexts();
  const label = found.labels[0];
  return (
    <>
      {!label && <Where found={found} />}
      <p className="rounded-control bg-sunken px-16 py-12">
        {t("claims.return.slip")} <strong className="numbers">{found.number}</strong>
      </p>
      {label ? <CarrierLabel number={number} found={found} /> : <OwnLabel found={found} />}
      {found.slip && (
        <FileButton
          number={number}
          file={found.slip}
          name={`return-${found.number}`}
          label={t("claims.return.slipPrint")}
        />
      )}
      {label ? (
        <>
          <p className="text-ink-2">{t("claims.return.byItself", { carrier: carrierName(label.carrier) })}</p>
          <details className="w-full">
            <summary className="inline-flex min-h-24 cursor-pointer items-center underline underline-offset-4 pointer-coarse:min-h-44">
              {t("claims.return.otherWay")}
            </summary>
            <div className="pt-16">
              <SentForm number={number} found={found} />
            </div>
          </details>
        </>
      ) : (
        <SentForm number={number} found={found} />
      )}
    </>
  );
}

function Where({ found }: { found: Return }) {
  const { t } = useTexts();
  return (
    <div className="flex flex-col gap-4">
      <p className="font-600">{t("claims.return.where")}</p>
      {found.instructions ? (
        <PlainText body={found.instructions} />
      ) : (
        <p className="text-ink-2">{t("claims.return.whereLater", { seller: found.seller.name })}</p>
      )}
    </div>
  );
}

/** The label that was bought of a carrier, to be printed. */
function CarrierLabel({ number, found }: Props) {
  const { t, money } = useTexts();
  const label = found.labels[0];
  if (!label?.file) return null;
  const carrier = carrierName(label.carrier);
  return (
    <div className="flex flex-col items-start gap-12">
      <FileButton
        number={number}
        file={label.file}
        name={`return-label-${found.number}`}
        label={t("claims.return.carrierLabel")}
        isFirst
      />
      <p className="max-w-measure text-pretty">
        {t("claims.return.labelUse", { carrier })}{" "}
        {label.kept_from_refund && label.price
          ? t("claims.return.labelKept", { amount: money(label.price), carrier })
          : t("claims.return.labelFree", { seller: found.seller.name })}
      </p>
    </div>
  );
}

/** A label that the shop gave as a picture, or who pays the way. */
function OwnLabel({ found }: { found: Return }) {
  const { t } = useTexts();
  if (found.label_url) {
    return (
      <LinkButton href={found.label_url} target="_blank" rel="noreferrer">
        {t("claims.return.label")}
      </LinkButton>
    );
  }
  if (found.label_comes) return <p className="text-ink-2">{t("claims.return.labelSoon")}</p>;
  return (
    <p className="text-ink-2">
      {t(found.label_paid_by === "seller" ? "claims.return.labelComes" : "claims.label.buyer", {
        seller: found.seller.name,
      })}
    </p>
  );
}

type FileButtonProps = { number: string; file: string; name: string; label: string; isFirst?: boolean };

function FileButton({ number, file, name, label, isFirst = false }: FileButtonProps) {
  const fetching = useReturnFile();
  return (
    <>
      {fetching.error && <Fault fault={fetching.error} />}
      <Button
        variant={isFirst ? "primary" : "secondary"}
        isBusy={fetching.isPending}
        onClick={() =>
          fetching.mutate({ file, order: number }, { onSuccess: (blob) => keepFile(blob, `${name}.pdf`) })
        }
        icon={<DownloadSimpleIcon aria-hidden className="size-20" />}
      >
        {label}
      </Button>
    </>
  );
}

/** The buyer's word that it has left, with whatever label. */
function SentForm({ number, found }: Props) {
  const { t } = useTexts();
  const change = useChangeReturn();
  const [carrier, setCarrier] = useState("");
  const [tracking, setTracking] = useState("");
  const hasLabel = found.labels.length > 0;
  return (
    <form
      className="flex w-full flex-col gap-16"
      onSubmit={(event) => {
        event.preventDefault();
        const how = { carrier: carrier.trim(), tracking_number: tracking.trim() };
        if (!change.isPending)
          change.mutate({ returnId: found.id, order: number, status: "in_transit", ...how });
      }}
    >
      <div className="grid gap-16 sm:grid-cols-2">
        <Field label={t("claims.return.carrier")} name="carrier" aside={t("form.optional")}>
          <TextInput maxLength={80} value={carrier} onChange={(event) => setCarrier(event.target.value)} />
        </Field>
        <Field
          label={t("claims.return.tracking")}
          name="tracking"
          {...(hasLabel ? { isRequired: true } : { aside: t("form.optional") })}
        >
          <TextInput
            maxLength={80}
            required={hasLabel}
            value={tracking}
            onChange={(event) => setTracking(event.target.value)}
          />
        </Field>
      </div>
      {change.error && <Fault fault={change.error} />}
      <Button
        type="submit"
        variant={hasLabel ? "secondary" : "primary"}
        className="self-start"
        isBusy={change.isPending}
      >
        {t("claims.return.sent")}
      </Button>
    </form>
  );
}
