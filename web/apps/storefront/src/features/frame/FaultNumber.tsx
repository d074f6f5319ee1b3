import { ProblemNote } from "@feria/ui";
import { useTranslation } from "../../texts";

/** What support asks for, with a button that copies it. */
export function FaultNumber({ requestId }: { requestId: string }) {
  const { t } = useTranslation();
  return (
    <div className="mx-auto max-w-form text-start">
      <ProblemNote
        title={t("frame.faultNumber")}
        requestId={requestId}
        labels={{ requestId: t("frame.requestId"), copy: t("frame.copy"), copied: t("frame.copied") }}
      />
    </div>
  );
}
