const ID = /^(?:.*-)?(?:prod_)?([0-9a-hjkmnp-tv-z]{26})$/;

/** The id in `{slug}-{id}`; an address without one leads to a product that is not there. */
export function idInAddress(address: string): string {
  return `prod_${ID.exec(address)?.[1] ?? "0".repeat(26)}`;
}
