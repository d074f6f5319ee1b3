import { itemsOf, useSellers, useShelf } from "@feria/api";
import { useTranslation } from "../texts";
import { Hero } from "../features/home/Hero";
import { shareOut } from "../features/home/heroThings";
import { Story } from "../features/home/Story";
import { storySeller } from "../features/home/storySeller";
import { addressOf } from "../features/products/card";
import { Shelf } from "../features/products/Shelf";
import { roundMoney, useMarket } from "../market";
import { usePage } from "../page";
import { HomeCategories } from "./homeCategories";
import { FRESH, SELLERS, SMALL_PRICE, SMALL_PRICES, STORY_THINGS } from "./queries";

/** The market at a glance. */
export function Home() {
  const { t } = useTranslation();
  const { place, locale, market } = useMarket();
  const fresh = useShelf(FRESH);
  const small = useShelf(SMALL_PRICES);
  usePage(place);
  const shared = fresh.data && shareOut(fresh.data.items);
  const price = roundMoney({ amount: SMALL_PRICE, currency: market?.currency ?? "EUR" }, locale);
  return (
    <div className="flex flex-col gap-32 lg:gap-64">
      <Hero things={shared?.hero.map((card) => ({ card, href: addressOf(card) }))} />
      <Shelf
        title={t("home.fresh")}
        name="fresh"
        cards={shared?.rest}
        size={8}
        more={{ href: "/search?sort=newest", label: t("home.allFresh") }}
        isFirst
      />
      <TodaysStory />
      <HomeCategories />
      <Shelf
        title={t("home.under", { price })}
        name="small"
        cards={small.data?.items}
        size={8}
        more={{ href: `/search?max_price=${SMALL_PRICE}`, label: t("home.allUnder", { price }) }}
      />
    </div>
  );
}

function TodaysStory() {
  const seller = storySeller(itemsOf(useSellers(SELLERS).data));
  return seller ? <StoryOf seller={seller} /> : null;
}

function StoryOf({ seller }: { seller: Parameters<typeof Story>[0]["seller"] }) {
  const { data } = useShelf({ in_stock: true, limit: STORY_THINGS, seller: seller.id });
  return <Story seller={seller} cards={data?.items} hrefOf={addressOf} />;
}
