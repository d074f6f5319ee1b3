import { useRemoveShopSign, useSetShopSign, type SellerFile, type Sign } from "@feria/api";
import { Button, FileDrop, Note, Panel, Picture } from "@feria/ui";
import { useTranslation } from "react-i18next";
import { useProblemText } from "../../frame/Problem";

type SignsPanelProps = { file: SellerFile; onSaved: (saved: { version: number }) => void };

const ACCEPTED = "image/jpeg,image/png,image/webp";

/** Logo and banner; saved at once. */
export function SignsPanel({ file, onSaved }: SignsPanelProps) {
  const { t } = useTranslation();
  return (
    <Panel title={t("sell.shop.signs")}>
      <div className="grid items-start gap-20 sm:grid-cols-3">
        <SignField sign="logo" file={file} onSaved={onSaved} />
        <div className="sm:col-span-2">
          <SignField sign="banner" file={file} onSaved={onSaved} />
        </div>
      </div>
    </Panel>
  );
}

function SignField({ sign, file, onSaved }: SignsPanelProps & { sign: Sign }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const set = useSetShopSign();
  const remove = useRemoveShopSign();
  const url = file[sign];
  const fault = set.error ?? remove.error;
  const isSquare = sign === "logo";
  return (
    <div className="flex flex-col gap-12">
      <h3 className="font-600">{t(`sell.shop.${sign}`)}</h3>
      {fault && <Note tone="bad">{problemText(fault)}</Note>}
      {url && (
        <>
          <Picture
            picture={{
              alt: "",
              width: isSquare ? 400 : 1600,
              height: isSquare ? 400 : 533,
              urls: { 400: url },
            }}
            hue={file.stall_hue}
            shape={isSquare ? "square" : "banner"}
            sizes="360px"
            className={isSquare ? "max-w-160" : ""}
          />
          <Button
            isBusy={remove.isPending}
            onClick={() =>
              remove.mutate({ sellerId: file.id, sign }, { onSuccess: (saved) => saved && onSaved(saved) })
            }
            className="w-fit"
          >
            {t(`sell.shop.remove.${sign}`)}
          </Button>
        </>
      )}
      <FileDrop
        label={set.isPending ? t("sell.shop.sendingSign") : t(`sell.shop.drop.${sign}`)}
        buttonLabel={t("sell.shop.choosePicture")}
        hint={t(`sell.shop.hint.${sign}`)}
        accept={ACCEPTED}
        isDisabled={set.isPending}
        onFiles={([picture]) =>
          picture && set.mutate({ sellerId: file.id, sign, file: picture }, { onSuccess: onSaved })
        }
      />
    </div>
  );
}
