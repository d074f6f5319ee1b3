import { TextLink } from "@feria/ui";
import { useSearch } from "@tanstack/react-router";
import { ForgotForm } from "../../features/signin/ForgotForm";
import { FormPage } from "../../features/signin/FormPage";
import { ResetForm } from "../../features/signin/ResetForm";
import { SignInForm } from "../../features/signin/SignInForm";
import { SignUpForm } from "../../features/signin/SignUpForm";
import { useArrive } from "../../features/signin/useArrive";
import { useTexts } from "../../useTexts";

const withNext = (path: string, next: string | undefined) =>
  next ? `${path}?next=${encodeURIComponent(next)}` : path;

export function SignIn() {
  const { t } = useTexts();
  const { next } = useSearch({ from: "/sign-in" });
  const arrive = useArrive(next);
  return (
    <FormPage title={t("signIn.title")}>
      <SignInForm onDone={async () => void (await arrive())} />
      <p className="border-t border-line pt-16">
        {t("signIn.new")} <TextLink href={withNext("/sign-up", next)}>{t("signUp.do")}</TextLink>
      </p>
    </FormPage>
  );
}

export function SignUp() {
  const { t } = useTexts();
  const { next } = useSearch({ from: "/sign-up" });
  const arrive = useArrive(next);
  return (
    <FormPage title={t("signUp.title")} help={t("signUp.help")}>
      <SignUpForm next={next} onDone={async () => void (await arrive())} />
      <p className="border-t border-line pt-16">
        {t("signUp.known")} <TextLink href={withNext("/sign-in", next)}>{t("signIn.do")}</TextLink>
      </p>
    </FormPage>
  );
}

export function ForgotPassword() {
  const { t } = useTexts();
  return (
    <FormPage title={t("forgot.title")} help={t("forgot.help")}>
      <ForgotForm />
      <p>
        <TextLink href="/sign-in">{t("forgot.back")}</TextLink>
      </p>
    </FormPage>
  );
}

export function ResetPassword() {
  const { t } = useTexts();
  const { token } = useSearch({ from: "/reset-password" });
  return (
    <FormPage title={t("reset.title")}>
      <ResetForm token={token} />
    </FormPage>
  );
}
