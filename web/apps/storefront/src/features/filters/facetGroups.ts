import type { Attribute, Category, Facets, Seller } from "@feria/api";
import { chosen, type ListSearch } from "./listSearch";

export type FacetValue = { value: string; label: string; count: number; isChosen: boolean };
export type FacetGroup = { name: string; label: string; kind: "many" | "one"; values: FacetValue[] };

export type FacetWords = { category: string; seller: string; yes: string };
type Known = { tree: Category[]; attributes: Attribute[]; sellers: Seller[]; words: FacetWords };

/** What can be chosen in a list, in the order of the category's attributes; what decides nothing is left out. */
export function facetGroups(facets: Facets, search: ListSearch, known: Known): FacetGroup[] {
  const valuesOf = (name: string, counts: Record<string, number>, label: (value: string) => string | null) =>
    Object.entries({ ...chosenNone(search, name), ...counts }).flatMap(([value, count]) => {
      const text = label(value);
      return text === null ? [] : [{ value, label: text, count, isChosen: isChosen(search, name, value) }];
    });
  const categories = new Map(known.tree.flatMap(withBelow).map((one) => [one.id, one.name]));
  const sellers = new Map(known.sellers.map((one) => [one.id, one.name]));
  const groups: FacetGroup[] = [
    {
      name: "category",
      label: known.words.category,
      kind: "one",
      values: valuesOf("category", facets.category, (id) => categories.get(id) ?? null),
    },
    ...known.attributes
      .filter(({ facet }) => facet)
      .map((attribute): FacetGroup => {
        const name = `attr.${attribute.name}`;
        const counts = facets.attributes[attribute.name] ?? {};
        const isBoolean = attribute.kind === "boolean";
        const shown = isBoolean && "yes" in counts ? { yes: counts.yes ?? 0 } : isBoolean ? {} : counts;
        const values = valuesOf(name, shown, (value) => (isBoolean ? known.words.yes : sentence(value)));
        return { name, label: attribute.label, kind: "many", values: inOrder(values, attribute) };
      }),
    {
      name: "seller",
      label: known.words.seller,
      kind: "one",
      values: valuesOf("seller", facets.seller, (id) => sellers.get(id) ?? null),
    },
  ];
  return groups.filter(
    ({ values }) => values.length > 1 || values.some((one) => one.isChosen || isLone(one)),
  );
}

/** What is chosen stays in sight, even where nothing has it any more. */
function chosenNone(search: ListSearch, name: string): Record<string, number> {
  return Object.fromEntries(chosen(search, name).map((value) => [value, 0]));
}

/** A single "Yes" still decides something. */
function isLone({ value }: FacetValue): boolean {
  return value === "yes";
}

function isChosen(search: ListSearch, name: string, value: string): boolean {
  return chosen(search, name).includes(value);
}

/** Sizes by their number, all else by how many things there are. */
function inOrder(values: FacetValue[], { kind }: Attribute): FacetValue[] {
  if (kind !== "number") return values;
  return [...values].sort((one, other) => parseFloat(one.value) - parseFloat(other.value));
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function withBelow(category: Category): Category[] {
  return [category, ...category.children.flatMap(withBelow)];
}
