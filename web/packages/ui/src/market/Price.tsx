import type { ReactNode } from "react";
import { classes } from "../text/classes";
import { formatMoney, type Money } from "../text/money";

export type PriceProps = {
  price: Money;
  /** The price before, struck through. */
  compareAt?: Money | null | undefined;
  /** "from", before the price, when variants differ. */
  from?: string | undefined;
  /** "Was", read before the struck price. */
  wasLabel?: string | undefined;
  size?: "card" | "large" | "text";
  locale?: string;
};

const SIZES = { card: "type-price", large: "type-price-large", text: "numbers font-500" };

/** What it costs. */
export function Price({ price, compareAt, from, wasLabel, size = "card", locale }: PriceProps) {
  return (
    <p className="flex flex-wrap items-baseline gap-x-8">
      {from && <span className="-me-4 type-small text-ink-2">{from}</span>}
      <span className={SIZES[size]}>{formatMoney(price, locale)}</span>
      {compareAt && (
        <s className={classes("numbers text-ink-2", size === "large" ? "type-body" : "type-small")}>
          {wasLabel && <span className="sr-only">{wasLabel} </span>}
          {formatMoney(compareAt, locale)}
        </s>
      )}
    </p>
  );
}

/** The citron tag at the left edge of a picture: a reduction, or "New". */
export function PriceTag({ children }: { children: ReactNode }) {
  return (
    <span className="numbers inline-block rounded-e-tag bg-citron px-8 py-4 type-small font-600 text-on-citron">
      {children}
    </span>
  );
}
