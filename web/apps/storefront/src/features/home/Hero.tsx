import type { HomeSection, ProductCard } from "@feria/api";
import { Anchor, classes, LinkButton, Picture, pictureOf, Skeleton } from "@feria/ui";
import { useTranslation } from "../../texts";

/** Each picture stands a step lower than the one before. */
const STEPS = ["", "mt-12 lg:mt-48", "mt-24 lg:mt-96", "mt-36 lg:mt-96 lg:pt-48"];

export type HeroProps = { section: HomeSection | undefined; hrefOf: (card: ProductCard) => string };

/** What this market is, in two lines, and four things of it. */
export function Hero({ section, hrefOf }: HeroProps) {
  const { t } = useTranslation();
  const { title, subtitle, text, link, link_label: label } = section ?? {};
  const isOwn = Boolean(title || subtitle);
  // Ours fit; what the operator writes may be longer than its column.
  const line = isOwn ? "block text-balance break-words" : "block lg:whitespace-nowrap";
  return (
    <section className="page-width grid gap-20 pt-20 lg:grid-cols-2 lg:items-center lg:gap-48 lg:pt-48">
      <div className="flex flex-col items-start gap-24">
        <h1 className="type-display">
          <span className={line}>{isOwn ? title : t("home.headline")}</span>
          <span className={line}>{isOwn ? subtitle : t("home.headlineEnd")}</span>
        </h1>
        <p className="hidden max-w-form text-ink-2 lg:block">{text || t("home.lead")}</p>
        <div className="hidden lg:block">
          <LinkButton href={link || "/shops"}>{label || t("home.toStalls")}</LinkButton>
        </div>
      </div>
      <ul className="grid grid-cols-4 gap-8 lg:gap-12">
        {STEPS.map((step, place) => (
          <li key={step} className={classes("min-w-0", step)}>
            <HeroPicture card={section?.cards[place]} hrefOf={hrefOf} isWaiting={!section} />
          </li>
        ))}
      </ul>
    </section>
  );
}

type HeroPictureProps = {
  card: ProductCard | undefined;
  hrefOf: (card: ProductCard) => string;
  isWaiting: boolean;
};

function HeroPicture({ card, hrefOf, isWaiting }: HeroPictureProps) {
  if (isWaiting) return <Skeleton className="aspect-card w-full" />;
  if (!card) return null;
  const picture = pictureOf(card.image);
  return (
    <Anchor href={hrefOf(card)} aria-label={card.title} className="block rounded-control">
      <Picture
        picture={picture && { ...picture, alt: "" }}
        hue={card.seller.stall_hue}
        sizes="(min-width: 64rem) 165px, 22vw"
        isFirst
      />
    </Anchor>
  );
}
