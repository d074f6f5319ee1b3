import type { BrowserContext } from "@playwright/test";
import { PLACE } from "./place";

/** What a browser complained about; every line of it fails the test unless it was announced. */
export class Said {
  readonly #lines: string[] = [];
  readonly #expected: RegExp[] = [];

  /** A refusal by the API that the journey is about: Chromium writes each into the console. */
  expect(...patterns: RegExp[]): void {
    this.#expected.push(...patterns);
  }

  listen(context: BrowserContext): void {
    context.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) {
        this.#lines.push(`${message.type()}: ${message.text()} (${message.location().url})`);
      }
    });
    context.on("weberror", (fault) =>
      this.#lines.push(`fault: ${fault.error().stack} (${fault.page()?.url()})`),
    );
    void context.addInitScript(tellCauses);
    context.on("request", (request) => {
      const url = request.url();
      if (/^https?:/.test(url) && !url.startsWith(`${PLACE}/`)) this.#lines.push(`asked elsewhere: ${url}`);
    });
  }

  unexpected(): string[] {
    return this.#lines.filter((line) => !this.#expected.some((pattern) => pattern.test(line)));
  }
}

/** React says of a fault while hydrating only that there was one; which one is its cause, which no event tells. */
function tellCauses(): void {
  window.addEventListener("error", ({ error }: ErrorEvent) => {
    if (error instanceof Error && error.cause) reportError(error.cause);
  });
}
