import { Picture, type PictureSource } from "@feria/ui";
import { createContext, useContext } from "react";

type ThumbProps = { url: string | null | undefined; size?: "row" | "line" };

const SIZES = { row: "size-32", line: "size-56" };

/** The colour of the stall whose things are shown. */
export const ThumbHue = createContext<number | null>(null);

/** A small square picture beside a name that says what it shows. */
export function Thumb({ url, size = "row" }: ThumbProps) {
  const hue = useContext(ThumbHue);
  const picture: PictureSource | null = url ? { alt: "", width: 160, height: 200, urls: { 160: url } } : null;
  return (
    <span aria-hidden="true" className="block shrink-0">
      <Picture
        picture={picture}
        hue={hue}
        shape="square"
        rounding="thumb"
        sizes="56px"
        className={SIZES[size]}
      />
    </span>
  );
}
