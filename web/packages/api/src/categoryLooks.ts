import { useQueryClient } from "@tanstack/react-query";
import { call } from "./client";
import type { CategoryDraft, CategoryTextsDraft } from "./models";
import { forget } from "./read";
import { urlOf } from "./url";
import { useWrite } from "./write";

/** The operator's side of a category's picture and words; apart from `categories.ts`, which every visitor loads. */

const LIST = "/api/v1/categories";
const ONE = "/api/v1/categories/{category_id}";
const TEXTS = "/api/v1/categories/{category_id}/texts";
const PICTURE = "/api/v1/categories/{category_id}/picture";
const touched = () => [LIST];
const of = (categoryId: string) => ({ category_id: categoryId });

type CategoryToSave = {
  /** None: a new one. */
  category: { id: string; version: number } | null;
  body: CategoryDraft;
  /** The words of its page, where they are others than before. */
  texts: CategoryTextsDraft | null;
};

/** Writes a category and then its words; what is shown of it is read again once both are there. */
export function useSaveCategory() {
  return useWrite(async ({ category, body, texts }: CategoryToSave) => {
    const saved = category
      ? await call("put", ONE, { path: of(category.id), version: category.version, body })
      : await call("post", LIST, { body });
    if (texts) await call("put", TEXTS, { path: of(saved.id), version: saved.version, body: texts });
    return saved;
  }, touched);
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

/** What is gone has no words that could be read again; waiting for them would hold up whoever goes on. */
function useGone() {
  const client = useQueryClient();
  return (categoryId: string) => forget(client, urlOf(TEXTS, of(categoryId)));
}

/** What stands in a category goes into another, and it is removed. */
export function useMergeCategory() {
  const gone = useGone();
  return useWrite(
    async ({ categoryId, version, intoId }: { categoryId: string; version: number; intoId: string }) => {
      const into = await call("post", "/api/v1/categories/{category_id}/merge", {
        path: of(categoryId),
        version,
        body: { into_id: intoId },
      });
      gone(categoryId);
      return into;
    },
    touched,
  );
}

export function useDeleteCategory() {
  const gone = useGone();
  return useWrite(async ({ categoryId }: { categoryId: string }) => {
    await call("delete", ONE, { path: of(categoryId) });
    gone(categoryId);
  }, touched);
}
