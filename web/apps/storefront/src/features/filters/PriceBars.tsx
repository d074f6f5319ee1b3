import type { Facets } from "@feria/api";
import type { ListSearch } from "./listSearch";
import { heights, isInside } from "./priceBars";

const WHOLE = 100;
const WIDTH = 10;
const GAP = 1;
/** So few bars would say nothing. */
const STEPS_MIN = 4;

/** How many things cost how much, drawn over the price filter; readers of the screen have the fields. */
export function PriceBars({ steps, search }: { steps: Facets["prices"]; search: ListSearch }) {
  if (steps.length < STEPS_MIN) return null;
  const bars = heights(steps);
  return (
    <svg
      aria-hidden
      viewBox={`0 0 ${steps.length * WIDTH} ${WHOLE}`}
      preserveAspectRatio="none"
      className="mb-12 block h-48 w-full border-b border-line rtl:-scale-x-100"
    >
      {steps.map((step, place) => (
        <rect
          key={step.low}
          x={place * WIDTH}
          y={WHOLE - (bars[place] ?? 0)}
          width={WIDTH - GAP}
          height={bars[place] ?? 0}
          className={isInside(step, search) ? "fill-plum" : "fill-line-strong"}
        />
      ))}
    </svg>
  );
}
