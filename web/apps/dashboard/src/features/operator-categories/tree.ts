import type { Attribute, Category, CategoryDraft } from "@feria/api";

/** As deep as the API lets the tree grow. */
export const DEPTH_MAX = 6;
const POSITION_MAX = 100_000;

/** A line of the outline. */
export type Line = {
  category: Category;
  parent: Category | null;
  depth: number;
  /** Its place among its siblings, from 0. */
  place: number;
  siblings: Category[];
};

/** What has to be written so that a category stands somewhere else. */
export type Change = { categoryId: string; version: number; body: CategoryDraft };
export type Move = "up" | "down" | "in" | "out";

/** The tree as lines, parents before children. */
export function linesOf(tree: Category[], parent: Category | null = null, depth = 0): Line[] {
  return tree.flatMap((category, place) => [
    { category, parent, depth, place, siblings: tree },
    ...linesOf(category.children, category, depth + 1),
  ]);
}

/** The line of a category. */
export function lineOf(tree: Category[], id: string): Line | undefined {
  return linesOf(tree).find(({ category }) => category.id === id);
}

/** A category as it is written back; attributes it inherits stay its ancestors'. */
export function draftOf(category: Category, parentId: string | null): CategoryDraft {
  const { name, slug, description, position } = category;
  return { name, slug, description, position, parent_id: parentId, attributes: ownAttributes(category) };
}

export function ownAttributes({ attributes }: Category): Omit<Attribute, "inherited">[] {
  return attributes
    .filter(({ inherited }) => !inherited)
    .map(({ name, label, kind, unit, choices, required, facet }) => ({
      name,
      label,
      kind,
      unit,
      choices,
      required,
      facet,
    }));
}

/** Below which categories this one may stand; null stands for the top. A new one has no id. */
export function parentsFor(tree: Category[], id: string | null): Line[] {
  const own = id ? lineOf(tree, id)?.category : undefined;
  const within = new Set(own ? [own.id, ...linesOf(own.children).map(({ category }) => category.id)] : []);
  const height = own ? heightOf(own) : 1;
  return linesOf(tree).filter(
    ({ category, depth }) => !within.has(category.id) && depth + 1 + height <= DEPTH_MAX,
  );
}

/** Where a move of one step leads; null where there is no such step. */
export function targetOf(
  tree: Category[],
  id: string,
  move: Move,
): { parentId: string | null; place: number } | null {
  const line = lineOf(tree, id);
  if (!line) return null;
  const { parent, place, siblings, depth, category } = line;
  const parentId = parent?.id ?? null;
  if (move === "up") return place > 0 ? { parentId, place: place - 1 } : null;
  if (move === "down") return place < siblings.length - 1 ? { parentId, place: place + 1 } : null;
  if (move === "in") {
    const before = siblings[place - 1];
    const fits = depth + 1 + heightOf(category) <= DEPTH_MAX;
    return before && fits ? { parentId: before.id, place: before.children.length } : null;
  }
  const above = parent && lineOf(tree, parent.id);
  return above ? { parentId: above.parent?.id ?? null, place: above.place + 1 } : null;
}

export type Zone = "before" | "after" | "into";

/** Where a category comes to stand that is dropped on a line; null where it cannot stand, or stands already. */
export function dropOf(
  tree: Category[],
  id: string,
  on: Line,
  zone: Zone,
): { parentId: string | null; place: number } | null {
  const line = lineOf(tree, id);
  if (!line || on.category.id === id) return null;
  const parent = zone === "into" ? on.category : on.parent;
  if (parent && !parentsFor(tree, id).some(({ category }) => category.id === parent.id)) return null;
  const parentId = parent?.id ?? null;
  const isSibling = (line.parent?.id ?? null) === parentId;
  if (zone === "into") return isSibling ? null : { parentId, place: on.category.children.length };
  const place = on.place + (zone === "after" ? 1 : 0) - (isSibling && line.place < on.place ? 1 : 0);
  return isSibling && place === line.place ? null : { parentId, place };
}

/** The writes that put a category at a place among the children of a parent; few, the category itself first. */
export function changesFor(tree: Category[], id: string, parentId: string | null, place: number): Change[] {
  const line = lineOf(tree, id);
  if (!line) return [];
  const order = (parentId ? (lineOf(tree, parentId)?.category.children ?? []) : tree).filter(
    (one) => one.id !== id,
  );
  order.splice(place, 0, line.category);
  const positions = positionsOf(order, id);
  const isElsewhere = (line.parent?.id ?? null) !== parentId;
  return order
    .map((category, at): Change & { isMoved: boolean; isNeeded: boolean } => ({
      categoryId: category.id,
      version: category.version,
      body: { ...draftOf(category, parentId), position: positions[at] ?? at },
      isMoved: category.id === id,
      isNeeded: positions[at] !== category.position || (isElsewhere && category.id === id),
    }))
    .filter(({ isNeeded }) => isNeeded)
    .sort((one, other) => Number(other.isMoved) - Number(one.isMoved))
    .map(({ categoryId, version, body }) => ({ categoryId, version, body }));
}

/** Rising positions; others than the moved one keep theirs while they can. */
function positionsOf(order: Category[], movedId: string): number[] {
  const positions: number[] = [];
  let last = -1;
  for (const { id, position } of order) {
    last = id !== movedId && position > last ? position : last + 1;
    positions.push(last);
  }
  return last <= POSITION_MAX ? positions : order.map((_, at) => at);
}

function heightOf(category: Category): number {
  return 1 + Math.max(0, ...category.children.map(heightOf));
}
