import { ApiProblem } from "@feria/api";
import { Note, ProblemNote } from "@feria/ui";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

export type FaultProps = {
  fault: unknown;
  /** Words for the kinds of problem that this place knows, by slug. */
  words?: Record<string, ReactNode>;
  action?: ReactNode;
};

/** Why something did not work, in plain words, where the thing would be. */
export function Fault({ fault, words = {}, action }: FaultProps) {
  const { t } = useTranslation();
  const problem = fault instanceof ApiProblem ? fault : null;
  const known = problem && words[problem.slug];
  if (known) {
    return (
      <div role="alert">
        <Note tone="bad" action={action}>
          {known}
        </Note>
      </div>
    );
  }
  const kind = kindOf(problem);
  const isTold = kind === "refused" && problem;
  return (
    <ProblemNote
      title={isTold ? problem.title || problem.message : t(`shop.fault.${kind}`)}
      help={isTold ? problem.detail : t(`shop.fault.${kind}.help`)}
      requestId={kind === "server" ? (problem?.requestId ?? null) : null}
      labels={{ requestId: t("shop.requestId"), copy: t("shop.copy"), copied: t("shop.copied") }}
      action={action}
    />
  );
}

function kindOf(problem: ApiProblem | null): "offline" | "tooMany" | "refused" | "server" {
  if (!problem) return "server";
  if (problem.status === 0) return "offline";
  if (problem.status === 429) return "tooMany";
  return problem.status < 500 ? "refused" : "server";
}
