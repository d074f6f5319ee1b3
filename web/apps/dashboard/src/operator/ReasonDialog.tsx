import { ApiProblem, sentence } from "@feria/api";
import { Button, Dialog, Field, TextArea } from "@feria/ui";
import { useId, useState, type FormEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../frame/Problem";

const REASON_LENGTH_MAX = 200;
/** Those that such a dialog may have. */
const FIELDS = new Set(["reason", "carrier", "tracking_number"]);

export type ReasonDialogProps = {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  /** What will happen, and what will not. */
  children: ReactNode;
  /** Who reads the reason. */
  hint: string;
  isReasonRequired?: boolean;
  submitLabel: string;
  isHarmful?: boolean;
  isBusy: boolean;
  fault: unknown;
  /** Fields before the reason; they are found in `values` by their name. */
  fields?: (messageOf: (field: string) => string | undefined) => ReactNode;
  onSubmit: (values: Record<string, string>) => void;
};

/** Asks before the operator does something to others, and why. */
export function ReasonDialog(props: ReasonDialogProps) {
  const { t } = useTranslation();
  const form = useId();
  return (
    <Dialog
      isOpen={props.isOpen}
      onClose={props.onClose}
      title={props.title}
      closeLabel={t("frame.close")}
      actions={
        <>
          <Button onClick={props.onClose}>{t("operator.reason.back")}</Button>
          <Button
            type="submit"
            form={form}
            variant={props.isHarmful ? "danger" : "primary"}
            isBusy={props.isBusy}
          >
            {props.submitLabel}
          </Button>
        </>
      }
    >
      <ReasonForm {...props} form={form} />
    </Dialog>
  );
}

function ReasonForm(props: ReasonDialogProps & { form: string }) {
  const { children, fault, fields, hint, isReasonRequired = false, isBusy, onSubmit } = props;
  const { t } = useTranslation();
  const [missing, setMissing] = useState<string[]>([]);
  const problem = fault instanceof ApiProblem ? fault : null;
  const isOfFields = problem?.errors.some(({ field }) => FIELDS.has(field)) ?? false;
  const saidOf = (field: string) => {
    const message = problem?.messageOf(field);
    return missing.includes(field) ? t("operator.fillIn") : message && sentence(message);
  };
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const values = textsOf(event.currentTarget);
    const needed = event.currentTarget.querySelectorAll<HTMLInputElement>("[aria-required]");
    const lacking = [...needed].filter(({ name }) => !values[name]);
    setMissing(lacking.map(({ name }) => name));
    if (lacking[0]) lacking[0].focus();
    else if (!isBusy) onSubmit(values);
  };
  return (
    <form id={props.form} onSubmit={send} noValidate className="flex flex-col gap-16">
      {children}
      {fault && !isOfFields ? <Problem fault={fault} /> : null}
      {fields?.(saidOf)}
      <Field
        label={t("operator.reason.label")}
        hint={hint}
        isRequired={isReasonRequired}
        aside={isReasonRequired ? null : t("operator.optional")}
        error={missing.includes("reason") ? t("operator.reason.missing") : saidOf("reason")}
      >
        <TextArea name="reason" maxLength={REASON_LENGTH_MAX} rows={3} />
      </Field>
    </form>
  );
}

/** The reason is one line for the API. */
function textsOf(form: HTMLFormElement): Record<string, string> {
  const entries = [...new FormData(form)];
  return Object.fromEntries(
    entries.map(([name, value]) => [name, String(value).replace(/\s+/g, " ").trim()]),
  );
}
