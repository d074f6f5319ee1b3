import { ApiProblem, sentence, useMergeCategory, type Category } from "@feria/api";
import { Button, Dialog, Field, Select } from "@feria/ui";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../../frame/Problem";
import { linesOf } from "./tree";

type MergeDialogProps = {
  tree: Category[];
  category: Category;
  isOpen: boolean;
  onClose: () => void;
  onMerged: () => void;
};

/** Puts everything into another category; the links to this one lead there. */
export function MergeDialog({ tree, category, isOpen, onClose, onMerged }: MergeDialogProps) {
  const { t } = useTranslation();
  const merging = useMergeCategory();
  const [intoId, setIntoId] = useState("");
  const [isMissing, setIsMissing] = useState(false);
  const close = () => {
    merging.reset();
    setIsMissing(false);
    onClose();
  };
  const send = () => {
    setIsMissing(!intoId);
    if (intoId) {
      merging.mutate({ categoryId: category.id, version: category.version, intoId }, { onSuccess: onMerged });
    }
  };
  const ofField = merging.error instanceof ApiProblem ? merging.error.messageOf("into_id") : undefined;
  return (
    <Dialog
      isOpen={isOpen}
      onClose={close}
      title={t("operator.categories.mergeTitle", { name: category.name })}
      closeLabel={t("frame.close")}
      actions={
        <>
          <Button onClick={close}>{t("operator.reason.back")}</Button>
          <Button variant="danger" onClick={send} isBusy={merging.isPending}>
            {t("operator.categories.merge")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-16">
        <p>{t("operator.categories.mergeHelp", { name: category.name })}</p>
        <Field
          label={t("operator.categories.mergeInto")}
          error={isMissing ? t("operator.categories.mergeMissing") : ofField && sentence(ofField)}
        >
          <Select
            options={[
              { value: "", label: t("operator.categories.mergeChoose") },
              ...targetsOf(tree, category),
            ]}
            value={intoId}
            onChange={(event) => setIntoId(event.currentTarget.value)}
          />
        </Field>
        {merging.error && !ofField && <Problem fault={merging.error} />}
      </div>
    </Dialog>
  );
}

/** All categories but this one and those below it, by their way from the top. */
function targetsOf(tree: Category[], category: Category): { value: string; label: string }[] {
  const names = new Map<string, string>();
  const within = new Set([category.id, ...linesOf(category.children).map((line) => line.category.id)]);
  return linesOf(tree).flatMap(({ category: { id, name }, parent }) => {
    const label = parent ? `${names.get(parent.id) ?? parent.name} › ${name}` : name;
    names.set(id, label);
    return within.has(id) ? [] : [{ value: id, label }];
  });
}
