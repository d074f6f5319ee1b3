import { Button, Note } from "@feria/ui";
import { useTranslation } from "react-i18next";
import { Attention } from "./Attention";

/** Somebody else saved in between (412): theirs can be taken, or one's own looked at further. */
export function Stale({ onTake }: { onTake: () => void }) {
  const { t } = useTranslation();
  return (
    <Attention>
      <Note tone="warn" action={<Button onClick={onTake}>{t("frame.stale.take")}</Button>}>
        <p className="font-600">{t("frame.stale.title")}</p>
        <p>{t("frame.stale.help")}</p>
      </Note>
    </Attention>
  );
}
