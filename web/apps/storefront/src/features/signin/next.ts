const OTHERS = /^\/(sell|operator|dev|api)(\/|$|\?)/;
const SIGNING_IN = /^\/(sign-in|sign-up|forgot-password|reset-password)(\/|$|\?)/;

/** Where to go after signing in: a page of this marketplace, whatever the address said. */
export function safeNext(wanted: unknown, origin = location.origin): string {
  if (typeof wanted !== "string" || !/^\/(?![/\\])/.test(wanted)) return "/account";
  const url = URL.canParse(wanted, origin) ? new URL(wanted, origin) : null;
  if (url?.origin !== origin || SIGNING_IN.test(url.pathname)) return "/account";
  return url.pathname + url.search + url.hash;
}

/** Whether the router of this app has no page there, so that the browser has to go. */
export function isElsewhere(path: string): boolean {
  return OTHERS.test(path);
}
