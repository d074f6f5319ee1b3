/**
 * What browsers have and bare V8 lacks, as far as drawing a page needs it. Nothing is fetched here, nothing is waited
 * for, and nobody listens: all data is handed in.
 */
import "core-js/web/queue-microtask";
import "core-js/web/url";
import "core-js/web/url-search-params";

/** React prepares for streams, but pages are drawn as text. */
class Encoder {
  encode(): Uint8Array {
    return new Uint8Array();
  }
}

/** The router asks whether something is one; nothing is. */
function Answer(): void {
  throw new Error("Nothing is answered while a page is drawn.");
}

class Controller {
  readonly signal = { aborted: false, addEventListener: nothing, removeEventListener: nothing };
  abort(): void {
    this.signal.aborted = true;
  }
}

function nothing(): void {
  // Nobody ever calls back.
}

const later = globalThis.setTimeout;

Object.assign(globalThis, {
  AbortController: Controller,
  Response: Answer,
  TextEncoder: Encoder,
  addEventListener: nothing,
  removeEventListener: nothing,
  fetch: () => Promise.reject(new Error("Nothing is fetched while a page is drawn.")),
  location: { origin: "http://feria.invalid", pathname: "" },
  // The one of mini-racer fails without a delay.
  setTimeout: (work: () => void, delay = 0) => later(work, Math.max(delay, 1)),
});
