import { useParams } from "@tanstack/react-router";
import { ReturnView } from "../../features/claims/ReturnView";
import { PageBody } from "../../frame/PageHead";

/** One return, as the desk sees it. */
export function OperatorReturn() {
  const { returnId = "" } = useParams({ strict: false });
  return (
    <PageBody>
      <ReturnView key={returnId} returnId={returnId} side="operator" />
    </PageBody>
  );
}
