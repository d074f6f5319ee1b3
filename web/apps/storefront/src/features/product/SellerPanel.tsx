import type { Seller } from "@feria/api";
import { LinkButton, ProductGrid, StallPanel } from "@feria/ui";
import type { ReactNode } from "react";
import { useTranslation } from "../../texts";
import { countryName, useMarket } from "../../market";

/** Who made it, in their own words, and what else they have. */
export function SellerPanel({
  seller,
  productId,
  children,
}: {
  seller: Seller;
  productId: string;
  children: ReactNode[];
}) {
  const { t } = useTranslation();
  const { locale } = useMarket();
  return (
    <StallPanel
      hue={seller.stall_hue}
      header={seller.name}
      aside={[seller.town, countryName(seller.country, locale)].filter(Boolean).join(", ")}
    >
      <div className="flex flex-col gap-24 p-16 lg:pt-20">
        <div className="flex flex-wrap items-end justify-between gap-x-48 gap-y-16">
          <p className="max-w-measure text-ink-2">{seller.story}</p>
          <div className="flex flex-wrap gap-12">
            <LinkButton href={`/account/messages?about=${productId}`}>
              {t("shops.ask", { name: seller.name })}
            </LinkButton>
            <LinkButton href={`/shops/${seller.slug}`}>{t("home.toStall", { name: seller.name })}</LinkButton>
          </div>
        </div>
        {children.length > 0 && (
          <section>
            <h3 className="mb-16 type-label text-ink-2">{t("product.alsoOnStall")}</h3>
            <ProductGrid>{children}</ProductGrid>
          </section>
        )}
      </div>
    </StallPanel>
  );
}
