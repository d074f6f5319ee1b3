import type { ProductCard } from "@feria/api";
import { Anchor, classes, LinkButton, Picture, pictureOf, Skeleton } from "@feria/ui";
import { useTranslation } from "../../texts";

export type HeroThing = { card: ProductCard; href: string };

/** Each picture stands a step lower than the one before. */
const STEPS = ["", "mt-12 lg:mt-48", "mt-24 lg:mt-96", "mt-36 lg:mt-96 lg:pt-48"];

/** What this market is, in two lines, and four things of it. */
export function Hero({ things }: { things: HeroThing[] | undefined }) {
  const { t } = useTranslation();
  return (
    <section className="page-width grid gap-20 pt-20 lg:grid-cols-2 lg:items-center lg:gap-48 lg:pt-48">
      <div className="flex flex-col items-start gap-24">
        <h1 className="type-display">
          <span className="block lg:whitespace-nowrap">{t("home.headline")}</span>
          <span className="block lg:whitespace-nowrap">{t("home.headlineEnd")}</span>
        </h1>
        <p className="hidden max-w-form text-ink-2 lg:block">{t("home.lead")}</p>
        <div className="hidden lg:block">
          <LinkButton href="/shops">{t("home.toStalls")}</LinkButton>
        </div>
      </div>
      <ul className="grid grid-cols-4 gap-8 lg:gap-12">
        {STEPS.map((step, place) => (
          <li key={step} className={classes("min-w-0", step)}>
            <HeroPicture thing={things?.[place]} isWaiting={!things} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function HeroPicture({ thing, isWaiting }: { thing: HeroThing | undefined; isWaiting: boolean }) {
  if (isWaiting) return <Skeleton className="aspect-card w-full" />;
  if (!thing) return null;
  const { card, href } = thing;
  const picture = pictureOf(card.image);
  return (
    <Anchor href={href} aria-label={card.title} className="block rounded-control">
      <Picture
        picture={picture && { ...picture, alt: "" }}
        hue={card.seller.stall_hue}
        sizes="(min-width: 64rem) 165px, 22vw"
        isFirst
      />
    </Anchor>
  );
}
