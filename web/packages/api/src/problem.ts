import type { FieldError } from "./models";

type Body = {
  type?: string;
  title?: string;
  status?: number;
  detail?: string;
  errors?: FieldError[];
} & Record<string, unknown>;

const OWN_MEMBERS = new Set(["type", "title", "status", "detail", "errors"]);

/** An answer of the API that is no success, as RFC 9457 tells it. */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";
  /** The HTTP status; 0 when no answer came at all (slug `offline`). */
  readonly status: number;
  /** The stable end of the problem's type, such as `out-of-stock`. */
  readonly slug: string;
  readonly title: string;
  readonly detail: string;
  readonly errors: FieldError[];
  /** What support asks for. */
  readonly requestId: string | null;
  readonly retryAfterSeconds: number | null;
  /** Members that this kind of problem adds, such as the new total of `price-changed`. */
  readonly extra: Record<string, unknown>;

  constructor(body: Body, status: number, headers?: Headers) {
    super(body.detail || body.title || `The server answered ${status}.`);
    this.status = status;
    this.slug = body.type?.split("/").pop() || "unknown";
    this.title = body.title ?? "";
    this.detail = body.detail ?? "";
    this.errors = body.errors ?? [];
    this.requestId = headers?.get("X-Request-Id") ?? null;
    this.retryAfterSeconds = Number(headers?.get("Retry-After")) || null;
    this.extra = Object.fromEntries(Object.entries(body).filter(([name]) => !OWN_MEMBERS.has(name)));
  }

  /** No connection, or the answer broke off. */
  static offline(): ApiProblem {
    return new ApiProblem({ type: "offline" }, 0);
  }

  /** A gateway's or proxy's error page is no problem document; status and request id still tell something. */
  static async of(response: Response): Promise<ApiProblem> {
    const isJson = /json/.test(response.headers.get("Content-Type") ?? "");
    const body: unknown = isJson ? await response.json().catch(() => null) : null;
    return new ApiProblem(isBody(body) ? body : {}, response.status, response.headers);
  }

  /** What a form shows below a field. */
  messageOf(field: string): string | undefined {
    return this.errors.find((error) => error.field === field)?.message;
  }

  /** Whether the fault lies with the server or the network, so that trying again may help. */
  get isTemporary(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

function isBody(value: unknown): value is Body {
  return typeof value === "object" && value !== null;
}

/** The API's messages go on after the field's name: "is not offered here". */
export function sentence(message: string): string {
  const whole = /^(is|must|has|may|can|does|needs|holds|belongs)\b/.test(message)
    ? `This ${message}`
    : message;
  return `${whole.charAt(0).toUpperCase()}${whole.slice(1)}${/[.!?]$/.test(whole) ? "" : "."}`;
}
