import { sentence, useDeleteImage, type Image, type Product } from "@feria/api";
import { Button, Dialog, IconButton, Picture, TextInput, classes, showToast } from "@feria/ui";
import { CaretLeftIcon, CaretRightIcon, TrashIcon } from "@feria/ui/icons";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useProblemText } from "../../frame/Problem";
import type { PictureOrder } from "./pictureOrder";

type PictureTileProps = { image: Image; place: number; count: number; product: Product; order: PictureOrder };

/** One picture: dragged or moved by buttons, described, taken away. */
export function PictureTile({ image, place, count, product, order }: PictureTileProps) {
  const { t } = useTranslation();
  const [isOver, setIsOver] = useState(false);
  const name = t("sell.pictures.name", { number: place + 1 });
  return (
    <li
      draggable
      onDragStart={() => order.setDragged(image.id)}
      onDragEnd={() => order.setDragged(null)}
      onDragOver={(event) => {
        if (order.dragged === null) return;
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setIsOver(false);
        order.drop(place);
      }}
      className={classes(
        "flex cursor-grab flex-col gap-8 rounded-control",
        order.dragged === image.id && "opacity-50",
        isOver && "bg-plum-soft",
      )}
    >
      <Picture picture={image.state === "ready" ? image : null} hue={null} sizes="240px">
        <PictureNote image={image} isFirst={place === 0} />
      </Picture>
      <div className="flex items-center justify-between">
        <IconButton
          label={t("sell.pictures.earlier", { name })}
          disabled={place === 0}
          onClick={() => order.move(image, place - 1)}
        >
          <CaretLeftIcon aria-hidden className="size-20 rtl:-scale-x-100" />
        </IconButton>
        <RemoveButton image={image} product={product} name={name} />
        <IconButton
          label={t("sell.pictures.later", { name })}
          disabled={place === count - 1}
          onClick={() => order.move(image, place + 1)}
        >
          <CaretRightIcon aria-hidden className="size-20 rtl:-scale-x-100" />
        </IconButton>
      </div>
      <AltField image={image} name={name} order={order} />
    </li>
  );
}

/** "Front picture", or how far it is. */
function PictureNote({ image, isFirst }: { image: Image; isFirst: boolean }) {
  const { t } = useTranslation();
  const key =
    image.state === "ready" ? (isFirst ? "front" : null) : image.state === "failed" ? "broken" : "pending";
  if (!key) return null;
  return (
    <p
      role={image.state === "ready" ? undefined : "status"}
      className={classes(
        "absolute start-8 bottom-8 rounded-tag bg-surface px-8 py-2 type-small",
        image.state === "failed" && "end-8 line-clamp-4 break-words text-bad",
      )}
    >
      {image.failure ? sentence(image.failure) : t(`sell.pictures.${key}`)}
    </p>
  );
}

function RemoveButton({ image, product, name }: { image: Image; product: Product; name: string }) {
  const { t } = useTranslation();
  const remove = useDeleteImage();
  const problemText = useProblemText();
  const [isAsking, setIsAsking] = useState(false);
  const box = useRef<HTMLSpanElement>(null);
  const send = () => {
    const tile = box.current?.closest("li");
    const list = tile?.closest("ol");
    setIsAsking(false);
    // The promise is kept although this tile is gone by then.
    remove.mutateAsync({ productId: product.id, imageId: image.id }).then(
      () => focusAnother(list, tile),
      (fault: unknown) => showToast({ text: problemText(fault) }),
    );
  };
  return (
    <span ref={box} className="cursor-auto">
      <IconButton
        data-remove=""
        label={t("sell.pictures.remove", { name })}
        disabled={remove.isPending}
        onClick={() => setIsAsking(true)}
      >
        <TrashIcon aria-hidden className="size-20" />
      </IconButton>
      <Dialog
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        title={t("sell.pictures.removeTitle", { name })}
        closeLabel={t("frame.close")}
        actions={
          <>
            <Button onClick={() => setIsAsking(false)}>{t("frame.cancel")}</Button>
            <Button variant="danger" onClick={send}>
              {t("sell.pictures.removeDo")}
            </Button>
          </>
        }
      >
        <p>{t("sell.pictures.removeHelp")}</p>
      </Dialog>
    </span>
  );
}

/** The button that was pressed goes with its picture: on with that of one that stays, which is never disabled. */
function focusAnother(list: Element | null | undefined, gone: Element | null | undefined): void {
  const buttons = [...(list?.querySelectorAll<HTMLElement>("button[data-remove]") ?? [])];
  buttons.find((one) => !gone?.contains(one))?.focus({ preventScroll: true });
}

/** What the picture shows, for those who cannot see it; saved when one leaves the field. */
function AltField({ image, name, order }: { image: Image; name: string; order: PictureOrder }) {
  const { t } = useTranslation();
  const [text, setText] = useState(image.alt);
  return (
    <label className="flex flex-col gap-4 type-small text-ink-2">
      <span aria-hidden="true">{t("sell.pictures.alt")}</span>
      <TextInput
        aria-label={t("sell.pictures.altOf", { name })}
        maxLength={200}
        autoComplete="off"
        title={text}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={() => order.describe(image, text.trim())}
      />
    </label>
  );
}
