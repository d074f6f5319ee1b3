import { ApiProblem } from "@feria/api";
import { Button, EmptyState, ProblemNote } from "@feria/ui";
import { useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { usePage } from "../../page";
import { NotFoundPage } from "./NotFoundPage";

/** In place of a page that could not be drawn; what is not there is another page than what does not work. */
export function FaultPage({ error }: { error: unknown }) {
  const isMissing = error instanceof ApiProblem && (error.status === 404 || error.status === 410);
  return isMissing ? <NotFoundPage /> : <Fault error={error} />;
}

function Fault({ error }: { error: unknown }) {
  const { t } = useTranslation();
  const router = useRouter();
  const problem = error instanceof ApiProblem ? error : null;
  const isOffline = problem?.status === 0;
  const title = isOffline ? t("frame.noConnection") : t("frame.fault");
  usePage(title);
  return (
    <div className="page-width">
      <EmptyState
        level={1}
        title={title}
        help={isOffline ? t("frame.noConnectionHelp") : t("frame.faultHelp")}
        action={
          <Button variant="primary" onClick={() => void router.invalidate()}>
            {t("frame.tryAgain")}
          </Button>
        }
      >
        {problem?.requestId && (
          <div className="mx-auto max-w-form text-start">
            <ProblemNote
              title={t("frame.faultNumber")}
              requestId={problem.requestId}
              labels={{
                requestId: t("frame.requestId"),
                copy: t("frame.copy"),
                copied: t("frame.copied"),
              }}
            />
          </div>
        )}
      </EmptyState>
    </div>
  );
}
