import { Anchor } from "@feria/ui";
import { ArrowLeftIcon } from "@feria/ui/icons";
import { useMarketplace } from "@feria/api";
import { useEffect, useRef, type ReactNode } from "react";

export type PageHeadProps = {
  title: string;
  /** Beside the title: a state as dot and word, a badge. */
  status?: ReactNode;
  /** One line below the title. */
  summary?: ReactNode;
  /** The list this page belongs to. */
  back?: { href: string; label: string };
  /** Buttons, the most important one last. */
  actions?: ReactNode;
};

/** The page's title; takes the focus when the page opens, so that screen readers say where one is. */
export function PageHead({ title, status, summary, back, actions }: PageHeadProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const brand = useMarketplace().data?.name;
  useEffect(() => {
    document.title = brand ? `${title} · ${brand}` : title;
  }, [title, brand]);
  useEffect(() => {
    const isBusyElsewhere = document.activeElement && document.activeElement !== document.body;
    const isInsidePage = document.activeElement?.closest("main");
    if (!isBusyElsewhere || !isInsidePage) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <header className="flex flex-col gap-4 pb-20">
      {back && (
        <Anchor
          href={back.href}
          className="-ms-4 inline-flex min-h-36 w-fit items-center gap-4 pe-8 text-ink-2 hover:text-ink pointer-coarse:min-h-44"
        >
          <ArrowLeftIcon aria-hidden className="size-16 rtl:-scale-x-100" />
          {back.label}
        </Anchor>
      )}
      <div className="flex flex-wrap items-start justify-between gap-x-24 gap-y-12">
        <div className="flex min-w-0 flex-col gap-4">
          <div className="flex flex-wrap items-center gap-x-16 gap-y-4">
            <h1 ref={heading} tabIndex={-1} className="min-w-0 type-title">
              {title}
            </h1>
            {status}
          </div>
          {summary && <p className="max-w-measure text-ink-2">{summary}</p>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-8">{actions}</div>}
      </div>
    </header>
  );
}

/** The column a page stands in. */
export function PageBody({ children }: { children: ReactNode }) {
  return (
    <div className="mx-auto flex w-full max-w-content flex-col px-gutter pt-24 pb-48 lg:pt-32">
      {children}
    </div>
  );
}
