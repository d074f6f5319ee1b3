import { ApiProblem } from "@feria/api";

/** What is not there, or no longer, is no fault: it has a page of its own. */
export function isMissing(fault: unknown): boolean {
  return fault instanceof ApiProblem && (fault.status === 404 || fault.status === 410);
}
