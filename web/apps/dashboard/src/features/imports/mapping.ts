import type { ColumnMapping, ImportColumns } from "@feria/api";

/** What each column is, by its name; an empty text for one that is left out. */
export type Choices = Record<string, string>;

/** Fields that several columns may be. */
const SEVERAL = ["image_url"];

export function choicesOf(columns: ImportColumns["columns"]): Choices {
  return Object.fromEntries(columns.map(({ name, field }) => [name, field ?? ""]));
}

export function mappingOf(choices: Choices, hasComma: boolean): ColumnMapping {
  const chosen = Object.entries(choices).filter(([, field]) => field !== "");
  return { columns: Object.fromEntries(chosen), decimal_comma: hasComma };
}

/** Columns that are the same field as another one, though that may be one column only. */
export function doubles(choices: Choices): string[] {
  const all = Object.values(choices);
  return Object.entries(choices)
    .filter(([, field]) => field !== "" && !SEVERAL.includes(field))
    .filter(([, field]) => all.filter((other) => other === field).length > 1)
    .map(([name]) => name);
}

/** Required fields that no column is. */
export function missing(choices: Choices, fields: ImportColumns["fields"]): string[] {
  const given = new Set(Object.values(choices));
  return fields.filter(({ name, required }) => required && !given.has(name)).map(({ name }) => name);
}
