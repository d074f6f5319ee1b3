import { OwnReviewsPage } from "../../features/account/OwnReviewsPage";
import { LineReview } from "../../features/reviews/LineReview";

export function OwnReviews() {
  return <OwnReviewsPage draw={(line) => <LineReview line={line} />} />;
}
