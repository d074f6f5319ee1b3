import type { Attribute } from "@feria/api";
import { Button, Checkbox, Field, Select, TextArea, TextInput } from "@feria/ui";
import { PlusIcon } from "@feria/ui/icons";
import { useFieldArray, useFormContext, useWatch } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { KINDS, NEW_ATTRIBUTE, hasChoices, type CategoryFields } from "./fields";

/** What products of the category fill in: inherited ones told, its own edited. */
export function AttributeList({ inherited }: { inherited: { label: string; from: string }[] }) {
  const { t } = useTranslation();
  const { fields, append, remove, move } = useFieldArray<CategoryFields, "attributes">({
    name: "attributes",
  });
  return (
    <div className="flex flex-col gap-16">
      <p className="max-w-measure text-ink-2">{t("operator.categories.attributesHelp")}</p>
      {inherited.length > 0 && (
        <p className="text-ink-2">
          {t("operator.categories.inherited", {
            list: inherited.map(({ label, from }) => `${label} (${from})`).join(", "),
          })}
        </p>
      )}
      {fields.length > 0 && (
        <ol className="divide-y divide-line border-y border-line">
          {fields.map((field, place) => (
            <AttributeRow
              key={field.id}
              place={place}
              onUp={place > 0 ? () => move(place, place - 1) : null}
              onRemove={() => remove(place)}
            />
          ))}
        </ol>
      )}
      <Button
        className="self-start"
        icon={<PlusIcon aria-hidden className="size-16" />}
        onClick={() => append(NEW_ATTRIBUTE)}
      >
        {t("operator.categories.addAttribute")}
      </Button>
    </div>
  );
}

type AttributeRowProps = { place: number; onUp: (() => void) | null; onRemove: () => void };

function AttributeRow({ place, onUp, onRemove }: AttributeRowProps) {
  const { t } = useTranslation();
  const { register } = useFormContext<CategoryFields>();
  const { label, key } = useWatch<CategoryFields, `attributes.${number}`>({ name: `attributes.${place}` });
  return (
    <li className="py-16">
      <fieldset className="flex flex-col gap-12">
        <legend className="sr-only">{label || t("operator.categories.newAttribute")}</legend>
        <MainFields place={place} />
        <KindFields place={place} />
        <div className="flex flex-wrap items-center gap-x-20">
          <Checkbox label={t("operator.categories.required")} {...register(`attributes.${place}.required`)} />
          <Checkbox label={t("operator.categories.facet")} {...register(`attributes.${place}.facet`)} />
          <span className="ms-auto flex gap-4">
            {onUp && (
              <Button variant="quiet" onClick={onUp}>
                {t("operator.up")}
              </Button>
            )}
            <Button variant="quiet" onClick={onRemove} className="text-bad">
              {t("operator.remove")}
            </Button>
          </span>
        </div>
        {key && (
          <p className="type-small text-ink-2">
            {t("operator.categories.key")} <code>{key}</code>
          </p>
        )}
      </fieldset>
    </li>
  );
}

function MainFields({ place }: { place: number }) {
  const { t } = useTranslation();
  const { register, formState } = useFormContext<CategoryFields>();
  const errors = formState.errors.attributes?.[place];
  const kinds = KINDS.map((value) => ({ value, label: t(`operator.categories.kind.${value}`) }));
  return (
    <div className="grid gap-12 sm:grid-cols-2">
      <Field
        name={`attributes.${place}.label`}
        label={t("operator.categories.label")}
        isRequired
        error={errors?.label?.message && t(errors.label.message)}
      >
        <TextInput maxLength={80} autoComplete="off" {...register(`attributes.${place}.label`)} />
      </Field>
      <Field name={`attributes.${place}.kind`} label={t("operator.categories.kind")}>
        <Select options={kinds} {...register(`attributes.${place}.kind`)} />
      </Field>
    </div>
  );
}

/** What only some kinds have. */
function KindFields({ place }: { place: number }) {
  const { t } = useTranslation();
  const { register, formState } = useFormContext<CategoryFields>();
  const kind: Attribute["kind"] = useWatch<CategoryFields, `attributes.${number}.kind`>({
    name: `attributes.${place}.kind`,
  });
  const errors = formState.errors.attributes?.[place];
  if (kind === "number") {
    return (
      <Field
        name={`attributes.${place}.unit`}
        label={t("operator.categories.unit")}
        hint={t("operator.categories.unitHint")}
        aside={t("operator.optional")}
        error={errors?.unit?.message && t(errors.unit.message)}
      >
        <TextInput maxLength={20} autoComplete="off" {...register(`attributes.${place}.unit`)} />
      </Field>
    );
  }
  if (!hasChoices(kind)) return null;
  return (
    <Field
      name={`attributes.${place}.choices`}
      label={t(kind === "colour" ? "operator.categories.colours" : "operator.categories.choices")}
      hint={t("operator.categories.choicesHint")}
      aside={kind === "colour" ? t("operator.optional") : null}
      isRequired={kind === "choice"}
      error={errors?.choices?.message && t(errors.choices.message)}
    >
      <TextArea rows={3} {...register(`attributes.${place}.choices`)} />
    </Field>
  );
}
