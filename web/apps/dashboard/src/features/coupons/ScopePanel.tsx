import { itemsOf, useCategories, useSellers, type CouponOwner } from "@feria/api";
import { Panel, type SelectOption } from "@feria/ui";
import { useFormContext } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { categoryOptions } from "../../frame/categoryOptions";
import { Chosen } from "./Chosen";
import type { CouponFields } from "./fields";
import { ProductChoice } from "./ProductChoice";

export type ScopeChoices = { categories: SelectOption[]; sellers: SelectOption[] };

const SELLERS_MAX = 100;

/** Categories and sellers to choose from; null until they are there. */
export function useScopeChoices(): ScopeChoices | null {
  const tree = useCategories();
  const sellers = useSellers(SELLERS_MAX);
  if (!tree.data || !sellers.data) return null;
  return {
    categories: categoryOptions(tree.data.items),
    sellers: itemsOf(sellers.data).map(({ id, name }) => ({ value: id, label: name })),
  };
}

/** What the coupon is for. */
export function ScopePanel({ owner, choices }: { owner: CouponOwner; choices: ScopeChoices }) {
  const { t } = useTranslation();
  const { setValue, watch } = useFormContext<CouponFields>();
  const [sellers, categories, products] = watch(["sellers", "categories", "products"]);
  const set = (name: "sellers" | "categories" | "products") => (ids: string[]) =>
    setValue(name, ids, { shouldDirty: true });
  return (
    <Panel title={t("coupons.scope")}>
      <p className="pb-16 text-ink-2">{t(owner === null ? "coupons.scopeHelp" : "coupons.scopeHelpShop")}</p>
      <div className="grid items-start gap-20 sm:grid-cols-2">
        {owner === null && (
          <Chosen
            label={t("coupons.sellers")}
            options={choices.sellers}
            value={sellers}
            onChange={set("sellers")}
          />
        )}
        <Chosen
          label={t("coupons.categories")}
          options={choices.categories}
          value={categories}
          onChange={set("categories")}
        />
        <ProductChoice owner={owner} value={products} onChange={set("products")} />
      </div>
    </Panel>
  );
}
