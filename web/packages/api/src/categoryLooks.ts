import { call } from "./client";
import type { CategoryTextsDraft } from "./models";
import { useWrite } from "./write";

/** The operator's side of a category's picture and words; apart from `categories.ts`, which every visitor loads. */

const TEXTS = "/api/v1/categories/{category_id}/texts";
const PICTURE = "/api/v1/categories/{category_id}/picture";
const touched = () => ["/api/v1/categories"];
const of = (categoryId: string) => ({ category_id: categoryId });

export function useWriteCategoryTexts() {
  return useWrite(
    ({ categoryId, version, body }: { categoryId: string; version: number; body: CategoryTextsDraft }) =>
      call("put", TEXTS, { path: of(categoryId), version, body }),
    touched,
  );
}

export function useSetCategoryPicture() {
  return useWrite(({ categoryId, file }: { categoryId: string; file: File }) => {
    const body = new FormData();
    body.set("file", file);
    return call("post", PICTURE, { path: of(categoryId), body });
  }, touched);
}

export function useRemoveCategoryPicture() {
  return useWrite(
    ({ categoryId }: { categoryId: string }) => call("delete", PICTURE, { path: of(categoryId) }),
    touched,
  );
}
