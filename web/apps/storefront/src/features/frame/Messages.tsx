import { Toasts } from "@feria/ui";
import { useTranslation } from "../../texts";

/** What happened elsewhere, and undo. */
export function Messages() {
  const { t } = useTranslation();
  return <Toasts label={t("frame.messages")} closeLabel={t("frame.close")} />;
}
