import { Button, Note } from "@feria/ui";
import { useTranslation } from "react-i18next";

/** Somebody else saved in the meantime: nothing was overwritten, and what is there now has to be seen first. */
export function Stale({ onReload }: { onReload: () => void }) {
  const { t } = useTranslation();
  return (
    <div role="alert">
      <Note tone="warn" action={<Button onClick={onReload}>{t("operator.stale.reload")}</Button>}>
        {t("operator.stale.text")}
      </Note>
    </div>
  );
}
