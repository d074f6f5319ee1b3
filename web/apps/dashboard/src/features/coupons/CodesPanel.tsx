import { useDrawCodes, type OwnCoupon } from "@feria/api";
import { Button, Field, Panel, TextInput, showToast } from "@feria/ui";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../../frame/Problem";
import { saveFile } from "../../frame/saveFile";

const CODES_MAX = 10_000;

/** The first codes, and more of them drawn by lot into a file. */
export function CodesPanel({ coupon }: { coupon: OwnCoupon }) {
  const { t } = useTranslation();
  const draw = useDrawCodes(coupon.id);
  const [count, setCount] = useState("100");
  const [prefix, setPrefix] = useState("");
  const [isSent, setIsSent] = useState(false);
  const isCount = /^\d{1,5}$/.test(count) && Number(count) >= 1 && Number(count) <= CODES_MAX;
  const isPrefix = /^[A-Za-z0-9-]{0,20}$/.test(prefix);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIsSent(true);
    if (!isCount || !isPrefix || draw.isPending) return;
    draw.mutate(
      { count: Number(count), prefix },
      {
        onSuccess: ({ codes }) => {
          const lines = ["code", ...codes].join("\r\n");
          saveFile(new Blob([`${lines}\r\n`], { type: "text/csv" }), "codes.csv");
          showToast({ text: t("coupons.drawn", { count: codes.length }) });
        },
      },
    );
  };
  return (
    <Panel title={t("coupons.codes")}>
      <p className="numbers pb-16 break-words">{coupon.codes.join(", ")}</p>
      <form noValidate onSubmit={submit} className="flex flex-col items-start gap-16">
        <Field
          label={t("coupons.drawCount")}
          hint={t("coupons.drawHint")}
          error={isSent && !isCount ? t("coupons.error.drawCount") : undefined}
        >
          <TextInput inputMode="numeric" value={count} onChange={(event) => setCount(event.target.value)} />
        </Field>
        <Field
          label={t("coupons.prefix")}
          aside={t("coupons.optional")}
          error={isSent && !isPrefix ? t("coupons.error.prefix") : undefined}
        >
          <TextInput autoComplete="off" value={prefix} onChange={(event) => setPrefix(event.target.value)} />
        </Field>
        <Button type="submit" isBusy={draw.isPending}>
          {t("coupons.draw")}
        </Button>
      </form>
      {draw.error && <Problem fault={draw.error} />}
    </Panel>
  );
}
