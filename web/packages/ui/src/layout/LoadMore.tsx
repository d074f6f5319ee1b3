import type { MouseEvent, ReactNode } from "react";
import { LinkButton } from "../controls/Button";

export type LoadMoreProps = {
  /** The address of the next page, so that it works without scripts and can be kept. */
  href: string;
  /** By a key: then the focus has to go on with the first of what is new. */
  onLoad: (isByKey: boolean) => void;
  isLoading?: boolean;
  children: ReactNode;
  /** "24 of 310 things", announced when it changes. */
  status?: ReactNode;
};

/** "Load more" below a list: a real link that adds the next page in place. */
export function LoadMore({ href, onLoad, isLoading = false, children, status }: LoadMoreProps) {
  const load = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    if (!isLoading) onLoad(event.detail === 0);
  };
  return (
    <div className="flex flex-col items-center gap-12 py-32">
      {status && (
        <p role="status" className="numbers type-label text-ink-2">
          {status}
        </p>
      )}
      <LinkButton variant="secondary" href={href} onClick={load} aria-busy={isLoading}>
        {children}
      </LinkButton>
    </div>
  );
}
