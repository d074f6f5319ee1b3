import { useOrder, type Order } from "@feria/api";
import { useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { CaseForm } from "../../features/claims/CaseForm";
import { CasePage } from "../../features/claims/CasePage";
import { ClaimFrame } from "../../features/claims/ClaimFrame";
import { ReturnForm } from "../../features/claims/ReturnForm";
import { ReturnPage } from "../../features/claims/ReturnPage";
import { addClaimTexts } from "../../features/claims/texts";
import { useTexts } from "../../useTexts";

addClaimTexts();

export function NewReturn() {
  const { number } = useParams({ from: "/orders/$number/return" });
  const { t } = useTexts();
  return (
    <OfOrder number={number} title={t("claims.return.new")}>
      {(order) => <ReturnForm order={order} />}
    </OfOrder>
  );
}

export function NewCase() {
  const { number } = useParams({ from: "/orders/$number/problem" });
  const { t } = useTexts();
  return (
    <OfOrder number={number} title={t("claims.case.new")}>
      {(order) => <CaseForm order={order} />}
    </OfOrder>
  );
}

export function OneReturn() {
  const { number, returnId } = useParams({ from: "/orders/$number/returns/$returnId" });
  return <ReturnPage number={number} returnId={returnId} />;
}

export function OneCase() {
  const { number, caseId } = useParams({ from: "/orders/$number/cases/$caseId" });
  return <CasePage number={number} caseId={caseId} />;
}

type OfOrderProps = { number: string; title: string; children: (order: Order) => ReactNode };

function OfOrder({ number, title, children }: OfOrderProps) {
  const { data, error, isPending, refetch } = useOrder(number);
  return (
    <ClaimFrame
      number={number}
      title={title}
      error={error}
      isLoading={isPending}
      onRetry={() => void refetch()}
    >
      {data?.kind === "order" && children(data as Order)}
    </ClaimFrame>
  );
}
