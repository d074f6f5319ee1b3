import type { Seller } from "@feria/api";
import { Awning, classes, LinkButton, Rating, stallProps } from "@feria/ui";
import { useTranslation } from "../../texts";
import { countryName, useMarket } from "../../market";
import { Banner } from "./StallCard";
import { bannerOf, policiesOf } from "./stall";

/** As on a card: fewer say little. */
const REVIEWS_MIN = 3;

/** Who this is: awning, banner, name, where, the story in their own words, and what they promise. */
export function StallHead({ seller }: { seller: Seller }) {
  const { t } = useTranslation();
  const { locale } = useMarket();
  const { className, ...stall } = stallProps(seller.stall_hue);
  const since = new Intl.DateTimeFormat(locale, { month: "long", year: "numeric", timeZone: "UTC" });
  return (
    <header {...stall} className={classes(className, "flex flex-col gap-24 lg:gap-32")}>
      <div className="overflow-clip sm:rounded-panel">
        <div className="relative z-10">
          <Awning />
        </div>
        <Banner name={seller.name} hue={seller.stall_hue} picture={bannerOf(seller)} isFirst />
      </div>
      <div className="grid gap-x-64 gap-y-16 px-gutter sm:px-0 lg:grid-cols-12">
        <div className="lg:col-span-5">
          <h1 className="type-display">{seller.name}</h1>
          <p className="pt-8 text-stall-text">
            {[seller.town, countryName(seller.country, locale)].filter(Boolean).join(", ")}
            {" · "}
            {t("shops.since", { since: since.format(new Date(seller.created_at)) })}
          </p>
          {seller.rating !== null && seller.review_count >= REVIEWS_MIN && (
            <p className="pt-8">
              <Rating
                value={seller.rating}
                count={seller.review_count}
                locale={locale}
                label={t("products.rating", { value: seller.rating, count: seller.review_count })}
              />
            </p>
          )}
        </div>
        <div className="flex flex-col gap-16 lg:col-span-7">
          {seller.story && <p className="max-w-measure whitespace-pre-line">{seller.story}</p>}
          <Policies seller={seller} />
          <LinkButton href={`/account/messages?about=${seller.id}`} className="self-start">
            {t("shops.ask", { name: seller.name })}
          </LinkButton>
        </div>
      </div>
    </header>
  );
}

function Policies({ seller }: { seller: Seller }) {
  const { t } = useTranslation();
  const policies = policiesOf(seller);
  if (!policies) return null;
  const days = policies.returns_days;
  return (
    <dl className="grid max-w-measure gap-x-32 gap-y-12 border-t border-line pt-16 sm:grid-cols-2">
      {policies.shipping && <Policy title={t("shops.shipping")} text={policies.shipping} />}
      {(policies.returns || days) && (
        <Policy
          title={days ? t("product.returns", { count: days }) : t("shops.returns")}
          text={policies.returns}
        />
      )}
    </dl>
  );
}

function Policy({ title, text }: { title: string; text: string | null | undefined }) {
  return (
    <div>
      <dt className="type-label">{title}</dt>
      {text && <dd className="pt-4 whitespace-pre-line text-ink-2">{text}</dd>}
    </div>
  );
}
