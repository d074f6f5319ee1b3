import { Button, Checkbox, Field, Select, TextArea, TextInput } from "@feria/ui";
import { Controller, useFormContext, useWatch } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { categoryOptions } from "../../frame/categoryOptions";
import { RichText } from "../../frame/RichText";
import type { Choices } from "./FrontForm";
import { SOURCES, THINGS_MAX, type FrontFields, type Kind, type SectionFields } from "./sections";
import { ThingsField } from "./ThingsField";

type SectionFieldsetProps = { place: number; kind: Kind; choices: Choices; onRemove: () => void };
type Name = keyof SectionFields;

/** The fields that a section of this kind has. */
export function SectionFieldset({ place, kind, choices, onRemove }: SectionFieldsetProps) {
  const { t } = useTranslation();
  return (
    <fieldset className="flex flex-col gap-16">
      <legend className="sr-only">{t(`operator.front.kind.${kind}`)}</legend>
      {kind !== "story" && (
        <TextField
          place={place}
          name="title"
          label={t(kind === "headline" ? "operator.front.line1" : "operator.front.title")}
          hint={kind === "text" ? undefined : t("operator.front.emptyHint")}
        />
      )}
      {kind === "headline" && <HeadlineFields place={place} />}
      {kind === "products" && <ShelfFields place={place} choices={choices} />}
      {kind === "story" && <TellerField place={place} choices={choices} />}
      {kind === "categories" && <CategoriesField place={place} choices={choices} />}
      {kind === "text" && <WordsField place={place} />}
      <Button variant="danger" className="self-start" onClick={onRemove}>
        {t("operator.front.remove")}
      </Button>
    </fieldset>
  );
}

function useMessage(place: number) {
  const { t } = useTranslation();
  const { formState } = useFormContext<FrontFields>();
  return (name: Name) => {
    const message = formState.errors.sections?.[place]?.[name]?.message;
    return message && t(message);
  };
}

type TextFieldProps = {
  place: number;
  name: Name;
  label: string;
  hint?: string | undefined;
  isLong?: boolean;
};

function TextField({ place, name, label, hint, isLong }: TextFieldProps) {
  const { register } = useFormContext<FrontFields>();
  const field = `sections.${place}.${name}` as const;
  return (
    <Field name={field} label={label} hint={hint} error={useMessage(place)(name)}>
      {isLong ? (
        <TextArea rows={3} {...register(field)} />
      ) : (
        <TextInput autoComplete="off" {...register(field)} />
      )}
    </Field>
  );
}

function HeadlineFields({ place }: { place: number }) {
  const { t } = useTranslation();
  return (
    <>
      <TextField place={place} name="subtitle" label={t("operator.front.line2")} />
      <TextField
        place={place}
        name="text"
        label={t("operator.front.lead")}
        hint={t("operator.front.leadHint")}
        isLong
      />
      <LinkFields place={place} />
      <ThingsField place={place} limit={THINGS_MAX.headline} hint={t("operator.front.headlineThings")} />
    </>
  );
}

function LinkFields({ place }: { place: number }) {
  const { t } = useTranslation();
  return (
    <div className="grid gap-x-20 gap-y-16 sm:grid-cols-2">
      <TextField place={place} name="linkLabel" label={t("operator.front.linkLabel")} />
      <TextField
        place={place}
        name="link"
        label={t("operator.front.link")}
        hint={t("operator.front.linkHint")}
      />
    </div>
  );
}

function ShelfFields({ place, choices }: { place: number; choices: Choices }) {
  const { t } = useTranslation();
  const { register } = useFormContext<FrontFields>();
  const message = useMessage(place);
  const at = `sections.${place}` as const;
  const source = useWatch<FrontFields, `sections.${number}.source`>({ name: `${at}.source` });
  const all = { value: "", label: t("operator.front.anyCategory") };
  return (
    <>
      <Field name={`${at}.source`} label={t("operator.front.what")}>
        <Select
          options={SOURCES.map((value) => ({ value, label: t(`operator.front.sources.${value}`) }))}
          {...register(`${at}.source`)}
        />
      </Field>
      {source === "chosen" ? (
        <ThingsField place={place} limit={THINGS_MAX.products} />
      ) : (
        <div className="grid gap-x-20 gap-y-16 sm:grid-cols-2">
          <Field name={`${at}.categoryId`} label={t("operator.front.category")}>
            <Select options={[all, ...categoryOptions(choices.tree)]} {...register(`${at}.categoryId`)} />
          </Field>
          <Field
            name={`${at}.price`}
            label={t("operator.front.price", { currency: choices.currency })}
            aside={t("operator.optional")}
            error={message("price")}
          >
            <TextInput inputMode="decimal" autoComplete="off" {...register(`${at}.price`)} />
          </Field>
          <Field name={`${at}.count`} label={t("operator.front.count")} error={message("count")}>
            <TextInput type="number" min={2} max={24} {...register(`${at}.count`, { valueAsNumber: true })} />
          </Field>
        </div>
      )}
      <LinkFields place={place} />
    </>
  );
}

function TellerField({ place, choices }: { place: number; choices: Choices }) {
  const { t } = useTranslation();
  const { register } = useFormContext<FrontFields>();
  const options = choices.sellers
    .filter(({ story }) => story.trim())
    .map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Field
      name={`sections.${place}.sellerId`}
      label={t("operator.front.teller")}
      hint={t("operator.front.tellerHint")}
    >
      <Select
        options={[{ value: "", label: t("operator.front.eachDay") }, ...options]}
        {...register(`sections.${place}.sellerId`)}
      />
    </Field>
  );
}

function CategoriesField({ place, choices }: { place: number; choices: Choices }) {
  const { t } = useTranslation();
  return (
    <Controller<FrontFields, `sections.${number}.categories`>
      name={`sections.${place}.categories`}
      render={({ field: { value, onChange } }) => (
        <fieldset>
          <legend className="type-label">{t("operator.front.whichCategories")}</legend>
          <p className="type-small text-ink-2">{t("operator.front.whichCategoriesHint")}</p>
          <div className="max-h-320 overflow-y-auto">
            {categoryOptions(choices.tree).map((option) => (
              <Checkbox
                key={option.value}
                label={option.label}
                checked={value.includes(option.value)}
                onChange={({ target: { checked } }) =>
                  onChange(checked ? [...value, option.value] : value.filter((one) => one !== option.value))
                }
              />
            ))}
          </div>
        </fieldset>
      )}
    />
  );
}

function WordsField({ place }: { place: number }) {
  const { t } = useTranslation();
  const error = useMessage(place)("text");
  return (
    <Field name={`sections.${place}.text`} label={t("operator.front.text")} error={error}>
      <Controller<FrontFields, `sections.${number}.text`>
        name={`sections.${place}.text`}
        render={({ field }) => (
          <RichText label={t("operator.front.text")} value={field.value} onChange={field.onChange} />
        )}
      />
    </Field>
  );
}
