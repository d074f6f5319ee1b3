import type { Membership } from "@feria/api";
import { Menu } from "@feria/ui";
import { CaretDownIcon, CheckIcon, StorefrontIcon } from "@feria/ui/icons";
import { useTranslation } from "react-i18next";

type ShopChoiceProps = { shops: Membership[]; current: Membership };

/** The shop worked in; a menu when one account works for several. */
export function ShopChoice({ shops, current }: ShopChoiceProps) {
  const { t } = useTranslation();
  if (shops.length < 2) {
    return (
      <p className="flex min-h-44 items-center gap-12 rounded-control border border-line bg-surface px-12 type-label font-600">
        <StorefrontIcon aria-hidden className="size-20 shrink-0 text-plum-text" />
        <span className="min-w-0 truncate">{current.name}</span>
      </p>
    );
  }
  return (
    <Menu
      label={t("sell.shops.choose", { name: current.name })}
      align="start"
      triggerClassName="flex min-h-44 w-full items-center gap-12 rounded-control border border-line-strong bg-surface px-12 text-start type-label font-600 hover:border-ink"
      trigger={
        <>
          <StorefrontIcon aria-hidden className="size-20 shrink-0 text-plum-text" />
          <span className="min-w-0 flex-1 truncate">{current.name}</span>
          <CaretDownIcon aria-hidden className="size-16 shrink-0" />
        </>
      }
      items={shops.map((shop) => ({
        label: shop.name,
        href: `/sell?shop=${shop.slug}`,
        ...(shop.id === current.id ? { icon: <CheckIcon aria-hidden className="size-20" /> } : {}),
      }))}
    />
  );
}
