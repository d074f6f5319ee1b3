import { ApiProblem, sentence } from "@feria/api";
import { Button, ProblemNote } from "@feria/ui";
import { useTranslation } from "react-i18next";

type ProblemProps = { fault: unknown; onRetry?: () => void };

/** A fault of the API where the thing that failed would be. */
export function Problem({ fault, onRetry }: ProblemProps) {
  const { t } = useTranslation();
  const problem = fault instanceof ApiProblem ? fault : null;
  const title = titleKey(problem);
  return (
    <ProblemNote
      title={title ? t(title) : problem?.message}
      {...(problem?.status === 0 ? { help: t("frame.problem.offlineHelp") } : {})}
      requestId={problem && problem.status >= 500 ? problem.requestId : null}
      labels={{
        requestId: t("frame.problem.requestId"),
        copy: t("frame.problem.copy"),
        copied: t("frame.problem.copied"),
      }}
      action={onRetry && !isFinal(problem) && <Button onClick={onRetry}>{t("frame.problem.retry")}</Button>}
    />
  );
}

/** Asking again would get the same answer. */
function isFinal(problem: ApiProblem | null): boolean {
  return problem?.status === 404 || problem?.status === 403;
}

/** What a fault says in one sentence, for notes and toasts. */
export function useProblemText(): (fault: unknown) => string {
  const { t } = useTranslation();
  return (fault) => {
    const problem = fault instanceof ApiProblem ? fault : null;
    const title = titleKey(problem);
    const ofField = problem?.errors[0]?.message;
    return title ? t(title) : ofField ? sentence(ofField) : (problem?.message ?? "");
  };
}

function titleKey(problem: ApiProblem | null): string | null {
  if (problem?.status === 0) return "frame.problem.offline";
  if (problem?.status === 404) return "frame.problem.missing";
  if (problem?.status === 403) return "frame.problem.forbidden";
  if (!problem || problem.status >= 500) return "frame.problem.fault";
  return null;
}
