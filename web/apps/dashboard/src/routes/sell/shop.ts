import type { Account, Membership } from "@feria/api";
import { createContext, useContext } from "react";

const STORED = "feria.shop";

const ShopContext = createContext<Membership | null>(null);

/** The shop whose pages these are. */
export const ShopProvider = ShopContext.Provider;

export function useShop(): Membership {
  const shop = useContext(ShopContext);
  if (!shop) throw new Error("useShop needs a page below /sell");
  return shop;
}

/** The shop the address names, else the one worked in last, else the first. */
export function shopOf(account: Account, wanted: string | undefined): Membership | undefined {
  const named = (slug: string | null | undefined) => account.sellers.find((shop) => shop.slug === slug);
  const last = sessionStorage.getItem(STORED) ?? localStorage.getItem(STORED);
  return named(wanted) ?? named(last) ?? account.sellers[0];
}

/** Per tab, so that two tabs may stand in two shops; and for the next visit. */
export function rememberShop(slug: string): void {
  sessionStorage.setItem(STORED, slug);
  localStorage.setItem(STORED, slug);
}
