import { ApiProblem, type Category, type CategoryTexts } from "@feria/api";
import { ErrorSummary, Field, Panel, TextArea, TextInput } from "@feria/ui";
import { FormProvider, useFormContext } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { changedLabels } from "../../frame/changes";
import { Problem } from "../../frame/Problem";
import { SaveBar } from "../../frame/SaveBar";
import { Stale } from "../../operator/Stale";
import { AttributeList } from "./AttributeList";
import type { CategoryFields } from "./fields";
import { PictureField } from "./PictureField";
import { PlaceFields } from "./PlaceFields";
import { TextFields } from "./TextFields";
import { lineOf } from "./tree";
import { useCategoryForm } from "./useCategoryForm";

type CategoryFormProps = {
  tree: Category[];
  /** None while it is new. */
  category: Category | null;
  /** The words of its page; none while it is new. */
  texts: CategoryTexts | null;
  parentId: string | null;
  onSaved: () => void;
};

/** A category with its place and its attributes, made or changed. */
export function CategoryForm({ tree, category, texts, parentId, onSaved }: CategoryFormProps) {
  const { t } = useTranslation();
  const { form, base, save, isSaving, fault, isDone, discard } = useCategoryForm({
    tree,
    category,
    texts,
    parentId,
    onSaved,
  });
  const values = form.watch();
  const changed = changedLabels(base, values, useLabels());
  const changes = [...new Set(changed)];
  const isStale = fault instanceof ApiProblem && fault.status === 412;
  return (
    <FormProvider {...form}>
      <form noValidate onSubmit={(event) => void save(event)} className="flex flex-col gap-20">
        {isStale && <Stale onReload={discard} />}
        {fault && !isStale ? <Problem fault={fault} /> : null}
        <FormErrors />
        <div className="grid items-start gap-20 lg:grid-cols-3">
          <div className="flex flex-col gap-20 lg:col-span-2">
            <Panel>
              <WordFields />
            </Panel>
            <Panel title={t("operator.categories.texts")}>
              <TextFields />
            </Panel>
            <Panel title={t("operator.categories.attributes")}>
              <AttributeList inherited={inheritedFrom(tree, values.parentId)} />
            </Panel>
          </div>
          <SideColumn tree={tree} category={category} />
        </div>
        <SaveBar
          changes={changes}
          isAlwaysShown={!category}
          saveLabel={t(category ? "operator.categories.save" : "operator.categories.create")}
          onSave={() => void save()}
          onDiscard={discard}
          isBusy={isSaving}
          isGuarded={!isDone}
        />
      </form>
    </FormProvider>
  );
}

function useLabels() {
  const { t } = useTranslation();
  const stands = t("operator.categories.stands");
  return {
    name: t("operator.categories.name"),
    slug: t("operator.categories.slug"),
    description: t("operator.categories.description"),
    intro: t("operator.categories.intro"),
    pageTitle: t("operator.categories.pageTitle"),
    pageDescription: t("operator.categories.pageDescription"),
    parentId: stands,
    after: stands,
    attributes: t("operator.categories.attributes"),
  };
}

function SideColumn({ tree, category }: Pick<CategoryFormProps, "tree" | "category">) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-col gap-20">
      <Panel title={t("operator.categories.stands")}>
        <div className="flex flex-col gap-16">
          <PlaceFields tree={tree} category={category} />
        </div>
      </Panel>
      {category && (
        <Panel title={t("operator.categories.picture")}>
          <PictureField category={category} />
        </Panel>
      )}
    </div>
  );
}

function WordFields() {
  const { t } = useTranslation();
  const { register, formState } = useFormContext<CategoryFields>();
  const message = (name: "name" | "slug" | "description") => {
    const text = formState.errors[name]?.message;
    return text && t(text);
  };
  return (
    <div className="flex flex-col gap-16">
      <Field name="name" label={t("operator.categories.name")} isRequired error={message("name")}>
        <TextInput maxLength={80} autoComplete="off" {...register("name")} />
      </Field>
      <Field
        name="slug"
        label={t("operator.categories.slug")}
        hint={t("operator.categories.slugHint")}
        aside={t("operator.optional")}
        error={message("slug")}
      >
        <TextInput maxLength={60} autoComplete="off" spellCheck={false} {...register("slug")} />
      </Field>
      <Field
        name="description"
        label={t("operator.categories.description")}
        hint={t("operator.categories.descriptionHint")}
        aside={t("operator.optional")}
        error={message("description")}
      >
        <TextArea rows={3} {...register("description")} />
      </Field>
    </div>
  );
}

/** All faults at the top, once the form was sent. */
function FormErrors() {
  const { t } = useTranslation();
  const { formState } = useFormContext<CategoryFields>();
  if (formState.submitCount === 0) return null;
  const errors = flat(formState.errors).map(({ field, message }) => ({ field, message: t(message) }));
  return <ErrorSummary title={t("operator.attention", { count: errors.length })} errors={errors} />;
}

/** Nested errors of the form by the names of their fields. */
function flat(errors: object, path = ""): { field: string; message: string }[] {
  return Object.entries(errors).flatMap(([name, error]: [string, { message?: string } | undefined]) => {
    const field = path ? `${path}.${name}` : name;
    if (!error || name === "ref") return [];
    return typeof error.message === "string" ? [{ field, message: error.message }] : flat(error, field);
  });
}

/** What a category below this one fills in already, and where it comes from. */
function inheritedFrom(tree: Category[], parentId: string): { label: string; from: string }[] {
  const parent = parentId ? lineOf(tree, parentId) : undefined;
  if (!parent) return [];
  const above = inheritedFrom(tree, parent.parent?.id ?? "");
  const own = parent.category.attributes
    .filter(({ inherited }) => !inherited)
    .map(({ label }) => ({ label, from: parent.category.name }));
  return [...above, ...own];
}
