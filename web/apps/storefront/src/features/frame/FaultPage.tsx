import { ApiProblem } from "@feria/api";
import { Button, EmptyState } from "@feria/ui";
import { useRouter } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useTranslation } from "../../texts";
import { isMissing } from "../../missing";
import { usePage } from "../../page";
import { Missing } from "./Missing";

const FaultNumber = lazy(() => import("./FaultNumber").then((part) => ({ default: part.FaultNumber })));

/** In place of a page that could not be drawn; what is not there is another page than what does not work. */
export function FaultPage({ error }: { error: unknown }) {
  return isMissing(error) ? <Missing /> : <Fault error={error} />;
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
          <Suspense>
            <FaultNumber requestId={problem.requestId} />
          </Suspense>
        )}
      </EmptyState>
    </div>
  );
}
