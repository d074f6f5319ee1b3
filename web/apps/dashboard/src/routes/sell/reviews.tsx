import { useSeller } from "@feria/api";
import { Rating } from "@feria/ui";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ReviewList } from "../../features/reviews/ReviewList";
import { PageHead } from "../../frame/PageHead";
import { useShop } from "./shop";

const route = getRouteApi("/sell/reviews");

/** What buyers say of the shop's things. */
export function ReviewsPage() {
  const { t, i18n } = useTranslation();
  const shop = useShop();
  const { view = "open" } = route.useSearch();
  const seller = useSeller(shop.slug).data;
  return (
    <>
      <PageHead
        title={t("sell.reviews.title")}
        summary={t("sell.reviews.summary")}
        status={
          seller?.rating && (
            <Rating
              value={seller.rating}
              count={seller.review_count}
              locale={i18n.language}
              label={t("sell.reviews.average", { value: seller.rating, count: seller.review_count })}
            />
          )
        }
      />
      <ReviewList sellerId={shop.id} view={view} />
    </>
  );
}
