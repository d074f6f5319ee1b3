import { useDeleteCategory, type Category } from "@feria/api";
import { Button, Dialog } from "@feria/ui";
import { useTranslation } from "react-i18next";
import { Problem } from "../../frame/Problem";

type DeleteDialogProps = { category: Category | null; onClose: () => void; onDeleted?: () => void };

/** Asks before an empty category goes; says what to do about one that is not. */
export function DeleteDialog({ category, onClose, onDeleted }: DeleteDialogProps) {
  const { t } = useTranslation();
  const remove = useDeleteCategory();
  const isEmpty = category?.children.length === 0 && category.product_count === 0;
  const close = () => {
    remove.reset();
    onClose();
  };
  const send = () => {
    if (!category) return;
    remove.mutate(
      { categoryId: category.id },
      {
        onSuccess: () => {
          close();
          onDeleted?.();
        },
      },
    );
  };
  const name = category?.name ?? "";
  return (
    <Dialog
      isOpen={category !== null}
      onClose={close}
      title={t(isEmpty ? "operator.categories.deleteTitle" : "operator.categories.inUseTitle", { name })}
      closeLabel={t("frame.close")}
      actions={
        <>
          <Button onClick={close}>{t("operator.reason.back")}</Button>
          {isEmpty && (
            <Button variant="danger" onClick={send} isBusy={remove.isPending}>
              {t("operator.categories.delete")}
            </Button>
          )}
        </>
      }
    >
      <p>{t(isEmpty ? "operator.categories.deleteHelp" : "operator.categories.inUseHelp", { name })}</p>
      {remove.error && (
        <div className="pt-16">
          <Problem fault={remove.error} />
        </div>
      )}
    </Dialog>
  );
}
