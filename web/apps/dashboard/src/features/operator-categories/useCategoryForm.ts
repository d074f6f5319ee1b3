import {
  ApiProblem,
  sentence,
  useReplaceCategory,
  useSaveCategory,
  type Category,
  type CategoryTexts,
} from "@feria/api";
import { zodResolver } from "@hookform/resolvers/zod";
import { useState, type BaseSyntheticEvent } from "react";
import { useForm, type FieldPath, type UseFormReturn } from "react-hook-form";
import { useKeptDraft } from "../../operator/useKeptDraft";
import { isSame } from "../../frame/changes";
import { categorySchema, draftOfFields, fieldsOf, textsOfFields, type CategoryFields } from "./fields";
import { changesFor, lineOf } from "./tree";

type Wanted = {
  tree: Category[];
  category: Category | null;
  texts: CategoryTexts | null;
  parentId: string | null;
  onSaved: () => void;
};

/** The state of a category's form, and how it is written: the category first, then siblings that make way. */
export function useCategoryForm({ tree, category, texts, parentId, onSaved }: Wanted) {
  const base =
    category && texts
      ? fieldsOf(category, texts, { parentId, after: before(tree, category.id) })
      : fresh(parentId);
  const form = useForm<CategoryFields>({ defaultValues: base, resolver: zodResolver(categorySchema) });
  const replace = useReplaceCategory();
  const own = useSaveCategory();
  const [fault, setFault] = useState<unknown>(null);
  const [isDone, setIsDone] = useState(false);
  const draft = useKeptDraft(`category ${category?.id ?? "new"}`, form, category?.version ?? 0);

  const saveOwn = (fields: CategoryFields, position: number) => {
    const texts = textsOfFields(fields);
    return own.mutateAsync({
      category,
      body: draftOfFields(fields, position),
      texts: isSame(texts, textsOfFields(base)) ? null : texts,
    });
  };

  const write = async (fields: CategoryFields) => {
    if (!category) {
      await saveOwn(fields, lastPosition(tree, fields.parentId));
      return;
    }
    const place =
      siblingsOf(tree, fields.parentId, category.id).findIndex(({ id }) => id === fields.after) + 1;
    const changes = changesFor(tree, category.id, fields.parentId || null, place);
    const mine = changes.find(({ categoryId }) => categoryId === category.id);
    await saveOwn(fields, mine?.body.position ?? category.position);
    for (const change of changes.filter((one) => one !== mine)) await replace.mutateAsync(change);
  };

  const save = async (event?: BaseSyntheticEvent) => {
    setFault(null);
    await form.handleSubmit(async (fields) => {
      try {
        await write(fields);
        draft.drop();
        setIsDone(true);
        onSaved();
      } catch (problem) {
        if (!(problem instanceof ApiProblem)) throw problem;
        if (!showInFields(problem, form)) setFault(problem);
      }
    })(event);
  };
  const discard = () => {
    draft.drop();
    setFault(null);
    form.reset(base);
  };
  return { form, base, save, discard, fault, isDone, isSaving: form.formState.isSubmitting };
}

const PLACES: Record<string, FieldPath<CategoryFields>> = {
  name: "name",
  slug: "slug",
  description: "description",
  parent_id: "parentId",
  page_title: "pageTitle",
  page_description: "pageDescription",
  intro: "intro",
};

/** Puts the API's messages to their fields; false when one has none. */
function showInFields(problem: ApiProblem, form: UseFormReturn<CategoryFields>): boolean {
  if (problem.slug === "category-exists") {
    form.setError("name", { message: problem.title });
    return true;
  }
  const found = problem.errors.map(({ field, message }) => {
    const attribute = /^attributes\[(\d+)\]\.(label|choices|unit|kind)/.exec(field);
    const path = attribute ? `attributes.${attribute[1]}.${attribute[2]}` : PLACES[field];
    return { path: path as FieldPath<CategoryFields> | undefined, message };
  });
  for (const { path, message } of found) if (path) form.setError(path, { message: sentence(message) });
  return found.length > 0 && found.every(({ path }) => path);
}

function fresh(parentId: string | null): CategoryFields {
  return {
    name: "",
    slug: "",
    description: "",
    pageTitle: "",
    pageDescription: "",
    intro: "",
    parentId: parentId ?? "",
    after: "",
    attributes: [],
  };
}

function before(tree: Category[], id: string): string {
  const line = lineOf(tree, id);
  return line?.siblings[line.place - 1]?.id ?? "";
}

function siblingsOf(tree: Category[], parentId: string, exceptId: string): Category[] {
  const all = parentId ? (lineOf(tree, parentId)?.category.children ?? []) : tree;
  return all.filter(({ id }) => id !== exceptId);
}

const BEFORE_THE_LAST = 100_000;

/** Behind all siblings, but before what always stands last. */
function lastPosition(tree: Category[], parentId: string): number {
  const taken = siblingsOf(tree, parentId, "").map(({ position }) => position);
  return Math.max(-1, ...taken.filter((position) => position < BEFORE_THE_LAST)) + 1;
}
