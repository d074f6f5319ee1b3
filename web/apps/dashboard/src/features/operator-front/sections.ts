import type { HomeSectionDraft } from "@feria/api";
import { amountText, parseAmount } from "@feria/ui";
import { z } from "../../zod";

export const KINDS = ["headline", "products", "story", "categories", "text"] as const;
export type Kind = (typeof KINDS)[number];
export const SOURCES = ["newest", "best_selling", "chosen"] as const;
export const SECTIONS_MAX = 12;
export const THINGS_MAX = { headline: 4, products: 24 };

/** A section as its form holds it. */
export const sectionSchema = z
  .object({
    kind: z.enum(KINDS),
    title: z.string().max(80, "operator.front.error.long"),
    subtitle: z.string().max(80, "operator.front.error.long"),
    text: z.string().max(5_000, "operator.front.error.long"),
    linkLabel: z.string().max(40, "operator.front.error.long"),
    link: z
      .string()
      .trim()
      .max(200)
      .regex(/^(\/([^/\\\s][^\\\s]*)?)?$/, "operator.front.error.link"),
    source: z.enum(SOURCES),
    categoryId: z.string(),
    /** As it is typed; empty for any. */
    price: z.string(),
    count: z
      .number({ error: "operator.front.error.count" })
      .int("operator.front.error.count")
      .min(2, "operator.front.error.count")
      .max(24, "operator.front.error.count"),
    products: z.array(z.string()),
    categories: z.array(z.string()),
    sellerId: z.string(),
  })
  .refine(({ link, linkLabel }) => Boolean(link) === Boolean(linkLabel.trim()), {
    path: ["link"],
    message: "operator.front.error.pair",
  })
  .refine(({ kind, source, products }) => kind !== "products" || source !== "chosen" || products.length > 0, {
    path: ["products"],
    message: "operator.front.error.things",
  })
  .refine(({ kind, text }) => kind !== "text" || hasWords(text), {
    path: ["text"],
    message: "operator.front.error.text",
  });

export type SectionFields = z.infer<typeof sectionSchema>;
export type FrontFields = { sections: SectionFields[] };

/** The whole form; prices are in `currency`. */
export function frontSchema(currency: string) {
  const priced = sectionSchema.refine(({ price }) => !price.trim() || parseAmount(price, currency) !== null, {
    path: ["price"],
    message: "operator.front.error.price",
  });
  return z.object({ sections: z.array(priced).min(1, "operator.front.error.none").max(SECTIONS_MAX) });
}

const hasWords = (html: string) =>
  html
    .replace(/<[^>]*>/g, "")
    .replace(/&nbsp;/g, " ")
    .trim() !== "";

export function newSection(kind: Kind): SectionFields {
  return {
    kind,
    title: "",
    subtitle: "",
    text: "",
    linkLabel: "",
    link: "",
    source: "newest",
    categoryId: "",
    price: "",
    count: 8,
    products: [],
    categories: [],
    sellerId: "",
  };
}

export function fieldsOf(one: HomeSectionDraft): SectionFields {
  const below = one.price_below;
  return {
    kind: one.kind,
    title: one.title ?? "",
    subtitle: one.subtitle ?? "",
    text: one.text ?? "",
    linkLabel: one.link_label ?? "",
    link: one.link ?? "",
    source: one.source ?? "newest",
    categoryId: one.category_id ?? "",
    price: below ? amountText(below) : "",
    count: one.count ?? 8,
    products: one.products ?? [],
    categories: one.categories ?? [],
    sellerId: one.seller_id ?? "",
  };
}

export function draftOf(one: SectionFields, currency: string): HomeSectionDraft {
  const amount = one.price.trim() ? parseAmount(one.price, currency) : null;
  const limit = one.kind === "headline" ? THINGS_MAX.headline : THINGS_MAX.products;
  return {
    kind: one.kind,
    title: one.title.trim(),
    subtitle: one.subtitle.trim(),
    text: one.text,
    link_label: one.linkLabel.trim(),
    link: one.link.trim(),
    source: one.source,
    category_id: one.categoryId || null,
    price_below: amount === null ? null : { amount, currency },
    count: one.count,
    products: one.products.slice(0, limit),
    categories: one.categories,
    seller_id: one.sellerId || null,
  };
}

/** Those that can be looked at; what is half written waits. */
export function completeOf(fields: FrontFields, currency: string): HomeSectionDraft[] {
  const { shape } = frontSchema(currency);
  const good = fields.sections.filter((one) => shape.sections.element.safeParse(one).success);
  return good.map((one) => draftOf(one, currency));
}

/** Which sections differ from what is stored, by place; an order of its own counts as one change. */
export function changedPlaces(base: FrontFields, now: FrontFields): number[] {
  const before = base.sections.map((one) => JSON.stringify(one));
  return now.sections.flatMap((one, place) => (before[place] === JSON.stringify(one) ? [] : [place]));
}
