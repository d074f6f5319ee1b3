import { useEffect, useRef, type ComponentProps } from "react";
import { CheckIcon, MinusIcon } from "../icons";
import { classes } from "../text/classes";

export type BoxProps = Omit<ComponentProps<"input">, "type"> & {
  /** Some of what it stands for is chosen. */
  isPartly?: boolean;
};

const MARK = "pointer-events-none absolute inset-0 m-auto size-16 text-on-plum";

/** The bare box to tick, without a label. */
export function Box({ isPartly = false, className, ...props }: BoxProps) {
  const frame = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const input = frame.current?.querySelector("input");
    if (input) input.indeterminate = isPartly; // a property without an attribute
  }, [isPartly]);
  return (
    <span ref={frame} className="relative flex size-20 shrink-0">
      <input
        {...props}
        type="checkbox"
        className={classes(
          "peer size-20 appearance-none rounded-tag border transition-colors checked:border-plum checked:bg-plum",
          "before:absolute before:-inset-12 aria-invalid:border-bad",
          isPartly ? "border-plum bg-plum" : "border-line-strong bg-surface hover:border-ink",
          className,
        )}
      />
      {isPartly ? (
        <MinusIcon aria-hidden className={MARK} />
      ) : (
        <CheckIcon aria-hidden className={classes(MARK, "hidden peer-checked:block")} />
      )}
    </span>
  );
}
