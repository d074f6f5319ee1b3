import { useRemoveCategoryPicture, useSetCategoryPicture, type Category } from "@feria/api";
import { Button, FileDrop, Picture } from "@feria/ui";
import { useTranslation } from "react-i18next";
import { useProblemText } from "../../frame/Problem";

type PictureFieldProps = { category: Category };

/** The category's picture; shown as soon as it is there, apart from the form. */
export function PictureField({ category: { id, name, picture } }: PictureFieldProps) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const set = useSetCategoryPicture();
  const remove = useRemoveCategoryPicture();
  const isBusy = set.isPending || remove.isPending;
  const fault = set.error ?? remove.error;
  return (
    <div className="flex flex-col gap-12">
      {picture ? (
        <div className="flex flex-wrap items-center gap-16">
          <Picture
            picture={{ ...picture, alt: t("operator.categories.pictureOf", { name }) }}
            hue={undefined}
            shape="square"
            sizes="160px"
            className="w-160"
          />
          <Button variant="quiet" isBusy={remove.isPending} onClick={() => remove.mutate({ categoryId: id })}>
            {t("operator.categories.removePicture")}
          </Button>
        </div>
      ) : (
        <p className="text-ink-2">{t("operator.categories.noPicture")}</p>
      )}
      <FileDrop
        label={t(isBusy ? "operator.categories.pictureBusy" : "operator.categories.dropPicture")}
        buttonLabel={t(picture ? "operator.categories.otherPicture" : "operator.categories.choosePicture")}
        hint={t("operator.categories.pictureHint")}
        accept="image/jpeg,image/png,image/webp"
        isDisabled={isBusy}
        error={fault && problemText(fault)}
        onFiles={([file]) => file && set.mutate({ categoryId: id, file })}
      />
    </div>
  );
}
