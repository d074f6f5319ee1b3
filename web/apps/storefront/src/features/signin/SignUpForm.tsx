import { useRegister } from "@feria/api";
import { Button, TextLink } from "@feria/ui";
import { zodResolver } from "@hookform/resolvers/zod";
import { useMemo } from "react";
import { useForm } from "react-hook-form";
import { z } from "../../forms/zod";
import { emailShape } from "../../address/schema";
import { draftOf, dropDraft, useDraft } from "../../forms/draft";
import { Fault } from "../../forms/Fault";
import { applyProblem } from "../../forms/problems";
import { Summary } from "../../forms/Summary";
import { TextField } from "../../forms/TextField";
import { useTexts } from "../../useTexts";
import { PasswordField } from "./PasswordField";
import { passwordShape } from "./password";

const DRAFT = "sign-up";
const SECRET = ["password"];
const NAME_MAX = 200;

export type SignUpFormProps = {
  onDone: () => Promise<void>;
  /** What is known of a guest already. */
  known?: { name: string; email: string };
  /** Where the sign-in page leads on to, for those who have an account. */
  next?: string | undefined;
};

/** Name, e-mail and password. */
export function SignUpForm({ onDone, known, next }: SignUpFormProps) {
  const { t } = useTexts();
  const register = useRegister();
  const resolver = useMemo(
    () =>
      zodResolver(
        z.object({
          name: z.string().trim().min(1, t("signUp.name.missing")).max(NAME_MAX, t("form.tooLong")),
          email: emailShape(t),
          password: passwordShape(t),
        }),
      ),
    [t],
  );
  const defaultValues = { name: "", email: "", password: "", ...draftOf(DRAFT), ...known };
  const form = useForm({ resolver, shouldFocusError: false, defaultValues });
  useDraft(DRAFT, form, SECRET);
  const send = form.handleSubmit(async (values) => {
    try {
      await register.mutateAsync(values);
      dropDraft(DRAFT);
      await onDone();
    } catch (fault) {
      applyProblem(form, fault);
    }
  });
  const { errors, submitCount, isSubmitting } = form.formState;
  const signIn = next ? `/sign-in?next=${encodeURIComponent(next)}` : "/sign-in";
  const taken = (
    <>
      {t("signUp.taken")} <TextLink href={signIn}>{t("signIn.do")}</TextLink>
    </>
  );
  return (
    <form noValidate onSubmit={(event) => void send(event)} className="flex flex-col gap-16">
      <Summary errors={errors} count={submitCount} />
      {register.error && <Fault fault={register.error} words={{ "email-taken": taken }} />}
      <TextField form={form} name="name" autoComplete="name" label={t("signUp.name")} />
      <TextField
        form={form}
        name="email"
        type="email"
        inputMode="email"
        autoComplete="email"
        label={t("signIn.email")}
      />
      <PasswordField
        form={form}
        name="password"
        label={t("signIn.password")}
        hint={t("signUp.password.hint")}
        autoComplete="new-password"
      />
      <Button type="submit" variant="primary" isWide isBusy={isSubmitting}>
        {t(isSubmitting ? "signUp.busy" : "signUp.do")}
      </Button>
    </form>
  );
}
