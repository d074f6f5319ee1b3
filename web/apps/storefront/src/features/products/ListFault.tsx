import { ApiProblem } from "@feria/api";
import { Button, ProblemNote } from "@feria/ui";
import { useTranslation } from "../../texts";

/** In place of things that could not be fetched. */
export function ListFault({ fault, onRetry }: { fault: Error; onRetry: () => unknown }) {
  const { t } = useTranslation();
  const isOffline = fault instanceof ApiProblem && fault.status === 0;
  return (
    <ProblemNote
      title={isOffline ? t("frame.noConnection") : t("products.fault")}
      help={t("products.faultHelp")}
      requestId={fault instanceof ApiProblem ? fault.requestId : null}
      labels={{ requestId: t("frame.requestId"), copy: t("frame.copy"), copied: t("frame.copied") }}
      action={<Button onClick={() => void onRetry()}>{t("frame.tryAgain")}</Button>}
    />
  );
}
