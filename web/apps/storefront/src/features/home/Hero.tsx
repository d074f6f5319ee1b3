import type { ProductCard } from "@feria/api";
import { Anchor, classes, LinkButton, Picture, pictureOf, Skeleton } from "@feria/ui";
import { useTranslation } from "react-i18next";

export type HeroThing = { card: ProductCard; href: string };

/** Each picture stands a step lower than the one before. */
const STEPS = ["", "mt-12 lg:mt-48", "mt-24 lg:mt-96", "mt-36 lg:mt-96 lg:pt-48"];

/** What this market is, in two lines, and four things of it. */
export function Hero({ things }: { things: HeroThing[] | undefined }) {
  const { t } = useTranslation();
  return (
    <section className="page-width grid items-center gap-x-32 gap-y-20 pt-20 lg:grid-cols-12 lg:pt-48">
      <div className="flex flex-col items-start gap-16 lg:col-span-5 lg:gap-24">
        <h1 className="type-display">
          <span className="block">{t("home.headline")}</span>
          <span className="block">{t("home.headlineEnd")}</span>
        </h1>
        <p className="hidden max-w-measure text-ink-2 lg:block">{t("home.lead")}</p>
        <LinkButton href="/shops" className="hidden lg:inline-flex">
          {t("home.toStalls")}
        </LinkButton>
      </div>
      <ul className="grid grid-cols-4 gap-8 lg:col-span-7 lg:gap-20">
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
