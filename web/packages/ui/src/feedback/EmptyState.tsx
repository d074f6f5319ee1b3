import type { ReactNode } from "react";
import { ClosedStall } from "../market/drawings";
import { classes } from "../text/classes";
import { stallProps } from "../text/hue";

export type EmptyStateProps = {
  /** One sentence that says what is so. */
  title: ReactNode;
  /** One that says what helps. */
  help?: ReactNode;
  /** One action. */
  action?: ReactNode;
  hue?: number | null;
  level?: 1 | 2 | 3;
  /** Below: last viewed things, filters to drop, a search field. */
  children?: ReactNode;
};

/** Nothing here, not found, or not working: a closed stall, two sentences, one action. */
export function EmptyState({ title, help, action, hue, level = 2, children }: EmptyStateProps) {
  const { className, ...stall } = stallProps(hue);
  const Heading = `h${level}` as const;
  return (
    <div
      {...stall}
      className={classes(className, "flex flex-col items-center gap-8 px-16 py-48 text-center")}
    >
      <ClosedStall />
      <Heading className="mt-16 type-heading">{title}</Heading>
      {help && <p className="max-w-measure text-balance text-ink-2">{help}</p>}
      {action && <div className="mt-12">{action}</div>}
      {children && <div className="mt-32 w-full">{children}</div>}
    </div>
  );
}
