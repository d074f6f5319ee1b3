import type { Category, ProductCard } from "@feria/api";
import { Anchor, Picture, pictureOf, type PictureSource, type Thing } from "@feria/ui";
import { useTranslation } from "../../texts";

export type CategoryTilesProps = {
  /** Empty: the words that come with the software. */
  title: string;
  /** Without a picture of its own that of a thing stands for a category. */
  tiles: { category: Category; sample: ProductCard | null }[];
  thingOf: (path: string) => Thing;
  /** How many things there are in all. */
  total: number;
};

/** The categories as pictures, and everything as the last of them. */
export function CategoryTiles({ title, tiles, thingOf, total }: CategoryTilesProps) {
  const { t } = useTranslation();
  return (
    <>
      <h2 className="mb-16 type-heading lg:mb-24">{title || t("home.categories")}</h2>
      <ul className="grid grid-cols-2 gap-x-12 gap-y-20 md:grid-cols-3 lg:grid-cols-5 lg:gap-x-20 lg:gap-y-24">
        {tiles.map(({ category: { id, path, name, product_count: count, picture }, sample }) => (
          <li key={id}>
            <Tile
              href={`/c/${path}`}
              name={name}
              count={count}
              thing={thingOf(path)}
              picture={picture ?? pictureOf(sample?.image)}
              hue={sample?.seller.stall_hue}
            />
          </li>
        ))}
        <li>
          <Tile
            href="/search"
            name={t("frame.allThings")}
            count={total}
            thing="parcel"
            picture={null}
            hue={undefined}
          />
        </li>
      </ul>
    </>
  );
}

type TileProps = {
  href: string;
  name: string;
  count: number;
  thing: Thing;
  picture: Omit<PictureSource, "alt"> | null;
  hue: number | undefined;
};

function Tile({ href, name, count, thing, picture, hue }: TileProps) {
  const { t } = useTranslation();
  return (
    <Anchor href={href} className="group flex flex-col gap-8 rounded-control">
      <Picture
        picture={picture && { ...picture, alt: "" }}
        hue={hue}
        thing={thing}
        shape="square"
        sizes="(min-width: 64rem) 224px, (min-width: 45rem) 31vw, 46vw"
      />
      <span>
        <span className="block font-500 group-hover:underline group-hover:underline-offset-4">{name}</span>
        <span className="numbers type-small text-ink-2">{t("products.count", { count })}</span>
      </span>
    </Anchor>
  );
}
