import { Button, Dialog } from "@feria/ui";
import { useBlocker } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

/** Asks before somebody leaves a page with unsaved changes, by link, back button or closing the tab. */
export function LeaveGuard({ isActive }: { isActive: boolean }) {
  const { t } = useTranslation();
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => isActive && current.pathname !== next.pathname,
    enableBeforeUnload: isActive,
    withResolver: true,
  });
  const isAsking = blocker.status === "blocked";
  return (
    <Dialog
      isOpen={isAsking}
      onClose={() => blocker.reset?.()}
      title={t("frame.leave.title")}
      closeLabel={t("frame.close")}
      actions={
        <>
          <Button variant="danger" onClick={() => blocker.proceed?.()}>
            {t("frame.leave.go")}
          </Button>
          <Button variant="primary" onClick={() => blocker.reset?.()}>
            {t("frame.leave.stay")}
          </Button>
        </>
      }
    >
      <p>{t("frame.leave.text")}</p>
    </Dialog>
  );
}
