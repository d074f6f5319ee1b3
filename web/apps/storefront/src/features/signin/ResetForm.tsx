import { useResetPassword } from "@feria/api";
import { Button, LinkButton, Note, TextLink } from "@feria/ui";
import { zodResolver } from "@hookform/resolvers/zod";
import { useMemo } from "react";
import { useForm } from "react-hook-form";
import { z } from "../../forms/zod";
import { Fault } from "../../forms/Fault";
import { applyProblem } from "../../forms/problems";
import { Summary } from "../../forms/Summary";
import { useTexts } from "../../useTexts";
import { PasswordField } from "./PasswordField";
import { passwordShape } from "./password";

/** A new password, by the link of the mail. */
export function ResetForm({ token }: { token: string }) {
  const { t } = useTexts();
  const reset = useResetPassword();
  const resolver = useMemo(() => zodResolver(z.object({ password: passwordShape(t) })), [t]);
  const form = useForm({ resolver, shouldFocusError: false, defaultValues: { password: "" } });
  const send = form.handleSubmit(async ({ password }) => {
    await reset.mutateAsync({ token, password }).catch((fault: unknown) => applyProblem(form, fault));
  });
  const { errors, submitCount, isSubmitting } = form.formState;
  const old = (
    <>
      {t("reset.old")} <TextLink href="/forgot-password">{t("reset.again")}</TextLink>
    </>
  );
  if (!token) return <Note tone="warn">{old}</Note>;
  if (reset.isSuccess) {
    return (
      <div role="status" className="flex flex-col gap-16">
        <Note tone="good">{t("reset.done")}</Note>
        <LinkButton variant="primary" isWide href="/sign-in">
          {t("signIn.do")}
        </LinkButton>
      </div>
    );
  }
  return (
    <form noValidate onSubmit={(event) => void send(event)} className="flex flex-col gap-16">
      <Summary errors={errors} count={submitCount} />
      {reset.error && <Fault fault={reset.error} words={{ "invalid-reset-token": old }} />}
      <PasswordField
        form={form}
        name="password"
        label={t("reset.password")}
        hint={t("signUp.password.hint")}
        autoComplete="new-password"
      />
      <Button type="submit" variant="primary" isWide isBusy={isSubmitting}>
        {t("reset.do")}
      </Button>
    </form>
  );
}
