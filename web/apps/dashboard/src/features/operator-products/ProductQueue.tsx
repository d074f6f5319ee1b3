import {
  ApiProblem,
  itemsOf,
  useApproveProduct,
  useProductsInReview,
  useRejectProduct,
  type WaitingProduct,
} from "@feria/api";
import { Button, EmptyState, showToast } from "@feria/ui";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { focusTitle } from "../../frame/focusTitle";
import { ListPanel } from "../../frame/ListPanel";
import { useProblemText } from "../../frame/Problem";
import { ReasonDialog } from "../../operator/ReasonDialog";
import { useMissingText } from "../../words/missing";
import { WaitingThing } from "./WaitingThing";

/** Products that nobody sees before the operator has. */
export function ProductQueue() {
  const { t } = useTranslation();
  const list = useProductsInReview();
  const items = itemsOf(list.data);
  const [asked, setAsked] = useState<WaitingProduct | null>(null);
  const approval = useApproval();
  return (
    <>
      <ListPanel list={list}>
        {items.length === 0 ? (
          <EmptyState title={t("operator.products.none")} help={t("operator.products.noneHelp")} />
        ) : (
          <ul className="divide-y divide-line">
            {items.map((one) => (
              <li key={one.id} className="p-16 md:px-20">
                <WaitingThing product={one}>
                  <Button isBusy={approval.busyId === one.id} onClick={() => approval.run(one)}>
                    {t("operator.products.approve")}
                    <span className="sr-only">: {one.title}</span>
                  </Button>
                  <Button variant="danger" onClick={() => setAsked(one)}>
                    {t("operator.products.reject")}
                    <span className="sr-only">: {one.title}</span>
                  </Button>
                </WaitingThing>
              </li>
            ))}
          </ul>
        )}
      </ListPanel>
      <RejectDialog product={asked} onClose={() => setAsked(null)} />
    </>
  );
}

function useApproval() {
  const { t } = useTranslation();
  const approve = useApproveProduct();
  const problemText = useProblemText();
  const missingText = useMissingText();
  const run = ({ id, version, title }: WaitingProduct) =>
    approve.mutate(
      { productId: id, version },
      {
        onSuccess: () => {
          showToast({ text: t("operator.products.approved", { title }) });
          focusTitle();
        },
        onError: (fault) => {
          const isLacking = fault instanceof ApiProblem && fault.slug === "not-publishable";
          const isStale = fault instanceof ApiProblem && fault.status === 412;
          if (isStale) showToast({ text: t("operator.products.changed", { title }) });
          else showToast({ text: isLacking ? missingText(fault) : problemText(fault) });
        },
      },
    );
  return { run, busyId: approve.isPending ? approve.variables.productId : null };
}

type RejectDialogProps = { product: WaitingProduct | null; onClose: () => void };

/** Asks what its shop has to change. */
function RejectDialog({ product, onClose }: RejectDialogProps) {
  const { t } = useTranslation();
  const reject = useRejectProduct();
  const close = () => {
    reject.reset();
    onClose();
  };
  const send = ({ reason = "" }: Record<string, string>) => {
    if (!product) return;
    reject.mutate(
      { productId: product.id, version: product.version, reason },
      {
        onSuccess: () => {
          showToast({ text: t("operator.products.rejected", { title: product.title }) });
          close();
          focusTitle();
        },
      },
    );
  };
  return (
    <ReasonDialog
      isOpen={product !== null}
      onClose={close}
      title={t("operator.products.rejectTitle", { title: product?.title })}
      submitLabel={t("operator.products.reject")}
      hint={t("operator.products.reasonHint")}
      isReasonRequired
      isHarmful
      isBusy={reject.isPending}
      fault={reject.error}
      onSubmit={send}
    >
      <p>{t("operator.products.rejectEffects")}</p>
    </ReasonDialog>
  );
}
