import type { Reviewable } from "@feria/api";
import { Button } from "@feria/ui";
import { useState } from "react";
import { draftOf } from "../../forms/draft";
import { useTexts } from "../../useTexts";
import { OwnReview } from "./OwnReview";
import { ReviewForm } from "./ReviewForm";
import { draftName } from "./reviewDraft";

/** What the buyer says, or may say, about a line that has arrived. */
export function LineReview({ line }: { line: Reviewable }) {
  const { t, day } = useTexts();
  const [isOpen, setIsOpen] = useState(() => Object.keys(draftOf(draftName(line))).length > 0);
  const [now] = useState(Date.now);
  const isOver = Date.parse(line.review_until) < now;
  if (isOpen && !isOver) return <ReviewForm line={line} onDone={() => setIsOpen(false)} />;
  if (line.review) {
    return <OwnReview line={line} review={line.review} isOver={isOver} onEdit={() => setIsOpen(true)} />;
  }
  if (isOver) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-16 gap-y-4">
      <Button onClick={() => setIsOpen(true)}>
        {t("reviews.write")}
        <span className="sr-only"> {t("reviews.of", { title: line.product.title })}</span>
      </Button>
      <p className="type-small text-ink-2">{t("reviews.until", { day: day(line.review_until) })}</p>
    </div>
  );
}
