import type { ReactNode } from "react";
import { classes } from "../text/classes";
import { stallProps } from "../text/hue";
import { Anchor } from "../layout/Anchor";

/** The scalloped band on top of what belongs to one stall. `isUnrolling` when something was just added to it. */
export function Awning({ isUnrolling = false }: { isUnrolling?: boolean }) {
  return <div aria-hidden="true" className={classes("awning", isUnrolling && "awning-unroll")} />;
}

/** The same as a small mark, before a seller's name. */
export function AwningMark() {
  return (
    <svg viewBox="0 0 14 9" aria-hidden="true" className="h-8 shrink-0 text-stall-band" fill="currentColor">
      <path d="M0 0h14v6.400a2.333 2.333 0 0 1-4.667 0 2.333 2.333 0 0 1-4.666 0A2.333 2.333 0 0 1 0 6.400z" />
    </svg>
  );
}

export type StallMarkProps = { name: string; hue: number | null | undefined; href?: string };

/** Awning mark and name of a seller, in the stall's colour. */
export function StallMark({ name, hue, href }: StallMarkProps) {
  const { className, ...stall } = stallProps(hue);
  const content = (
    <>
      <AwningMark />
      <span className="truncate">{name}</span>
    </>
  );
  const shape = classes(className, "inline-flex max-w-full items-center gap-4 type-small text-stall-text");
  return href ? (
    <Anchor
      href={href}
      {...stall}
      className={classes(shape, "reach self-start py-4 hover:underline hover:underline-offset-4")}
    >
      {content}
    </Anchor>
  ) : (
    <span {...stall} className={shape}>
      {content}
    </span>
  );
}

export type StallPanelProps = {
  hue: number | null | undefined;
  /** Left in the header: the seller's name. */
  header: ReactNode;
  /** Right in the header: where from, what it costs, when it arrives. */
  aside?: ReactNode;
  children: ReactNode;
  isUnrolling?: boolean;
  level?: 2 | 3;
};

/** What comes from one stall: awning on top, header, then rows or anything else. */
export function StallPanel({ hue, header, aside, children, isUnrolling, level = 2 }: StallPanelProps) {
  const { className, ...stall } = stallProps(hue);
  const Heading = `h${level}` as const;
  return (
    <section
      {...stall}
      className={classes(className, "overflow-clip rounded-panel border border-line bg-surface")}
    >
      <Awning {...(isUnrolling ? { isUnrolling } : {})} />
      <header className="flex flex-wrap items-baseline justify-between gap-x-16 gap-y-2 px-16 pt-8 pb-12">
        <Heading className="font-display font-650">{header}</Heading>
        {aside && <p className="numbers type-label text-stall-text">{aside}</p>}
      </header>
      <div className="divide-y divide-line border-t border-line">{children}</div>
    </section>
  );
}
