import { useSyncExternalStore } from "react";

/** What a visitor allows: what the shop cannot do without, or statistics as well. */
export type Consent = "necessary" | "statistics";

const COOKIE = "feria_consent";
const KEPT_SECONDS = 180 * 24 * 60 * 60;
const FOUND = new RegExp(`(?:^|; )${COOKIE}=(necessary|statistics)(?:;|$)`);

let isAskedAgain = false;
const listeners = new Set<() => void>();

function changed(): void {
  for (const listener of listeners) listener();
}

export function consentIn(cookies: string): Consent | null {
  return (FOUND.exec(cookies)?.[1] as Consent | undefined) ?? null;
}

/** Keeps the choice on this device; the server reads the same cookie. */
export function choose(consent: Consent): void {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${COOKIE}=${consent}; Max-Age=${KEPT_SECONDS}; Path=/; SameSite=Lax${secure}`;
  isAskedAgain = false;
  changed();
}

/** Shows the bar although there is a choice. */
export function askAgain(): void {
  isAskedAgain = true;
  changed();
}

export function useConsent(): Consent | null {
  return useSyncExternalStore(
    subscribe,
    () => consentIn(document.cookie),
    () => null,
  );
}

/** Whether to ask: never in HTML from the server, which knows no choice. */
export function useIsAsked(): boolean {
  const isAsked = () => isAskedAgain || consentIn(document.cookie) === null;
  return useSyncExternalStore(subscribe, isAsked, () => false);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
