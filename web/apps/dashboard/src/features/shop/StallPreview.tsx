import { useShelf } from "@feria/api";
import { Panel, Picture, ProductCard, StallPanel, pictureOf } from "@feria/ui";
import { useTranslation } from "react-i18next";
import type { StallValues } from "./stallForm";

type StallPreviewProps = {
  sellerId: string;
  values: StallValues;
  logo: string | null;
  banner: string | null;
};

/** The stall as it will look: awning, banner, and one of its things. */
export function StallPreview({ sellerId, values, logo, banner }: StallPreviewProps) {
  const { t } = useTranslation();
  const card = useShelf({ seller: sellerId, limit: 1 }).data?.items[0];
  const stall = { name: values.name, hue: values.hue };
  return (
    <div className="flex flex-col gap-16">
      <StallPanel
        hue={values.hue}
        header={<Sign name={values.name} hue={values.hue} logo={logo} />}
        aside={values.town && <span className="flex min-h-32 items-center">{values.town}</span>}
      >
        {banner && (
          <Picture
            picture={{ alt: "", width: 1600, height: 533, urls: { 1600: banner } }}
            hue={values.hue}
            shape="banner"
            rounding="none"
            sizes="360px"
          />
        )}
        <div className="p-16">
          <p className="line-clamp-4 text-ink-2">{values.story || t("sell.shop.noStory")}</p>
        </div>
      </StallPanel>
      {card && (
        <Panel title={t("sell.shop.cardTitle")}>
          <div className="max-w-240">
            <ProductCard
              href={`/p/${card.slug}-${card.id}`}
              title={card.title}
              seller={stall}
              price={card.price}
              compareAt={card.compare_at_price}
              picture={pictureOf(card.image)}
              labels={{ soldOut: t("sell.shop.soldOut"), was: t("sell.shop.was") }}
              sizes="240px"
            />
          </div>
        </Panel>
      )}
    </div>
  );
}

function Sign({ name, hue, logo }: { name: string; hue: number; logo: string | null }) {
  return (
    <span className="flex items-center gap-8">
      {logo && (
        <Picture
          picture={{ alt: "", width: 160, height: 160, urls: { 160: logo } }}
          hue={hue}
          shape="square"
          rounding="thumb"
          sizes="32px"
          className="size-32"
        />
      )}
      {name}
    </span>
  );
}
