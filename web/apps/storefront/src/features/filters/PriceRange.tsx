import type { Facets } from "@feria/api";
import { amountText, Button, Field, parseAmount, TextInput } from "@feria/ui";
import { useEffect, useRef, type FormEvent } from "react";
import { useTranslation } from "../../texts";
import { changed, type ListSearch } from "./listSearch";

type PriceRangeProps = {
  facets: Facets;
  search: ListSearch;
  currency: string;
  onChange: (search: ListSearch) => void;
};

/** From and to, in the market's currency; what is no amount is no limit. */
export function PriceRange({ facets, search, currency, onChange }: PriceRangeProps) {
  const { t } = useTranslation();
  const form = useRef<HTMLFormElement>(null);
  const shown = (amount: number | null | undefined) =>
    amount === null || amount === undefined ? "" : amountText({ amount, currency }).replace(/\.0+$/, "");
  const [from, to] = [shown(search.min_price), shown(search.max_price)];
  // The address changes these as well: by a chip, or by going back.
  useEffect(() => {
    for (const [name, value] of Object.entries({ from, to })) {
      const input = form.current?.elements.namedItem(name);
      if (input instanceof HTMLInputElement) input.value = value;
    }
  }, [from, to]);
  const apply = (event: FormEvent) => {
    event.preventDefault();
    const data = new FormData(form.current ?? undefined);
    const [low, high] = ["from", "to"].map((name) => parseAmount(String(data.get(name)), currency));
    const isTurned = low !== null && high !== null && Number(low) > Number(high);
    const [min, max] = isTurned ? [high, low] : [low, high];
    onChange(changed(search, { min_price: min ?? undefined, max_price: max ?? undefined }));
  };
  return (
    <form ref={form} onSubmit={apply} className="grid grid-cols-2 gap-x-8 gap-y-12">
      <Field label={t("filters.priceFrom")}>
        <TextInput
          name="from"
          inputMode="decimal"
          autoComplete="off"
          defaultValue={from}
          placeholder={shown(facets.min_price)}
        />
      </Field>
      <Field label={t("filters.priceTo")}>
        <TextInput
          name="to"
          inputMode="decimal"
          autoComplete="off"
          defaultValue={to}
          placeholder={shown(facets.max_price)}
        />
      </Field>
      <Button type="submit" className="col-span-2">
        {t("filters.applyPrice", { currency })}
      </Button>
    </form>
  );
}
