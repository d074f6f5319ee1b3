import type { Category } from "@feria/api";
import { Field, Select } from "@feria/ui";
import { useFormContext, useWatch } from "react-hook-form";
import { useTranslation } from "react-i18next";
import type { CategoryFields } from "./fields";
import { lineOf, parentsFor } from "./tree";

const INDENT = "\u2003";

type PlaceFieldsProps = { tree: Category[]; category: Category | null };

/** Below which category it stands, and behind which sibling. */
export function PlaceFields({ tree, category }: PlaceFieldsProps) {
  const { t } = useTranslation();
  const { register, setValue, formState } = useFormContext<CategoryFields>();
  const parentId = useWatch<CategoryFields, "parentId">({ name: "parentId" });
  const siblings = (parentId ? (lineOf(tree, parentId)?.category.children ?? []) : tree).filter(
    ({ id }) => id !== category?.id,
  );
  const parents = parentsFor(tree, category?.id ?? null).map(({ category: { id, name }, depth }) => ({
    value: id,
    label: INDENT.repeat(depth) + name,
  }));
  const error = formState.errors.parentId?.message;
  return (
    <>
      <Field name="parentId" label={t("operator.categories.parent")} error={error}>
        <Select
          options={[{ value: "", label: t("operator.categories.top") }, ...parents]}
          {...register("parentId", {
            onChange: ({ target }) => {
              const below = target.value ? lineOf(tree, target.value)?.category.children : tree;
              const others = (below ?? []).filter(({ id }) => id !== category?.id);
              setValue("after", others.at(-1)?.id ?? "", { shouldDirty: true });
            },
          })}
        />
      </Field>
      {category && (
        <Field name="after" label={t("operator.categories.place")}>
          <Select
            options={[
              { value: "", label: t("operator.categories.first") },
              ...siblings.map(({ id, name }) => ({
                value: id,
                label: t("operator.categories.after", { name }),
              })),
            ]}
            {...register("after")}
          />
        </Field>
      )}
    </>
  );
}
