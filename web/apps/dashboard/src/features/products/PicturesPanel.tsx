import { PICTURE_TYPES, usePlaceImage, type Image, type Product } from "@feria/api";
import { FileDrop, Note, Panel } from "@feria/ui";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useProblemText } from "../../frame/Problem";
import { PictureTile } from "./PictureTile";
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

export type PictureOrder = ReturnType<typeof useOrder>;

/** Moves pictures; the new order is seen before the server has answered. */
function useOrder(product: Product) {
  const place = usePlaceImage();
  const problemText = useProblemText();
  const [dragged, setDragged] = useState<string | null>(null);
  const [moved, setMoved] = useState<{ id: string; to: number } | null>(null);
  const images = moved ? withMoved(product.images, moved.id, moved.to) : product.images;
  const move = (image: Image, to: number) => {
    if (to < 0 || to >= product.images.length || place.isPending) return;
    setMoved({ id: image.id, to });
    place.mutate(
      { productId: product.id, imageId: image.id, position: to, alt: image.alt },
      { onSettled: () => setMoved(null) },
    );
  };
  const describe = (image: Image, alt: string) => {
    const position = product.images.findIndex((one) => one.id === image.id);
    if (alt !== image.alt) place.mutate({ productId: product.id, imageId: image.id, position, alt });
  };
  const drop = (to: number) => {
    const image = product.images.find((one) => one.id === dragged);
    setDragged(null);
    if (image) move(image, to);
  };
  return {
    images,
    move,
    describe,
    dragged,
    setDragged,
    drop,
    problem: place.error && problemText(place.error),
  };
}

/** The list with one picture at another place. */
export function withMoved<Item extends { id: string }>(all: Item[], id: string, to: number): Item[] {
  const item = all.find((one) => one.id === id);
  if (!item) return all;
  const rest = all.filter((one) => one !== item);
  return [...rest.slice(0, to), item, ...rest.slice(to)];
}
