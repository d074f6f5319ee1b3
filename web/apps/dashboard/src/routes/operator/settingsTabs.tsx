import { TabLinks } from "@feria/ui";
import { useLocation } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { PageHead } from "../../frame/PageHead";
import { useMayAs } from "../../operator/roles";

const SETTINGS = "/operator/settings";

/** Title and parts of the settings; a role sees the parts it may change. */
export function SettingsHead() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const isAdmin = useMayAs();
  const parts = isAdmin ? ["", "/markets", "/commission", "/tax", "/legal"] : ["/commission", "/tax"];
  const items = parts.map((part) => ({
    href: SETTINGS + part,
    label: t(`operator.settings.part${part.replace("/", ".") || ".general"}`),
    isCurrent: part === "" ? pathname === SETTINGS : pathname.startsWith(SETTINGS + part),
  }));
  return (
    <>
      <PageHead title={t("operator.settings.title")} />
      <TabLinks label={t("operator.settings.parts")} items={items} />
    </>
  );
}
