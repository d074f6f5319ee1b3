import { useTranslation } from "react-i18next";

export function SellHome() {
  const { t } = useTranslation();
  return <h1>{t("sell.home.title")}</h1>;
}
