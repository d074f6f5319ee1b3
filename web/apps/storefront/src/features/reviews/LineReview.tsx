import type { Reviewable } from "@feria/api";
import { Button } from "@feria/ui";
import { useRef, useState } from "react";
import { draftOf } from "../../forms/draft";
import { useTexts } from "../../useTexts";
import { OwnReview } from "./OwnReview";
import { ReviewForm } from "./ReviewForm";
import { draftName } from "./reviewDraft";

/** What the buyer says, or may say, about a line that has arrived. */
export function LineReview({ line }: { line: Reviewable }) {
  const [isOpen, setIsOpen] = useState(() => Object.keys(draftOf(draftName(line))).length > 0);
  const [now] = useState(Date.now);
  const isOver = Date.parse(line.review_until) < now;
  const place = useRef<HTMLDivElement>(null);
  const show = (opens: boolean) => {
    setIsOpen(opens);
    // What was pressed is gone: the focus goes on with what came in its place.
    requestAnimationFrame(() =>
      place.current?.querySelector<HTMLElement>(opens ? "input" : "button")?.focus(),
    );
  };
  if (isOver && !line.review) return null;
  return (
    <div ref={place}>
      {isOpen && !isOver ? (
        <ReviewForm line={line} onDone={() => show(false)} />
      ) : line.review ? (
        <OwnReview line={line} review={line.review} isOver={isOver} onEdit={() => show(true)} />
      ) : (
        <Invitation line={line} onOpen={() => show(true)} />
      )}
    </div>
  );
}

function Invitation({ line, onOpen }: { line: Reviewable; onOpen: () => void }) {
  const { t, day } = useTexts();
  return (
    <div className="flex flex-wrap items-center gap-x-16 gap-y-4">
      <Button onClick={onOpen}>
        {t("reviews.write")}
        <span className="sr-only"> {t("reviews.of", { title: line.product.title })}</span>
      </Button>
      <p className="type-small text-ink-2">{t("reviews.until", { day: day(line.review_until) })}</p>
    </div>
  );
}
