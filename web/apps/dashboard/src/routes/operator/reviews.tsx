import { useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ReviewQueue } from "../../features/operator-reviews/ReviewQueue";
import { QUEUES } from "../../features/operator-reviews/words";
import { wordOf } from "../../frame/address";
import { PageBody, PageHead } from "../../frame/PageHead";

/** What buyers say that somebody has to look at. */
export function OperatorReviews() {
  const { t } = useTranslation();
  const search: Record<string, unknown> = useSearch({ strict: false });
  return (
    <PageBody>
      <PageHead title={t("operator.reviews.title")} summary={t("operator.reviews.summary")} />
      <ReviewQueue queue={wordOf(search, "queue", QUEUES) ?? "waiting"} />
    </PageBody>
  );
}
