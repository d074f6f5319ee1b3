import { Button, FileDrop, Note, Panel } from "@feria/ui";
import { useTranslation } from "react-i18next";
import { ACCEPTED } from "./PicturesPanel";

/** A chosen file with an address under which the page can show it. */
export type StagedPicture = { file: File; url: string };
type StagedPicturesProps = {
  staged: StagedPicture[];
  onStage: (staged: StagedPicture[]) => void;
  /** Names of those chosen before the page was loaded again: files themselves do not outlive that. */
  lost: string[];
};

/** Pictures chosen before the product is there; they are sent once it is. */
export function StagedPictures({ staged, onStage, lost }: StagedPicturesProps) {
  const { t, i18n } = useTranslation();
  const add = (files: File[]) =>
    onStage([...staged, ...files.map((file) => ({ file, url: URL.createObjectURL(file) }))]);
  const remove = (picture: StagedPicture) => {
    URL.revokeObjectURL(picture.url);
    onStage(staged.filter((one) => one !== picture));
  };
  return (
    <Panel title={t("sell.pictures.title")}>
      <div className="flex flex-col gap-16">
        {lost.length > 0 && staged.length === 0 && (
          <Note>{t("sell.pictures.again", { names: new Intl.ListFormat(i18n.language).format(lost) })}</Note>
        )}
        {staged.length > 0 && (
          <ol className="grid grid-cols-2 gap-16 sm:grid-cols-4">
            {staged.map((picture) => (
              <li key={picture.url} className="flex flex-col gap-4">
                <div className="aspect-card overflow-clip rounded-control bg-sunken">
                  <img src={picture.url} alt="" className="size-full object-cover" />
                </div>
                <p className="truncate type-small text-ink-2">{picture.file.name}</p>
                <Button variant="quiet" onClick={() => remove(picture)}>
                  {t("sell.pictures.takeOut")}
                </Button>
              </li>
            ))}
          </ol>
        )}
        <FileDrop
          label={t("sell.pictures.drop")}
          buttonLabel={t("sell.pictures.choose")}
          hint={t("sell.pictures.hint")}
          accept={ACCEPTED}
          isMultiple
          onFiles={add}
        />
      </div>
    </Panel>
  );
}
