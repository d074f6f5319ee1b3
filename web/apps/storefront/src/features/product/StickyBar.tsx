import { formatMoney, type Money } from "@feria/ui";
import { useEffect, useState, type ReactNode } from "react";
import { useMarket } from "../../market";

export type StickyBarProps = {
  price: Money;
  /** Shown once this has left the screen by its top. */
  below: HTMLElement | null;
  children: ReactNode;
};

/** What is still below the screen has not left it. */
const BELOW_COUNTS = "0px 0px 100000px 0px";

/** Price and button at the foot of the screen, once the page's own button has left it. */
export function StickyBar({ price, below, children }: StickyBarProps) {
  const { locale } = useMarket();
  const [isGone, setIsGone] = useState(false);
  useEffect(() => {
    if (!below || typeof IntersectionObserver === "undefined") return undefined;
    const observer = new IntersectionObserver(([entry]) => entry && setIsGone(!entry.isIntersecting), {
      rootMargin: BELOW_COUNTS,
    });
    observer.observe(below);
    return () => observer.disconnect();
  }, [below]);
  if (!isGone) return null;
  return (
    <div className="sticky-bar fixed inset-x-0 z-30 border-t border-line bg-surface">
      <div className="page-width flex items-center justify-between gap-16 py-8">
        <span className="type-price">{formatMoney(price, locale)}</span>
        {children}
      </div>
    </div>
  );
}
