import type { Category } from "@feria/api";

/** The tree as a list to choose from: "Table › Mugs and cups". */
export function categoryOptions(tree: Category[], above = ""): { value: string; label: string }[] {
  return tree.flatMap((category) => {
    const label = above ? `${above} › ${category.name}` : category.name;
    return [{ value: category.id, label }, ...categoryOptions(category.children, label)];
  });
}
