import { useMutation, useQueryClient } from "@tanstack/react-query";
import { call } from "./client";
import { marketplaceQuery } from "./marketplace";
import type { MarketplaceSettings, Policies } from "./models";
import { settingsQuery } from "./operator";
import { invalidate } from "./read";
import { useWrite } from "./write";

const SHOPS = "/api/v1/sellers";
const LOGO = "/api/v1/operator/settings/logo";
const of = (sellerId: string) => ({ seller_id: sellerId });
const touched = () => [SHOPS, "/api/v1/products/", "/api/v1/cart", "/api/v1/orders"];

/** What of a shop is a picture: the square beside its name, and the broad one above its page. */
export type Sign = "logo" | "banner";
export type ShopSign = { sellerId: string; sign: Sign };

export function useUpdatePolicies() {
  return useWrite(
    ({ sellerId, version, body }: { sellerId: string; version: number; body: Policies }) =>
      call("put", "/api/v1/sellers/{seller_id}/policies", { path: of(sellerId), version, body }),
    touched,
  );
}

/** Shows a picture as the shop's logo or banner; the answer is the shop with the new address. */
export function useSetShopSign() {
  return useWrite(
    ({ sellerId, sign, file }: ShopSign & { file: File }) =>
      call("post", `/api/v1/sellers/{seller_id}/${sign}`, { path: of(sellerId), body: formOf(file) }),
    touched,
  );
}

export function useRemoveShopSign() {
  return useWrite(
    ({ sellerId, sign }: ShopSign) =>
      call("delete", `/api/v1/sellers/{seller_id}/${sign}`, { path: of(sellerId) }),
    touched,
  );
}

export function useSetMarketplaceLogo() {
  return useLogo((file: File) => call("post", LOGO, { body: formOf(file) }));
}

export function useRemoveMarketplaceLogo() {
  return useLogo(() => call("delete", LOGO, {}));
}

/** As with the other settings, the answer itself is what the pages show from now on. */
function useLogo<Input>(send: (input: Input) => Promise<MarketplaceSettings>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: async (settings) => {
      client.setQueryData(settingsQuery().queryKey, settings);
      client.setQueryData(marketplaceQuery().queryKey, (place) => place && { ...place, logo: settings.logo });
      // Markets are written with the settings' version.
      await invalidate(client, "/api/v1/operator/markets");
    },
  });
}

function formOf(file: File): FormData {
  const body = new FormData();
  body.set("file", file);
  return body;
}
