import type { Session } from "./models";

const FRESH_UNTIL = "feria.session-fresh-until";
const MARGIN_MS = 30_000;

/**
 * When the access cookie lapses. The cookies themselves cannot be read here, and a request without one is
 * answered as a guest's instead of with 401, so we refresh before that moment instead of after it.
 * Kept in localStorage so that all tabs share it; it is a time, no secret.
 */
function freshUntil(): number | null {
  const text = globalThis.localStorage?.getItem(FRESH_UNTIL) ?? null;
  return text === null ? null : Number(text);
}

const listeners = new Set<() => void>();

function changed(): void {
  for (const listener of listeners) listener();
}

export const session = {
  /** Hears when somebody signs in or out, here or in another tab. */
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    globalThis.addEventListener("storage", listener);
    return () => {
      listeners.delete(listener);
      globalThis.removeEventListener("storage", listener);
    };
  },
  isSignedIn: (): boolean => freshUntil() !== null,
  needsRefresh: (): boolean => {
    const until = freshUntil();
    return until !== null && Date.now() > until;
  },
  opened: ({ expires_in }: Pick<Session, "expires_in">): void => {
    localStorage.setItem(FRESH_UNTIL, String(Date.now() + expires_in * 1000 - MARGIN_MS));
    changed();
  },
  /** The server says we are signed in, but not until when. */
  found: (): void => {
    if (freshUntil() === null) localStorage.setItem(FRESH_UNTIL, "0");
  },
  ended: (): void => {
    localStorage.removeItem(FRESH_UNTIL);
    changed();
  },
};
