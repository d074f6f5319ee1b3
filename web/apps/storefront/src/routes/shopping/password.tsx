import { TextLink } from "@feria/ui";
import { useSearch } from "@tanstack/react-router";
import { ForgotForm } from "../../features/signin/ForgotForm";
import { FormPage } from "../../features/signin/FormPage";
import { ResetForm } from "../../features/signin/ResetForm";
import { useTexts } from "../../useTexts";

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
