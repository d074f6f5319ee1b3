export * from "./account";
export * from "./addresses";
export * from "./analytics";
export * from "./approval";
export * from "./brand";
export * from "./buyAgain";
export {
  useAddToCart,
  useChangeQuantity,
  useChooseShipping,
  useClearCart,
  useRemoveFromCart,
  useSetCartAddress,
  useUndoRemoval,
} from "./cart";
export { cartQuery, shippingOptionsQuery, useCart, useCartOfPage, useShippingOptions } from "./cartContent";
export * from "./cases";
export * from "./categories";
export * from "./categoryLooks";
export * from "./coupons";
export * from "./documents";
export * from "./home";
export * from "./homeSettings";
export * from "./imports";
export * from "./inventory";
export { askCarriers } from "./liveRates";
export * from "./lastOrders";
export * from "./marketplace";
export * from "./operator";
export * from "./messages";
export * from "./orders";
export * from "./ownCoupons";
export * from "./parcels";
export * from "./payments";
export * from "./products";
export {
  useAddReturnPhoto,
  useChangeReturn,
  useGiveLabel,
  useRequestReturn,
  useReturn,
  useReturnFile,
  useReturnInstructions,
  useReturnsOfOrder,
  useReturnsOfSeller,
} from "./returns";
export * from "./reviews";
export * from "./saved";
export * from "./sellerProducts";
export { PICTURE_TYPES } from "./uploads";
export * from "./sellerFile";
export * from "./sellerOrders";
export * from "./sellers";
export * from "./suggestions";
export * from "./taxRates";
export type * from "./models";
export type { Addition } from "./cartChanges";
export { call, type Extras } from "./client";
export { CURRENCY_CODES } from "./currencies";
export { forgetOrderTokens, keepOrderToken, keptOrderNumbers, orderTokenOf } from "./orderTokens";
export { ApiProblem, sentence } from "./problem";
export { newQueryClient, pageData, seed, today, type PageData } from "./queryClient";
export { forget, invalidate, itemsOf } from "./read";
export { parseSearch, stringifySearch } from "./search";
export { session } from "./session";
export { useIsSignedIn } from "./signedIn";
