import {
  ApiProblem,
  useArchiveProduct,
  useDuplicateProduct,
  useWithdrawProduct,
  usePublishProduct,
  type Product,
} from "@feria/api";
import { Button, LinkButton, Note, showToast } from "@feria/ui";
import { ArrowSquareOutIcon } from "@feria/ui/icons";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { focusTitle } from "../../frame/focusTitle";
import { useProblemText } from "../../frame/Problem";

type ProductActionsProps = {
  product: Product;
  isChanged: boolean;
  /** Saves first; null when that did not work. */
  onSave: () => Promise<Product | null>;
  /** Something is missing before it can be on sale. */
  onLacks: (problem: ApiProblem) => void;
};

/** Puts on sale, takes off sale, leads to the product as buyers see it. */
export function ProductActions({ product, isChanged, onSave, onLacks }: ProductActionsProps) {
  const { t } = useTranslation();
  const { publish, archive, isBusy, problem } = useStates({ product, isChanged, onSave, onLacks });
  const duplicate = useDuplicate();
  return (
    <>
      {problem && <Note tone="bad">{problem}</Note>}
      {product.status === "published" && (
        <LinkButton
          href={`/p/${product.slug}-${product.id}`}
          icon={<ArrowSquareOutIcon aria-hidden className="size-16" />}
        >
          {t("sell.product.see")}
        </LinkButton>
      )}
      <Button isBusy={duplicate.isBusy} onClick={() => duplicate.run(product)}>
        {t("sell.product.duplicate")}
      </Button>
      {product.status !== "archived" && (
        <Button variant="danger" isBusy={isBusy} onClick={archive}>
          {t("sell.product.archive")}
        </Button>
      )}
      {product.status === "in_review" && <WithdrawButton product={product} />}
      {(product.status === "draft" || product.status === "archived") && (
        <Button variant="primary" isBusy={isBusy} onClick={() => void publish()}>
          {isChanged ? t("sell.product.saveAndPublish") : t("sell.product.publish")}
        </Button>
      )}
    </>
  );
}

/** Back to a draft; the button goes with the state, so the focus goes to the title. */
function WithdrawButton({ product }: { product: Product }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const withdraw = useWithdrawProduct();
  const run = () =>
    withdraw.mutate(
      { productId: product.id },
      {
        onSuccess: () => {
          showToast({ text: t("sell.product.withdrawn", { title: product.title }) });
          focusTitle();
        },
        onError: (fault) => showToast({ text: problemText(fault) }),
      },
    );
  return (
    <Button isBusy={withdraw.isPending} onClick={run}>
      {t("sell.product.withdraw")}
    </Button>
  );
}

function useDuplicate() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const problemText = useProblemText();
  const duplicating = useDuplicateProduct();
  const run = (product: Product) =>
    duplicating.mutate(product.id, {
      onSuccess: (copy) => {
        showToast({ text: t("sell.product.duplicated") });
        void navigate({ href: `/sell/products/${copy.id}` });
      },
      onError: (fault) => showToast({ text: problemText(fault) }),
    });
  return { run, isBusy: duplicating.isPending };
}

function useStates({ product, isChanged, onSave, onLacks }: ProductActionsProps) {
  const { t } = useTranslation();
  const publishing = usePublishProduct();
  const archiving = useArchiveProduct();
  const problemText = useProblemText();
  const publish = async () => {
    const saved = isChanged ? await onSave() : product;
    if (!saved) return;
    publishing.mutate(
      { productId: saved.id, version: saved.version },
      {
        onSuccess: ({ status, title }) =>
          showToast({
            text: t(`sell.product.${status === "in_review" ? "submitted" : "published"}`, { title }),
          }),
        onError: (fault) => {
          if (fault instanceof ApiProblem && fault.errors.length > 0) onLacks(fault);
        },
      },
    );
  };
  const archive = () =>
    archiving.mutate(
      { productId: product.id },
      {
        onSuccess: () =>
          showToast({
            text: t("sell.product.archived", { title: product.title }),
            ...(product.status === "published"
              ? {
                  action: {
                    label: t("sell.product.undo"),
                    onAction: () => publishing.mutate({ productId: product.id }),
                  },
                }
              : {}),
          }),
      },
    );
  const fault = publishing.error ?? archiving.error;
  const isLacking = fault instanceof ApiProblem && fault.slug === "not-publishable";
  return {
    publish,
    archive,
    isBusy: publishing.isPending || archiving.isPending,
    problem: fault && !isLacking && problemText(fault),
  };
}
