import type { Seller } from "@feria/api";
import type { PictureSource } from "@feria/ui";

type Dressed = { banner?: string | null; product_count?: number | null; policies?: Policies | null };
export type Policies = { returns_days?: number | null; returns?: string | null; shipping?: string | null };

const BANNER = { width: 1500, height: 500 };

/** The picture over a stall, where it has one. */
export function bannerOf(seller: Seller & Dressed): PictureSource | null {
  if (!seller.banner) return null;
  return { alt: "", ...BANNER, urls: { [String(BANNER.width)]: seller.banner } };
}

export function countOf(seller: Seller & Dressed): number | null {
  return seller.product_count ?? null;
}

/** What a seller promises in their own words; null where nothing is said. */
export function policiesOf(seller: Seller & Dressed): Policies | null {
  const { policies } = seller;
  return policies && (policies.returns || policies.shipping || policies.returns_days) ? policies : null;
}
