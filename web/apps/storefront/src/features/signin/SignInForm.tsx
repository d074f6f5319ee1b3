import { useSignIn } from "@feria/api";
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

const DRAFT = "sign-in";
const SECRET = ["password"];

/** E-mail and password. */
export function SignInForm({ onDone }: { onDone: () => Promise<void> }) {
  const { t } = useTexts();
  const signIn = useSignIn();
  const resolver = useMemo(
    () =>
      zodResolver(
        z.object({ email: emailShape(t), password: z.string().min(1, t("signIn.password.missing")) }),
      ),
    [t],
  );
  const form = useForm({
    resolver,
    shouldFocusError: false,
    defaultValues: { email: "", password: "", ...draftOf(DRAFT) },
  });
  useDraft(DRAFT, form, SECRET);
  const send = form.handleSubmit(async (values) => {
    try {
      await signIn.mutateAsync(values);
      dropDraft(DRAFT);
      await onDone();
    } catch (fault) {
      applyProblem(form, fault);
    }
  });
  const { errors, submitCount, isSubmitting } = form.formState;
  return (
    <form noValidate onSubmit={(event) => void send(event)} className="flex flex-col gap-16">
      <Summary errors={errors} count={submitCount} />
      {signIn.error && <Fault fault={signIn.error} words={{ "invalid-credentials": t("signIn.wrong") }} />}
      <TextField
        form={form}
        name="email"
        type="email"
        inputMode="email"
        autoComplete="username"
        label={t("signIn.email")}
      />
      <PasswordField
        form={form}
        name="password"
        label={t("signIn.password")}
        autoComplete="current-password"
      />
      <Button type="submit" variant="primary" isWide isBusy={isSubmitting}>
        {t(isSubmitting ? "signIn.busy" : "signIn.do")}
      </Button>
      <p>
        <TextLink href="/forgot-password" className="reach">
          {t("forgot.link")}
        </TextLink>
      </p>
    </form>
  );
}
