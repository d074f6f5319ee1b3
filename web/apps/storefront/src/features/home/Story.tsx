import type { HomeSection, ProductCard } from "@feria/api";
import {
  Anchor,
  AwningMark,
  classes,
  formatMoney,
  LinkButton,
  Picture,
  pictureOf,
  stallProps,
} from "@feria/ui";
import { useTranslation } from "../../texts";
import { countryName, useMarket } from "../../market";

export type StoryProps = {
  seller: NonNullable<HomeSection["seller"]>;
  /** Things of this seller: the first is the portrait, three others stand below the words. */
  cards: ProductCard[];
  hrefOf: (card: ProductCard) => string;
  /** Tells its heading from those of other stories on the page. */
  at: number;
};

const BESIDE = 3;

/** One seller in their own words, on their tint. */
export function Story({ seller, cards, hrefOf, at }: StoryProps) {
  const { t } = useTranslation();
  const { locale } = useMarket();
  const { className, ...stall } = stallProps(seller.stall_hue);
  const [portrait, ...others] = cards;
  const heading = `story-${at}`;
  return (
    <section {...stall} aria-labelledby={heading} className={classes(className, "bg-stall-tint")}>
      <div className="page-width grid items-center gap-x-64 gap-y-24 py-48 lg:grid-cols-12 lg:py-64">
        <div className="lg:col-span-5">
          <Picture
            picture={pictureOf(portrait?.image)}
            hue={seller.stall_hue}
            sizes="(min-width: 64rem) 450px, 92vw"
            className="bg-surface"
          />
        </div>
        <div className="flex flex-col gap-24 lg:col-span-7">
          <div className="flex flex-col gap-8">
            <p className="flex items-center gap-8 type-label text-stall-text">
              <AwningMark />
              {[seller.town, countryName(seller.country, locale)].filter(Boolean).join(", ")}
            </p>
            <h2 id={heading} className="type-display">
              {seller.name}
            </h2>
          </div>
          <p className="max-w-measure">{seller.story}</p>
          <ul className="grid max-w-measure grid-cols-3 gap-12 lg:gap-20">
            {others.slice(0, BESIDE).map((card) => (
              <li key={card.id} className="min-w-0">
                <StoryThing card={card} href={hrefOf(card)} locale={locale} />
              </li>
            ))}
          </ul>
          <div>
            <LinkButton href={`/shops/${seller.slug}`}>{t("home.toStall", { name: seller.name })}</LinkButton>
          </div>
        </div>
      </div>
    </section>
  );
}

type StoryThingProps = { card: ProductCard; href: string; locale: string };

function StoryThing({ card, href, locale }: StoryThingProps) {
  return (
    <Anchor href={href} className="group flex flex-col gap-8 rounded-control">
      <Picture
        picture={pictureOf(card.image)}
        hue={card.seller.stall_hue}
        sizes="(min-width: 64rem) 180px, 28vw"
        className="bg-surface"
      />
      <span className="line-clamp-2 type-label group-hover:underline group-hover:underline-offset-4">
        {card.title}
      </span>
      <span className="numbers type-label">{formatMoney(card.price, locale)}</span>
    </Anchor>
  );
}
