import { ApiProblem } from "@feria/api";
import { notFound } from "@tanstack/react-router";

/** What a page throws when it cannot read what it is about: what is not there is no fault. */
export function missingOr(fault: Error): unknown {
  const isMissing = fault instanceof ApiProblem && (fault.status === 404 || fault.status === 410);
  return isMissing ? notFound() : fault;
}
