import { ApiProblem, useUpdateProduct, type Product } from "@feria/api";
import { showToast } from "@feria/ui";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Attention } from "../../frame/Attention";
import { PageHead } from "../../frame/PageHead";
import { Problem } from "../../frame/Problem";
import { SaveBar } from "../../frame/SaveBar";
import { Stale } from "../../frame/Stale";
import { State } from "../../words/seller";
import { ApprovalNote } from "./ApprovalNote";
import { EditorPanels } from "./EditorPanels";
import { FaultList } from "./FaultList";
import { faultsFrom } from "./faults";
import { HistoryPanel } from "./HistoryPanel";
import { PicturesPanel } from "./PicturesPanel";
import { ProductActions } from "./ProductActions";
import { SchedulePanel } from "./SchedulePanel";
import { useEditor } from "./useEditor";
import { bodyOf, valuesOf } from "./values";

type EditProductProps = { product: Product; onReload: () => Promise<Product | undefined> };

/** A product there is: changed by one save, against the version that was read. */
export function EditProduct({ product, onReload }: EditProductProps) {
  const { t } = useTranslation();
  const { editor, save, discard, takeOther, isStale, isBusy, fault } = useSaving({ product, onReload });
  const stock = useMemo(
    () => new Map(product.variants.map(({ id, available }) => [id, available])),
    [product],
  );
  return (
    <>
      <PageHead
        title={product.title}
        status={<State kind="product" state={product.status} />}
        back={{ href: "/sell/products", label: t("sell.products.title") }}
        actions={
          <ProductActions
            product={product}
            isChanged={editor.isChanged}
            onSave={save}
            onLacks={(problem) => editor.setFaults(faultsFrom(problem))}
          />
        }
      />
      <div className="flex flex-col gap-20">
        <ApprovalNote product={product} />
        <FaultList editor={editor} />
        {isStale && <Stale onTake={() => void takeOther()} />}
        {fault && (
          <Attention>
            <Problem fault={fault} />
          </Attention>
        )}
        <EditorPanels
          editor={editor}
          isNew={false}
          stock={(id) => stock.get(id)}
          pictures={<PicturesPanel product={product} />}
          aside={product.status === "draft" && <SchedulePanel key={product.publish_at} product={product} />}
          foot={<HistoryPanel product={product} />}
        />
      </div>
      <SaveBar
        changes={editor.changes}
        saveLabel={t("sell.product.save")}
        onSave={() => void save()}
        onDiscard={discard}
        isBusy={isBusy}
      />
    </>
  );
}

function useSaving({ product, onReload }: EditProductProps) {
  const { t } = useTranslation();
  const update = useUpdateProduct();
  // What was read when the form was opened; a newer product of the cache does not slip below what is typed.
  const [base, setBase] = useState(product);
  const baseValues = useMemo(() => valuesOf(base), [base]);
  const editor = useEditor(
    baseValues,
    `feria.draft.product.${product.id}`,
    product.status === "published" || product.status === "in_review",
  );
  const take = (other: Product) => {
    setBase(other);
    editor.reset(valuesOf(other));
    update.reset();
  };
  if (product.version > base.version && !editor.isChanged) take(product);
  const save = async (): Promise<Product | null> => {
    if (update.isPending || !editor.check()) return null;
    const body = bodyOf(editor.values, editor.markets, editor.attributes);
    try {
      const saved = await update.mutateAsync({ productId: product.id, version: base.version, body });
      take(saved);
      showToast({ text: t("sell.product.saved") });
      return saved;
    } catch (fault) {
      if (fault instanceof ApiProblem) editor.setFaults(faultsFrom(fault));
      return null;
    }
  };
  const isStale = update.error instanceof ApiProblem && update.error.status === 412;
  const isFieldFault = update.error instanceof ApiProblem && update.error.errors.length > 0;
  return {
    editor,
    save,
    isStale,
    isBusy: update.isPending,
    discard: () => take(product),
    takeOther: async () => take((await onReload()) ?? product),
    fault: update.error && !isStale && !isFieldFault ? update.error : null,
  };
}
