import { useForgotPassword } from "@feria/api";
import { Button, Note } from "@feria/ui";
import { zodResolver } from "@hookform/resolvers/zod";
import { useMemo } from "react";
import { useForm } from "react-hook-form";
import { z } from "../../forms/zod";
import { emailShape } from "../../address/schema";
import { draftOf, useDraft } from "../../forms/draft";
import { Fault } from "../../forms/Fault";
import { applyProblem } from "../../forms/problems";
import { Summary } from "../../forms/Summary";
import { TextField } from "../../forms/TextField";
import { useTexts } from "../../useTexts";

/** The same e-mail that was tried at the sign-in. */
const DRAFT = "sign-in";

/** Asks for the mail with the link; says the same whether there is an account or not. */
export function ForgotForm() {
  const { t } = useTexts();
  const ask = useForgotPassword();
  const resolver = useMemo(() => zodResolver(z.object({ email: emailShape(t) })), [t]);
  const form = useForm({
    resolver,
    shouldFocusError: false,
    defaultValues: { email: "", ...draftOf(DRAFT) },
  });
  useDraft(DRAFT, form);
  const send = form.handleSubmit(async ({ email }) => {
    await ask.mutateAsync({ email }).catch((fault: unknown) => applyProblem(form, fault));
  });
  const { errors, submitCount, isSubmitting } = form.formState;
  if (ask.isSuccess) {
    return (
      <div role="status">
        <Note tone="good">{t("forgot.sent", { email: ask.variables.email })}</Note>
      </div>
    );
  }
  return (
    <form noValidate onSubmit={(event) => void send(event)} className="flex flex-col gap-16">
      <Summary errors={errors} count={submitCount} />
      {ask.error && <Fault fault={ask.error} />}
      <TextField
        form={form}
        name="email"
        type="email"
        inputMode="email"
        autoComplete="email"
        label={t("signIn.email")}
      />
      <Button type="submit" variant="primary" isWide isBusy={isSubmitting}>
        {t("forgot.do")}
      </Button>
    </form>
  );
}
