import { usePlaceImage, type Image, type Product } from "@feria/api";
import { useRef, useState } from "react";
import { useProblemText } from "../../frame/Problem";

export type PictureOrder = ReturnType<typeof useOrder>;

/** Moves and describes pictures; both are seen before the server has answered, and none waits for another. */
export function useOrder(product: Product) {
  const place = usePlaceImage();
  const problemText = useProblemText();
  const [dragged, setDragged] = useState<string | null>(null);
  const [wanted, setWanted] = useState<string[] | null>(null);
  const open = useRef(0);
  const alts = useRef(new Map<string, string>());
  const images = inOrder(product.images, wanted);
  const send = async (image: Image, position: number) => {
    open.current += 1;
    const alt = alts.current.get(image.id) ?? image.alt;
    try {
      await place.mutateAsync({ productId: product.id, imageId: image.id, position, alt });
    } catch {
      setWanted(null); // the problem is told below, and the order is the one that the server has
    }
    open.current -= 1;
    if (open.current === 0) setWanted(null);
  };
  const move = (image: Image, to: number) => {
    if (to < 0 || to >= images.length) return;
    setWanted(withMoved(images, image.id, to).map(({ id }) => id));
    void send(image, to);
  };
  const describe = (image: Image, alt: string) => {
    if (alt === (alts.current.get(image.id) ?? image.alt)) return;
    alts.current.set(image.id, alt);
    void send(
      image,
      images.findIndex((one) => one.id === image.id),
    );
  };
  const drop = (to: number) => {
    const image = images.find((one) => one.id === dragged);
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

/** The pictures in the wanted order; those that it does not name, as new ones, at the end. */
export function inOrder<Item extends { id: string }>(all: Item[], wanted: string[] | null): Item[] {
  if (!wanted) return all;
  const named = wanted.flatMap((id) => all.filter((one) => one.id === id));
  return [...named, ...all.filter((one) => !wanted.includes(one.id))];
}

/** The list with one picture at another place. */
export function withMoved<Item extends { id: string }>(all: Item[], id: string, to: number): Item[] {
  const item = all.find((one) => one.id === id);
  if (!item) return all;
  const rest = all.filter((one) => one !== item);
  return [...rest.slice(0, to), item, ...rest.slice(to)];
}
