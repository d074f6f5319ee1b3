import { ApiProblem, type ProductRow, type RefusedProduct } from "@feria/api";
import { Button, Note, TextLink } from "@feria/ui";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useProblemText } from "../../frame/Problem";
import { useMissingText } from "../../words/missing";
import type { Bulk, BulkResult } from "./bulk";
import { BulkEdit } from "./BulkEdit";

const DONE = {
  publish: "sell.products.bulk.published",
  archive: "sell.products.bulk.archived",
  change: "sell.products.bulk.changed",
};

type BulkActionsProps = { ids: string[]; rows: ProductRow[]; bulk: Bulk };

/** What can be done with the selected products. */
export function BulkActions({ ids, rows, bulk }: BulkActionsProps) {
  const { t } = useTranslation();
  const chosen = rows.filter((row) => ids.includes(row.id));
  const open = chosen
    .filter((row) => row.status === "draft" || row.status === "archived")
    .map((row) => row.id);
  const live = chosen.filter((row) => row.status !== "archived").map((row) => row.id);
  const [isEditing, setIsEditing] = useState(false);
  return (
    <>
      <Button onClick={() => setIsEditing(true)}>
        {t("sell.products.bulk.edit", { count: chosen.length })}
      </Button>
      <BulkEdit rows={chosen} bulk={bulk} isOpen={isEditing} onClose={() => setIsEditing(false)} />
      {open.length > 0 && (
        <Button variant="primary" isBusy={bulk.isBusy} onClick={() => void bulk.run("publish", open)}>
          {t("sell.products.bulk.publish", { count: open.length })}
        </Button>
      )}
      {live.length > 0 && (
        <Button variant="danger" isBusy={bulk.isBusy} onClick={() => void bulk.run("archive", live)}>
          {t("sell.products.bulk.archive", { count: live.length })}
        </Button>
      )}
    </>
  );
}

/** What became of it; failures by product, in words. */
export function BulkReport({ bulk, titleOf }: { bulk: Bulk; titleOf: (id: string) => string }) {
  const { t } = useTranslation();
  const { result } = bulk;
  if (!result) return null;
  const { failures, submitted } = result;
  const done = result.done - submitted;
  return (
    <div role="status">
      <Note
        tone={failures.length > 0 ? "warn" : "good"}
        action={
          <Button variant="quiet" onClick={bulk.dismiss}>
            {t("frame.close")}
          </Button>
        }
      >
        {(done > 0 || (failures.length === 0 && submitted === 0)) && (
          <p>{t(DONE[result.kind], { count: done })}</p>
        )}
        {submitted > 0 && <p>{t("sell.products.bulk.submitted", { count: submitted })}</p>}
        {failures.length > 0 && <p>{t("sell.products.bulk.failed", { count: failures.length })}</p>}
        <Failures failures={failures} titleOf={titleOf} />
      </Note>
    </div>
  );
}

const isRefused = (fault: unknown): fault is RefusedProduct =>
  typeof fault === "object" && fault !== null && "reason" in fault;

type FailuresProps = Pick<BulkResult, "failures"> & { titleOf: (id: string) => string };

function Failures({ failures, titleOf }: FailuresProps) {
  const problemText = useProblemText();
  const missingText = useMissingText();
  const say = (fault: unknown) => {
    if (isRefused(fault)) return fault.reason;
    return fault instanceof ApiProblem && fault.slug === "not-publishable"
      ? missingText(fault)
      : problemText(fault);
  };
  return (
    <ul className="flex flex-col">
      {failures.map(({ id, fault }) => (
        <li key={id}>
          <TextLink href={`/sell/products/${id}`}>{titleOf(id)}</TextLink>: {say(fault)}
        </li>
      ))}
    </ul>
  );
}
