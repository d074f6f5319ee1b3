/** The lists that pages ask for first. Python sends them along (feria/pages/storefront.py): change both. */

export const SELLERS = 24;
/** Four, and the one that the page is about. */
export const OTHER_THINGS = 5;
