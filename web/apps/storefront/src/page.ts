import { useMarketplace } from "@feria/api";
import { useRouterState } from "@tanstack/react-router";
import { useEffect } from "react";

/** The page people are on; focus and announcement follow when it becomes another. */
let shown = globalThis.location?.pathname ?? "";
let tell: (text: string) => void = () => undefined;

/**
 * What a page says of itself once it knows: the document's title, and, when people came here from another page, the
 * focus on its heading. `undefined` while that is still being asked for.
 */
export function usePage(title: string | undefined): void {
  const place = useMarketplace().data?.name;
  const path = useRouterState({ select: (router) => router.resolvedLocation?.pathname });
  useEffect(() => {
    if (!title) return;
    document.title = !place || title === place ? title : `${title} · ${place}`;
    if (path === undefined || path === shown) return;
    shown = path;
    arriveAt(title);
  }, [title, place, path]);
}

/** Where `announce` is heard: the root's live region. */
export function useAnnouncements(listener: (text: string) => void): void {
  useEffect(() => {
    tell = listener;
    return () => {
      tell = () => undefined;
    };
  }, [listener]);
}

/** Says something to who cannot see that it happened. */
export function announce(text: string): void {
  tell(text);
}

/** A heading that takes the focus is read, and the next Tab goes on from there; without one the title is said. */
function arriveAt(title: string): void {
  const heading = document.querySelector<HTMLElement>("main h1");
  if (!heading) return announce(title);
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}
