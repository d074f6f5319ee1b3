import type { CouponDraft, CouponOwner, OwnCoupon } from "@feria/api";
import { amountText, parseAmount } from "@feria/ui";
import { parsePercent, percentText } from "../../frame/percent";
import { momentOf, wallTime } from "../../frame/zoned";
import { z } from "../../zod";

export const KINDS = ["percent", "fixed", "free_shipping", "buy_x_get_y"] as const;
export type Kind = (typeof KINDS)[number];

/** A coupon as its form holds it: percentages, amounts and times as people write them; empty limits do not hold. */
export type CouponFields = {
  name: string;
  /** Of a new one. */
  code: string;
  kind: Kind;
  percent: string;
  amount: string;
  currency: string;
  buy: string;
  get: string;
  minimum: string;
  sellers: string[];
  categories: string[];
  products: string[];
  funded: string;
  budget: string;
  usesMax: string;
  usesPerCode: string;
  usesPerCustomer: string;
  startsAt: string;
  endsAt: string;
  paused: boolean;
};

export function newFields(currency: string, timeZone: string): CouponFields {
  return {
    name: "",
    code: "",
    kind: "percent",
    percent: "10",
    amount: "",
    currency,
    buy: "2",
    get: "1",
    minimum: "",
    sellers: [],
    categories: [],
    products: [],
    funded: "0",
    budget: "",
    usesMax: "",
    usesPerCode: "",
    usesPerCustomer: "1",
    startsAt: wallTime(Date.now(), timeZone),
    endsAt: "",
    paused: false,
  };
}

export function fieldsOf(coupon: OwnCoupon, currency: string, timeZone: string): CouponFields {
  const fresh = newFields(currency, timeZone);
  const money = [coupon.amount, coupon.minimum, coupon.budget].find((one) => one !== null);
  const count = (value: number | null) => (value === null ? "" : String(value));
  return {
    ...fresh,
    name: coupon.name,
    code: coupon.codes[0] ?? "",
    kind: coupon.kind,
    percent: coupon.percent_bps ? percentText(coupon.percent_bps) : fresh.percent,
    amount: coupon.amount ? amountText(coupon.amount) : "",
    currency: money?.currency ?? currency,
    buy: count(coupon.buy_quantity || 2),
    get: count(coupon.get_quantity || 1),
    minimum: coupon.minimum ? amountText(coupon.minimum) : "",
    sellers: coupon.sellers,
    categories: coupon.categories,
    products: coupon.products,
    funded: percentText(coupon.funded_by_seller_bps),
    budget: coupon.budget ? amountText(coupon.budget) : "",
    usesMax: count(coupon.uses_max),
    usesPerCode: count(coupon.uses_per_code_max),
    usesPerCustomer: count(coupon.uses_per_customer_max),
    startsAt: wallTime(coupon.starts_at, timeZone),
    endsAt: coupon.ends_at ? wallTime(coupon.ends_at, timeZone) : "",
    paused: coupon.paused,
  };
}

export type Place = { owner: CouponOwner; timeZone: string; stored?: OwnCoupon };

export function draftOf(fields: CouponFields, { owner, timeZone, stored }: Place): CouponDraft {
  const { kind, currency } = fields;
  const money = (text: string) => {
    const amount = parseAmount(text, currency);
    return amount ? { amount, currency } : null;
  };
  const count = (text: string) => (text.trim() ? Number(text) : null);
  // What a field for minutes shows is less than what is stored; untouched, it stays to the second.
  const moment = (text: string, before: string | null | undefined) =>
    before && wallTime(before, timeZone) === text ? before : momentOf(text, timeZone);
  const isGiving = kind === "buy_x_get_y";
  return {
    name: fields.name.trim(),
    kind,
    percent_bps: kind === "percent" || isGiving ? (parsePercent(fields.percent) ?? 0) : 0,
    amount: kind === "fixed" ? money(fields.amount) : null,
    minimum: money(fields.minimum),
    budget: money(fields.budget),
    buy_quantity: isGiving ? Number(fields.buy) : 0,
    get_quantity: isGiving ? Number(fields.get) : 0,
    sellers: owner === null ? fields.sellers : [],
    categories: fields.categories,
    products: fields.products,
    funded_by_seller_bps: owner === null ? (parsePercent(fields.funded) ?? 0) : 0,
    uses_max: count(fields.usesMax),
    uses_per_code_max: count(fields.usesPerCode),
    uses_per_customer_max: count(fields.usesPerCustomer),
    starts_at: moment(fields.startsAt, stored?.starts_at),
    ends_at: fields.endsAt ? moment(fields.endsAt, stored?.ends_at) : null,
    paused: fields.paused,
  };
}

const COUNT = /^\s*([1-9]\d{0,8})?\s*$/;
const PIECES = /^[1-9]\d?$/;

export const couponSchema = z
  .object({
    name: z.string().trim().min(1, "coupons.error.name").max(120, "coupons.error.long"),
    code: z
      .string()
      .trim()
      .regex(/^[A-Za-z0-9-]{3,40}$/, "coupons.error.code"),
    kind: z.enum(KINDS),
    percent: z.string(),
    amount: z.string(),
    currency: z.string(),
    buy: z.string(),
    get: z.string(),
    minimum: z.string(),
    sellers: z.array(z.string()),
    categories: z.array(z.string()),
    products: z.array(z.string()),
    funded: z.string().refine((text) => parsePercent(text) !== null, "coupons.error.share"),
    budget: z.string(),
    usesMax: z.string().regex(COUNT, "coupons.error.count"),
    usesPerCode: z.string().regex(COUNT, "coupons.error.count"),
    usesPerCustomer: z.string().regex(COUNT, "coupons.error.count"),
    startsAt: z.string().min(1, "coupons.error.start"),
    endsAt: z.string(),
    paused: z.boolean(),
  })
  .superRefine((fields, context) => {
    const fault = (name: keyof CouponFields, message: string) =>
      context.addIssue({ code: "custom", path: [name], message: `coupons.error.${message}` });
    const { kind, currency } = fields;
    const isGiving = kind === "buy_x_get_y";
    if ((kind === "percent" || isGiving) && !parsePercent(fields.percent)) fault("percent", "percent");
    if (kind === "fixed" && !parseAmount(fields.amount, currency)) fault("amount", "amount");
    if (isGiving && !PIECES.test(fields.buy.trim())) fault("buy", "pieces");
    if (isGiving && !PIECES.test(fields.get.trim())) fault("get", "pieces");
    for (const name of ["minimum", "budget"] as const)
      if (fields[name].trim() && parseAmount(fields[name], currency) === null) fault(name, "amount");
    if (fields.endsAt && fields.endsAt <= fields.startsAt) fault("endsAt", "end");
  });

/** The form's field for a field of the API. */
export const FIELD_OF: Record<string, keyof CouponFields> = {
  name: "name",
  code: "code",
  percent_bps: "percent",
  amount: "amount",
  minimum: "minimum",
  budget: "budget",
  buy_quantity: "buy",
  get_quantity: "get",
  funded_by_seller_bps: "funded",
  uses_max: "usesMax",
  uses_per_code_max: "usesPerCode",
  uses_per_customer_max: "usesPerCustomer",
  starts_at: "startsAt",
  ends_at: "endsAt",
};
