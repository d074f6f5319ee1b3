import type { Money, WaitingProduct } from "@feria/api";
import { formatMoment, formatMoney, Picture, StallMark } from "@feria/ui";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Facts } from "../../operator/Facts";

type WaitingThingProps = { product: WaitingProduct; children: ReactNode };

/** A product as buyers would see it, and what can be done about it. */
export function WaitingThing({ product, children }: WaitingThingProps) {
  const { t, i18n } = useTranslation();
  const { title, seller, images, submitted_at: at, description } = product;
  const facts = useFacts(product);
  return (
    <article className="flex flex-col gap-16" aria-label={title}>
      <header className="flex flex-wrap items-start justify-between gap-x-20 gap-y-12">
        <div className="flex min-w-0 flex-col gap-4">
          <h2 className="type-heading break-words">{title}</h2>
          <div className="flex flex-wrap items-center gap-x-16 gap-y-4 text-ink-2">
            <StallMark name={seller.name} hue={seller.stall_hue} href={`/operator/sellers/${seller.id}`} />
            <span className="numbers type-small">
              {t("operator.products.since", { moment: formatMoment(at, { locale: i18n.language }) })}
            </span>
          </div>
        </div>
        <div className="flex flex-wrap gap-8">{children}</div>
      </header>
      {images.length > 0 ? (
        <ul className="grid grid-cols-4 gap-8 md:grid-cols-8">
          {images.map((image) => (
            <li key={image.id}>
              <Picture
                picture={image}
                hue={seller.stall_hue}
                sizes="(min-width: 45rem) 110px, 22vw"
                rounding="thumb"
              />
            </li>
          ))}
        </ul>
      ) : (
        <p className="text-ink-2">{t("operator.products.noPicture")}</p>
      )}
      <div className="grid gap-x-32 gap-y-16 lg:grid-cols-2">
        {description ? (
          <div className="rich max-w-measure" dangerouslySetInnerHTML={{ __html: description }} />
        ) : (
          <p className="text-ink-2">{t("operator.products.noText")}</p>
        )}
        <Facts items={facts} />
      </div>
    </article>
  );
}

function useFacts(product: WaitingProduct) {
  const { t, i18n } = useTranslation();
  const { lowest_price: lowest, highest_price: highest } = product;
  const shown = (price: Money) => formatMoney(price, i18n.language);
  const isRange = lowest && highest && lowest.amount !== highest.amount;
  const price = isRange ? `${shown(lowest)} – ${shown(highest)}` : lowest && shown(lowest);
  const said = (value: WaitingProduct["attributes"][string]) =>
    typeof value === "boolean" ? t(value ? "operator.products.yes" : "operator.products.no") : String(value);
  return [
    { name: t("operator.products.price"), value: price },
    { name: t("operator.products.variants"), value: product.variant_count },
    { name: t("operator.products.category"), value: product.category },
    { name: t("operator.products.brand"), value: product.brand },
    { name: t("operator.products.tags"), value: product.tags.join(", ") },
    ...Object.entries(product.attributes).map(([name, value]) => ({
      name: name.replaceAll("_", " "),
      value: said(value),
    })),
  ];
}
