import type { ReactNode } from "react";
import { classes } from "../text/classes";

export type PanelProps = {
  title?: ReactNode;
  /** Beside the title. */
  actions?: ReactNode;
  children: ReactNode;
  /** Without inner space, for tables and lists that reach the edge. */
  flush?: boolean;
  /** The heading's level in the page. */
  level?: 2 | 3;
  className?: string;
};

/** A surface with a line around it and no shadow. */
export function Panel({ title, actions, children, flush, level = 2, className }: PanelProps) {
  const Heading = `h${level}` as const;
  return (
    <section className={classes("overflow-clip rounded-panel border border-line bg-surface", className)}>
      {(title || actions) && (
        <header className="flex flex-wrap items-center justify-between gap-x-16 gap-y-8 px-16 pt-16 md:px-20">
          {title && <Heading className="type-heading">{title}</Heading>}
          {actions && <div className="flex items-center gap-8">{actions}</div>}
        </header>
      )}
      <div className={classes(flush ? title && "pt-12" : "p-16 md:p-20")}>{children}</div>
    </section>
  );
}
