import type { Category, ProductCard } from "@feria/api";
import { Anchor, Picture, pictureOf, type Thing } from "@feria/ui";
import { useTranslation } from "../../texts";

export type CategoryTilesProps = {
  categories: Category[];
  thingOf: (path: string) => Thing;
  /** A thing of each category, once it is known: its picture stands for all of them. */
  sampleOf: (categoryId: string) => ProductCard | undefined;
};

/** The categories as pictures, and everything as the last of them. */
export function CategoryTiles({ categories, thingOf, sampleOf }: CategoryTilesProps) {
  const { t } = useTranslation();
  const total = categories.reduce((sum, category) => sum + category.product_count, 0);
  return (
    <>
      <h2 className="mb-16 type-heading lg:mb-24">{t("home.categories")}</h2>
      <ul className="grid grid-cols-2 gap-x-12 gap-y-20 md:grid-cols-3 lg:grid-cols-5 lg:gap-x-20 lg:gap-y-24">
        {categories.map(({ id, path, name, product_count: count }) => (
          <li key={id}>
            <Tile href={`/c/${path}`} name={name} count={count} thing={thingOf(path)} sample={sampleOf(id)} />
          </li>
        ))}
        <li>
          <Tile href="/search" name={t("frame.allThings")} count={total} thing="parcel" sample={undefined} />
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
  sample: ProductCard | undefined;
};

function Tile({ href, name, count, thing, sample }: TileProps) {
  const { t } = useTranslation();
  const picture = pictureOf(sample?.image);
  return (
    <Anchor href={href} className="group flex flex-col gap-8 rounded-control">
      <Picture
        picture={picture && { ...picture, alt: "" }}
        hue={sample?.seller.stall_hue}
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
