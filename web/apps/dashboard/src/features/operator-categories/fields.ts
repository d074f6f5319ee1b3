import type { Attribute, Category, CategoryDraft, CategoryTexts, CategoryTextsDraft } from "@feria/api";
import { z } from "../../zod";
import { ownAttributes } from "./tree";

export const KINDS = ["text", "number", "choice", "boolean", "colour"] as const;

/** A category as its form holds it. */
export type CategoryFields = {
  name: string;
  slug: string;
  description: string;
  pageTitle: string;
  pageDescription: string;
  intro: string;
  /** Empty for the top. */
  parentId: string;
  /** Behind which sibling it stands; empty for the first. */
  after: string;
  attributes: AttributeFields[];
};

export type AttributeFields = {
  /** What products keep their values by; empty while it is new, then made from the label. */
  key: string;
  label: string;
  kind: Attribute["kind"];
  /** One choice a line. */
  choices: string;
  unit: string;
  required: boolean;
  facet: boolean;
};

export const NEW_ATTRIBUTE: AttributeFields = {
  key: "",
  label: "",
  kind: "text",
  choices: "",
  unit: "",
  required: false,
  facet: true,
};

type Place = { parentId: string | null; after: string };

export function fieldsOf(
  category: Category,
  texts: CategoryTexts,
  { parentId, after }: Place,
): CategoryFields {
  return {
    name: category.name,
    slug: category.slug,
    description: category.description,
    pageTitle: texts.page_title,
    pageDescription: texts.page_description,
    intro: texts.intro,
    parentId: parentId ?? "",
    after,
    attributes: ownAttributes(category).map((one) => ({
      key: one.name,
      label: one.label,
      kind: one.kind,
      choices: one.choices.join("\n"),
      unit: one.unit,
      required: one.required,
      facet: one.facet,
    })),
  };
}

/** What is sent; position and place are the tree's matter. */
export function draftOfFields(fields: CategoryFields, position: number): CategoryDraft {
  return {
    name: fields.name.trim(),
    slug: fields.slug.trim() || null,
    description: fields.description.trim(),
    parent_id: fields.parentId || null,
    position,
    attributes: namedApart(fields.attributes),
  };
}

/** The words of the page are written apart from the category. */
export function textsOfFields({ pageTitle, pageDescription, intro }: CategoryFields): CategoryTextsDraft {
  return {
    page_title: pageTitle.trim(),
    page_description: pageDescription.replace(/\s+/g, " ").trim(),
    intro,
  };
}

function namedApart(attributes: AttributeFields[]): NonNullable<CategoryDraft["attributes"]> {
  const taken = new Set(attributes.map(({ key }) => key).filter(Boolean));
  return attributes.map((one) => ({
    name: one.key || keyOf(one.label, taken),
    label: one.label.trim(),
    kind: one.kind,
    choices: hasChoices(one.kind) ? choicesOf(one.choices) : [],
    unit: one.kind === "number" ? one.unit.trim() : "",
    required: one.required,
    facet: one.facet,
  }));
}

/** A choice needs its choices; of colours the allowed ones may be listed. */
export function hasChoices(kind: Attribute["kind"]): boolean {
  return kind === "choice" || kind === "colour";
}

export function choicesOf(text: string): string[] {
  return [
    ...new Set(
      text
        .split("\n")
        .map((line) => line.trim())
        .filter(Boolean),
    ),
  ];
}

const KEY_LENGTH_MAX = 36;

/** "Dishwasher safe" → `dishwasher_safe`; a number behind it where that is taken. */
function keyOf(label: string, taken: Set<string>): string {
  const plain = label
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_");
  const key = plain.replace(/^[_\d]+|_+$/g, "").slice(0, KEY_LENGTH_MAX) || "attribute";
  let free = key;
  for (let number = 2; taken.has(free); number += 1) free = `${key}_${number}`;
  taken.add(free);
  return free;
}

/** The form's own checks; messages are keys of the catalogue. */
export const categorySchema = z.object({
  name: z.string().trim().min(1, "operator.categories.error.name").max(80),
  slug: z.string().regex(/^([a-z0-9]+(-[a-z0-9]+)*)?$/, "operator.categories.error.slug"),
  description: z.string().max(10_000, "operator.categories.error.description"),
  pageTitle: z.string().max(200),
  pageDescription: z.string().max(400),
  intro: z.string().max(5_000, "operator.categories.error.intro"),
  parentId: z.string(),
  after: z.string(),
  attributes: z.array(
    z
      .object({
        key: z.string(),
        label: z.string().trim().min(1, "operator.categories.error.label").max(80),
        kind: z.enum(KINDS),
        choices: z.string(),
        unit: z.string().max(20, "operator.categories.error.unit"),
        required: z.boolean(),
        facet: z.boolean(),
      })
      .refine(({ kind, choices }) => kind !== "choice" || choicesOf(choices).length > 0, {
        path: ["choices"],
        message: "operator.categories.error.choices",
      }),
  ),
});
