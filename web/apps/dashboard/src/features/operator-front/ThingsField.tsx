import { productQuery, useShelf } from "@feria/api";
import { Button, Field, Picture, TextInput } from "@feria/ui";
import { useQueries } from "@tanstack/react-query";
import { useState } from "react";
import { useController, type Control } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { useSettled } from "./useSettled";
import type { FrontFields } from "./sections";

type ThingsFieldProps = { place: number; limit: number; hint?: string; control?: Control<FrontFields> };

const FOUND = 6;

/** Things chosen by hand, in their order, and a search for more. */
export function ThingsField({ place, limit, hint }: ThingsFieldProps) {
  const { t } = useTranslation();
  const { field, fieldState } = useController<FrontFields, `sections.${number}.products`>({
    name: `sections.${place}.products`,
  });
  const { value: chosen, onChange } = field;
  const titles = useTitles(chosen);
  const message = fieldState.error?.message;
  const swap = (at: number) =>
    onChange(chosen.map((one, spot) => (spot === at ? chosen[at - 1] : spot === at - 1 ? chosen[at] : one)));
  return (
    <div className="flex flex-col gap-12">
      {chosen.length > 0 && (
        <ol
          aria-label={t("operator.front.things")}
          className="divide-y divide-line rounded-control border border-line"
        >
          {chosen.map((id, at) => (
            <li key={id} className="flex flex-wrap items-center gap-x-12 gap-y-4 px-12 py-8">
              <span className="min-w-0 flex-1 basis-128 truncate">
                {titles.get(id) ?? t("operator.front.gone")}
              </span>
              {at > 0 && (
                <Button variant="quiet" onClick={() => swap(at)}>
                  {t("operator.up")}
                </Button>
              )}
              <Button variant="quiet" onClick={() => onChange(chosen.filter((one) => one !== id))}>
                {t("operator.front.takeOff")}
              </Button>
            </li>
          ))}
        </ol>
      )}
      {chosen.length < limit && (
        <Search
          name={`sections.${place}.products`}
          hint={hint}
          error={message && t(message)}
          chosen={chosen}
          onChoose={(id) => onChange([...chosen, id])}
        />
      )}
    </div>
  );
}

type SearchProps = {
  name: string;
  hint: string | undefined;
  error: string | undefined;
  chosen: string[];
  onChoose: (id: string) => void;
};

function Search({ name, hint, error, chosen, onChoose }: SearchProps) {
  const { t } = useTranslation();
  const [words, setWords] = useState("");
  const q = useSettled(words.trim());
  const found = useShelf({ q, limit: FOUND });
  const items = q ? (found.data?.items.filter(({ id }) => !chosen.includes(id)) ?? []) : [];
  return (
    <>
      <Field name={name} label={t("operator.front.addThing")} hint={hint} error={error}>
        <TextInput
          type="search"
          autoComplete="off"
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
          onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
        />
      </Field>
      {q && found.data && items.length === 0 && <p className="text-ink-2">{t("operator.front.noThing")}</p>}
      {items.length > 0 && (
        <ul aria-label={t("operator.front.found")} className="flex flex-col gap-4">
          {items.map((card) => (
            <li key={card.id} className="flex items-center gap-12">
              <Picture
                picture={card.image && { ...card.image, alt: "" }}
                hue={card.seller.stall_hue}
                shape="square"
                rounding="thumb"
                sizes="44px"
                className="size-44 shrink-0"
              />
              <span className="min-w-0 flex-1">
                <span className="block truncate">{card.title}</span>
                <span className="block truncate type-small text-ink-2">{card.seller.name}</span>
              </span>
              <Button onClick={() => onChoose(card.id)}>
                {t("operator.front.choose")}
                <span className="sr-only">: {card.title}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** What the chosen things are called; those that are not on sale any more have no name here. */
function useTitles(productIds: string[]): Map<string, string> {
  const found = useQueries({ queries: productIds.map((id) => ({ ...productQuery(id), retry: false })) });
  return new Map(
    found.flatMap(({ data }) => (data?.status === "published" ? [[data.id, data.title] as const] : [])),
  );
}
