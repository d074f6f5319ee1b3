import { PICTURE_TYPES, type Product } from "@feria/api";
import { FileDrop, Note, Panel } from "@feria/ui";
import { useTranslation } from "react-i18next";
import { PictureTile } from "./PictureTile";
import { useOrder } from "./pictureOrder";
import { useUploads } from "./uploads";
import { UploadState } from "./UploadState";

/** What the chooser offers; whatever else is dropped is named with the reason. */
export const ACCEPTED = PICTURE_TYPES.join(",");

/** The product's pictures in their order; the first is the one on its card. Everything here is saved at once. */
export function PicturesPanel({ product }: { product: Product }) {
  const { t } = useTranslation();
  const { images } = product;
  const uploads = useUploads();
  const order = useOrder(product);
  return (
    <Panel title={t("sell.pictures.title")}>
      <div className="flex flex-col gap-16">
        <p className="text-ink-2">{t("sell.pictures.help")}</p>
        {order.problem && <Note tone="bad">{order.problem}</Note>}
        {images.length > 0 && (
          <ol className="grid grid-cols-2 gap-16 sm:grid-cols-3 2xl:grid-cols-4">
            {order.images.map((image, place) => (
              <PictureTile
                key={image.id}
                image={image}
                place={place}
                count={images.length}
                product={product}
                order={order}
              />
            ))}
          </ol>
        )}
        <FileDrop
          label={t("sell.pictures.drop")}
          buttonLabel={t("sell.pictures.choose")}
          hint={t("sell.pictures.hint")}
          accept={ACCEPTED}
          isMultiple
          isDisabled={uploads.isBusy}
          takesAll
          onFiles={(files) => void uploads.send(product.id, files)}
        />
        <UploadState uploads={uploads} onRetry={(files) => void uploads.send(product.id, files)} />
      </div>
    </Panel>
  );
}
