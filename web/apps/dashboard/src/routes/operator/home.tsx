import { useTranslation } from "react-i18next";

export function OperatorHome() {
  const { t } = useTranslation();
  return <h1>{t("operator.home.title")}</h1>;
}
