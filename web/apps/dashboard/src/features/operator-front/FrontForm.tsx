import { useReplaceHome, type Category, type HomeSettings, type Seller } from "@feria/api";
import { Menu, Panel, VisuallyHidden } from "@feria/ui";
import { PlusIcon } from "@feria/ui/icons";
import { useMemo } from "react";
import { FormProvider, useFieldArray, type FieldPath } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { SaveBar } from "../../frame/SaveBar";
import { FormFaults } from "../../operator/FormFaults";
import { useSavedForm } from "../../operator/useSavedForm";
import { FrontPreview } from "./FrontPreview";
import { SECTIONS, useOrder, type SectionOrder } from "./order";
import { SectionItem } from "./SectionItem";
import {
  changedPlaces,
  draftOf,
  fieldsOf,
  frontSchema,
  KINDS,
  newSection,
  SECTIONS_MAX,
  type FrontFields,
  type Kind,
} from "./sections";

export type Choices = { currency: string; tree: Category[]; sellers: Seller[] };
type FrontFormProps = { settings: HomeSettings; choices: Choices; onSaved: () => void; onStale: () => void };

/** The front page's sections from the top, with a look at what they would show. */
export function FrontForm({ settings, choices, onSaved, onStale }: FrontFormProps) {
  const { t } = useTranslation();
  const { currency } = choices;
  const replace = useReplaceHome();
  const base = useMemo(() => ({ sections: settings.sections.map(fieldsOf) }), [settings]);
  const { form, save, discard, fault, isStale, isSaving } = useSavedForm<FrontFields>({
    name: "front page",
    version: settings.version,
    base,
    schema: frontSchema(currency),
    write: ({ sections }) =>
      replace.mutateAsync({
        version: settings.version,
        sections: sections.map((one) => draftOf(one, currency)),
      }),
    fieldOf,
    onSaved,
  });
  const { fields, append, remove, move } = useFieldArray({ control: form.control, name: "sections" });
  const order = useOrder(fields.length, move);
  const values = form.watch();
  const kindAt = (place: number) => values.sections[place]?.kind ?? base.sections[place]?.kind ?? "text";
  const changes = changedPlaces(base, values).map((place) => t(`operator.front.kind.${kindAt(place)}`));
  if (values.sections.length < base.sections.length) changes.push(t("operator.front.removed"));
  const hasHeadline = values.sections.some(({ kind }) => kind === "headline");
  const reload = () => {
    discard();
    onStale();
  };
  return (
    <FormProvider {...form}>
      <form noValidate onSubmit={(event) => event.preventDefault()} className="flex flex-col gap-20">
        <FormFaults fault={fault} isStale={isStale} onReload={reload} />
        <div className="grid items-start gap-20 xl:grid-cols-2">
          <div className="flex min-w-0 flex-col items-start gap-16">
            <SectionList choices={choices} fields={fields} order={order} onRemove={remove} />
            {fields.length < SECTIONS_MAX && (
              <AddMenu hasHeadline={hasHeadline} onAdd={(kind) => append(newSection(kind))} />
            )}
          </div>
          <FrontPreview fields={values} choices={choices} />
        </div>
        <SaveBar
          changes={[...new Set(changes)]}
          saveLabel={t("operator.front.save")}
          onSave={save}
          onDiscard={discard}
          isBusy={isSaving}
        />
      </form>
    </FormProvider>
  );
}

type SectionListProps = {
  choices: Choices;
  fields: { id: string }[];
  order: SectionOrder;
  onRemove: (place: number) => void;
};

function SectionList({ choices, fields, order, onRemove }: SectionListProps) {
  const { t } = useTranslation();
  return (
    <>
      <VisuallyHidden>
        <span role="status">{order.told}</span>
      </VisuallyHidden>
      <Panel flush className="w-full">
        <ol id={SECTIONS} aria-label={t("operator.front.sections")} className="divide-y divide-line">
          {fields.map((field, place) => (
            <SectionItem
              key={field.id}
              place={place}
              choices={choices}
              isLast={place === fields.length - 1}
              order={order}
              onRemove={() => onRemove(place)}
            />
          ))}
        </ol>
      </Panel>
    </>
  );
}

function AddMenu({ hasHeadline, onAdd }: { hasHeadline: boolean; onAdd: (kind: Kind) => void }) {
  const { t } = useTranslation();
  return (
    <Menu
      align="start"
      triggerClassName="inline-flex min-h-36 items-center gap-8 rounded-control border border-line-strong bg-surface px-12 type-label hover:border-ink pointer-coarse:min-h-44"
      trigger={
        <>
          <PlusIcon aria-hidden className="size-16" />
          {t("operator.front.add")}
        </>
      }
      items={KINDS.filter((kind) => kind !== "headline" || !hasHeadline).map((kind) => ({
        label: t(`operator.front.kind.${kind}`),
        onSelect: () => onAdd(kind),
      }))}
    />
  );
}

const NAMES: Record<string, string> = {
  link_label: "linkLabel",
  category_id: "categoryId",
  price_below: "price",
  seller_id: "sellerId",
};

/** `sections[1].link_label` of the API is `sections.1.linkLabel` here. */
function fieldOf(apiField: string): FieldPath<FrontFields> | undefined {
  const [, place, name = ""] = /^sections\[(\d+)\]\.(\w+)/.exec(apiField) ?? [];
  return place && name ? (`sections.${place}.${NAMES[name] ?? name}` as FieldPath<FrontFields>) : undefined;
}
