import type { ReactNode } from "react";
import { Anchor } from "../layout/Anchor";
import { classes } from "../text/classes";
import type { Money } from "../text/money";
import type { Thing } from "./drawings";
import { StallMark } from "./Awning";
import { Picture, type PictureSource } from "./Picture";
import { Price, PriceTag } from "./Price";
import { Rating } from "./Rating";

export type ProductCardProps = {
  href: string;
  title: string;
  seller: { name: string; hue: number | null | undefined };
  price: Money;
  compareAt?: Money | null;
  picture: PictureSource | null | undefined;
  /** Shown instead of the first under the pointer. */
  secondPicture?: PictureSource | null;
  thing?: Thing;
  /** Shown from three reviews on. */
  rating?: number | null;
  reviewCount?: number;
  /** On the citron tag: "−15 %" or "New". */
  tag?: ReactNode;
  isSoldOut?: boolean;
  /** Top right over the picture: the heart. */
  action?: ReactNode;
  isFirst?: boolean;
  isMoving?: boolean;
  sizes?: string;
  labels: { soldOut: string; was: string; from?: string | undefined; rating?: string };
  level?: 2 | 3;
  locale?: string;
};

const REVIEWS_MIN = 3;
const GRID_SIZES = "(min-width: 80rem) 295px, (min-width: 67.5rem) 23vw, (min-width: 45rem) 31vw, 46vw";

/** A thing on the stalls: the whole card is one link, the heart beside it another control. */
export function ProductCard(props: ProductCardProps) {
  const { href, title, seller, price, compareAt, labels, level = 3, locale } = props;
  const Heading = `h${level}` as const;
  const words = locale ? { locale } : {};
  return (
    <article className="product-card covered group relative flex flex-col gap-8 rounded-control">
      <CardPicture {...props} />
      <div className="flex flex-col gap-2">
        <StallMark name={seller.name} hue={seller.hue} />
        <Heading className="line-clamp-2 type-body font-500">
          <Anchor href={href} className="cover group-hover:underline group-hover:underline-offset-4">
            {title}
          </Anchor>
        </Heading>
        <Price price={price} compareAt={compareAt} from={labels.from} wasLabel={labels.was} {...words} />
        {(props.reviewCount ?? 0) >= REVIEWS_MIN && props.rating && (
          <Rating
            value={props.rating}
            count={props.reviewCount ?? 0}
            label={labels.rating ?? ""}
            {...words}
          />
        )}
      </div>
    </article>
  );
}

function CardPicture({
  picture,
  secondPicture,
  seller,
  thing,
  tag,
  isSoldOut,
  action,
  isFirst,
  isMoving,
  sizes = GRID_SIZES,
  labels,
}: ProductCardProps) {
  const shared = { hue: seller.hue, sizes, ...(thing ? { thing } : {}) };
  return (
    <Picture
      picture={picture}
      {...shared}
      {...(isFirst ? { isFirst } : {})}
      {...(isSoldOut ? { isDimmed: true } : {})}
      {...(isMoving ? { isMoving } : {})}
    >
      {secondPicture && !isSoldOut && (
        <div aria-hidden="true" className="second-picture absolute inset-0">
          <Picture picture={secondPicture} {...shared} rounding="none" className="h-full" />
        </div>
      )}
      {tag && !isSoldOut && (
        <div className="absolute start-0 top-16">
          <PriceTag>{tag}</PriceTag>
        </div>
      )}
      {isSoldOut && (
        <p className="absolute start-12 bottom-12 rounded-tag bg-surface px-8 py-4 type-small text-ink">
          {labels.soldOut}
        </p>
      )}
      {action && <div className="absolute end-4 top-4 z-10">{action}</div>}
    </Picture>
  );
}

export type ProductGridProps = {
  children: ReactNode[];
  label?: string;
  /** `beside`: next to a column of filters, where there is room for four only from 1280 px. */
  columns?: "full" | "beside";
};

const COLUMNS = { full: "xl:grid-cols-4", beside: "2xl:grid-cols-4" };

/** Two columns on phones, three from 720 px, four from 1080 px. */
export function ProductGrid({ children, label, columns = "full" }: ProductGridProps) {
  return (
    <ul
      aria-label={label}
      className={classes(
        "grid grid-cols-2 gap-x-12 gap-y-24 md:grid-cols-3 xl:gap-x-20 xl:gap-y-32",
        COLUMNS[columns],
      )}
    >
      {children.map((child, place) => (
        <li key={place} className="min-w-0">
          {child}
        </li>
      ))}
    </ul>
  );
}
