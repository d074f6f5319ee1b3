import { productQuery, useShelf, type CouponOwner } from "@feria/api";
import { Button, Field } from "@feria/ui";
import { useQueries } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { SearchField } from "../../frame/SearchField";
import { ChosenChips } from "./Chosen";

const FOUND = 6;

type ProductChoiceProps = { owner: CouponOwner; value: string[]; onChange: (value: string[]) => void };

/** Things that the coupon is for, found by their words. */
export function ProductChoice({ owner, value, onChange }: ProductChoiceProps) {
  const { t } = useTranslation();
  const [q, setQ] = useState("");
  const found = useShelf({ q, limit: FOUND, ...(owner ? { seller: owner } : {}) });
  const chosen = useQueries({ queries: value.map((id) => ({ ...productQuery(id), retry: false })) });
  const nameOf = (id: string) => chosen.find(({ data }) => data?.id === id)?.data?.title ?? id;
  const items = q ? (found.data?.items.filter(({ id }) => !value.includes(id)) ?? []) : [];
  return (
    <div className="flex min-w-0 flex-col gap-8">
      <Field label={t("coupons.products")} hint={t("coupons.productsHint")}>
        <div className="flex">
          <SearchField label={t("coupons.findProduct")} value={q} onSearch={setQ} />
        </div>
      </Field>
      {items.length > 0 && (
        <ul aria-label={t("coupons.found")} className="flex flex-col gap-4">
          {items.map(({ id, title, seller }) => (
            <li key={id} className="flex items-center justify-between gap-12">
              <span className="min-w-0 truncate">{owner ? title : `${title} · ${seller.name}`}</span>
              <Button onClick={() => onChange([...value, id])}>
                {t("coupons.add")}
                <span className="sr-only">: {title}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
      <ChosenChips ids={value} nameOf={nameOf} onChange={onChange} label={t("coupons.products")} />
    </div>
  );
}
