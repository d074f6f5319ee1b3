import { useReplaceMarkets, type Market } from "@feria/api";
import { Button } from "@feria/ui";
import { PlusIcon } from "@feria/ui/icons";
import { FormProvider, useFieldArray, type FieldPath } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { SaveBar } from "../../frame/SaveBar";
import { FormFaults } from "../../operator/FormFaults";
import { useSavedForm } from "../../operator/useSavedForm";
import { MarketPanel } from "./MarketPanel";
import {
  NEW_MARKET,
  marketChanges,
  marketDrafts,
  marketsOf,
  marketsSchema,
  type MarketsFields,
} from "./markets";

type MarketsFormProps = {
  markets: Market[];
  etag: string | null;
  version: number;
  onSaved: () => void;
  onStale: () => void;
};

/** All markets; one that is there stays, since prices and orders refer to it. */
export function MarketsForm({ markets, etag, version, onSaved, onStale }: MarketsFormProps) {
  const { t } = useTranslation();
  const replace = useReplaceMarkets();
  const base = marketsOf(markets);
  const { form, save, discard, fault, isStale, isSaving } = useSavedForm<MarketsFields>({
    name: "markets",
    version,
    base,
    schema: marketsSchema,
    write: (fields) => replace.mutateAsync({ etag, items: marketDrafts(fields) }),
    fieldOf,
    onSaved,
  });
  const { fields, append, remove } = useFieldArray({ control: form.control, name: "markets" });
  const changes = marketChanges(base, form.watch()).map(({ kind, code }) =>
    kind === "new" && !code ? t("operator.markets.new") : t(`operator.markets.change.${kind}`, { code }),
  );
  const reload = () => {
    discard();
    onStale();
  };
  return (
    <FormProvider {...form}>
      <form noValidate onSubmit={(event) => event.preventDefault()} className="flex flex-col gap-20">
        <FormFaults fault={fault} isStale={isStale} onReload={reload} />
        <p className="max-w-measure text-ink-2">{t("operator.markets.summary")}</p>
        {fields.map((field, place) => (
          <MarketPanel key={field.id} place={place} onRemove={() => remove(place)} />
        ))}
        <Button
          className="self-start"
          icon={<PlusIcon aria-hidden className="size-16" />}
          onClick={() => append(NEW_MARKET)}
        >
          {t("operator.markets.add")}
        </Button>
        <SaveBar
          changes={changes}
          saveLabel={t("operator.markets.save")}
          onSave={save}
          onDiscard={discard}
          isBusy={isSaving}
        />
      </form>
    </FormProvider>
  );
}

const PARTS: Record<string, string> = {
  id: "code",
  currency: "currency",
  countries: "countries",
  languages: "languages",
};

/** `items[1].countries` of the API is `markets.1.countries` here. */
function fieldOf(apiField: string): FieldPath<MarketsFields> | undefined {
  const [, place, part = ""] = /^items\[(\d+)\]\.(\w+)/.exec(apiField) ?? [];
  const name = PARTS[part];
  return place && name ? (`markets.${place}.${name}` as FieldPath<MarketsFields>) : undefined;
}
