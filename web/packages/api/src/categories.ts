import { useQuery } from "@tanstack/react-query";
import { call } from "./client";
import type { Category, CategoryDraft } from "./models";
import { read } from "./read";
import { useWrite } from "./write";

const LIST = "/api/v1/categories";
const ONE = "/api/v1/categories/{category_id}";
const CATEGORIES_CHANGE_RARELY_MS = 300_000;

export const categoriesQuery = () => ({ ...read(LIST, {}), staleTime: CATEGORIES_CHANGE_RARELY_MS });

/** The whole tree with counts and attributes. */
export function useCategories() {
  return useQuery(categoriesQuery());
}

/** The words of a category's page. */
export function useCategoryTexts(categoryId: string, isWanted = true) {
  return useQuery({
    ...read("/api/v1/categories/{category_id}/texts", { path: { category_id: categoryId } }),
    enabled: isWanted,
  });
}

/** From the root to the category with this path (`home/lamps`); empty when there is none. */
export function categoryTrail(tree: Category[], path: string): Category[] {
  for (const category of tree) {
    if (category.path === path) return [category];
    const below = categoryTrail(category.children, path);
    if (below.length > 0) return [category, ...below];
  }
  return [];
}

const touched = () => [LIST];

export function useReplaceCategory() {
  return useWrite(
    ({ categoryId, version, body }: { categoryId: string; version: number; body: CategoryDraft }) =>
      call("put", ONE, { path: { category_id: categoryId }, version, body }),
    touched,
  );
}
