import { ApiProblem, useCreateProduct, type ProductUpdate } from "@feria/api";
import { showToast } from "@feria/ui";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Attention } from "../../frame/Attention";
import { PageHead } from "../../frame/PageHead";
import { Problem } from "../../frame/Problem";
import { SaveBar } from "../../frame/SaveBar";
import { EditorPanels } from "./EditorPanels";
import { FaultList } from "./FaultList";
import { faultsFrom } from "./faults";
import { StagedPictures, type StagedPicture } from "./StagedPictures";
import { useEditor } from "./useEditor";
import { useUploads } from "./uploads";
import { UploadState } from "./UploadState";
import { bodyOf, emptyProduct } from "./values";

type NewProductProps = { sellerId: string; onCreated: (productId: string) => void };

/** A product that is not there yet: saving makes a draft, and its pictures follow. */
export function NewProduct({ sellerId, onCreated }: NewProductProps) {
  const { t } = useTranslation();
  const [staged, setStaged] = useState<StagedPicture[]>([]);
  const names = useNames(sellerId);
  const stage = (pictures: StagedPicture[]) => {
    names.keep(pictures.map(({ file }) => file.name));
    setStaged(pictures);
  };
  const { editor, save, uploads, isBusy, fault, isDone } = useCreating(
    sellerId,
    staged.map(({ file }) => file),
    (productId) => {
      names.keep([]);
      onCreated(productId);
    },
  );
  return (
    <>
      <PageHead
        title={t("sell.product.new")}
        summary={t("sell.product.newHelp")}
        back={{ href: "/sell/products", label: t("sell.products.title") }}
      />
      <div className="flex flex-col gap-20">
        <FaultList editor={editor} />
        {fault && (
          <Attention>
            <Problem fault={fault} />
          </Attention>
        )}
        <EditorPanels
          editor={editor}
          isNew
          stock={() => undefined}
          pictures={<StagedPictures staged={staged} onStage={stage} lost={names.lost} />}
        />
        <UploadState uploads={uploads} />
      </div>
      <SaveBar
        changes={editor.changes}
        isAlwaysShown
        isGuarded={!isDone}
        saveLabel={t("sell.product.create")}
        onSave={() => void save()}
        isBusy={isBusy}
      />
    </>
  );
}

/** What the chosen pictures are called, kept through a reload of the page in this tab. */
function useNames(sellerId: string) {
  const key = `feria.draft.product.new.${sellerId}.pictures`;
  const [lost] = useState(() => (sessionStorage.getItem(key) ?? "").split("\n").filter(Boolean));
  useEffect(() => () => sessionStorage.removeItem(key), [key]);
  return { lost, keep: (names: string[]) => sessionStorage.setItem(key, names.join("\n")) };
}

function useCreating(sellerId: string, files: File[], onCreated: (productId: string) => void) {
  const { t } = useTranslation();
  const create = useCreateProduct();
  const uploads = useUploads();
  const [base] = useState(emptyProduct);
  const [isDone, setIsDone] = useState(false);
  const editor = useEditor(base, `feria.draft.product.new.${sellerId}`, false);
  const isBusy = create.isPending || uploads.isBusy || isDone;
  const save = async () => {
    if (isBusy || !editor.check()) return;
    const { variants, ...rest } = bodyOf(editor.values, editor.markets, editor.attributes);
    const counted = variants.map((variant, place) => ({
      ...asNew(variant),
      on_hand: Number(editor.values.variants[place]?.onHand || 0),
    }));
    try {
      const product = await create.mutateAsync({ ...rest, seller_id: sellerId, variants: counted });
      editor.clearDraft();
      const failed = await uploads.send(product.id, files);
      setIsDone(true);
      const missing = failed.map(({ name, why }) => t("sell.pictures.failed", { name, why })).join(" ");
      showToast({ text: missing || t("sell.product.created") });
      onCreated(product.id);
    } catch (fault) {
      if (fault instanceof ApiProblem) editor.setFaults(faultsFrom(fault));
    }
  };
  const isFieldFault = create.error instanceof ApiProblem && create.error.errors.length > 0;
  return { editor, save, uploads, isBusy, isDone, fault: isFieldFault ? null : create.error };
}

/** What a variant has only once it is there. */
function asNew(variant: ProductUpdate["variants"][number]) {
  const { id, image_id, ...rest } = variant;
  void [id, image_id];
  return rest;
}
