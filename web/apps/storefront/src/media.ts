import { pictureOf, type PictureSource } from "@feria/ui";

/** A picture of which a cart or an order keeps the address alone. */
export function pictureAt(url: string | null | undefined): PictureSource | null {
  return url ? pictureOf({ url, alt: "", width: 800, height: 1000 }) : null;
}
