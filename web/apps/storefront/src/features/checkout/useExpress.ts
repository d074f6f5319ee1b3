import {
  addressesQuery,
  lastOrdersQuery,
  orderQuery,
  shippingOptionsQuery,
  useChooseShipping,
  type Account,
  type Order,
  type SellerShipping,
} from "@feria/api";
import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { isSameDoor, valuesOf } from "./savedAddress";
import type { CheckoutParts } from "./useCheckout";
import { useConfirmAddress } from "./useConfirmAddress";

export type Express = "looking" | "filled" | "off";

/**
 * Who has ordered before to an address that is kept in the account finds the checkout filled in from the last order:
 * its address, and each seller's delivery as it was chosen then, where that is still offered. What does not fit any
 * more opens the section that needs an answer.
 */
export function useExpress({ state, dispatch }: CheckoutParts, account: Account | null): Express {
  const client = useQueryClient();
  const { confirm } = useConfirmAddress({ dispatch });
  const choose = useChooseShipping();
  const [express, setExpress] = useState<Express>(() => (account && !state.contact ? "looking" : "off"));
  const hasBegun = useRef(false);
  const fill = async (email: string): Promise<Express> => {
    const last = await lastOrder(client);
    const address = last && (await savedAddressOf(client, last));
    if (!address) return "off";
    await confirm({ email, address });
    const { groups } = await client.fetchQuery({ ...shippingOptionsQuery(), staleTime: 0 });
    if (groups.some(({ fault }) => fault !== null)) return "off";
    const choices = choicesOf(groups, last);
    if (Object.keys(choices).length > 0) await choose.mutateAsync(choices);
    dispatch({ type: "deliveryChosen" });
    return "filled";
  };
  useEffect(() => {
    if (express !== "looking" || !account || hasBegun.current) return;
    hasBegun.current = true;
    // Where anything is in the way, the sections are gone through as always.
    fill(account.email).then(setExpress, () => setExpress("off"));
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, when the page opens
  }, []);
  return express;
}

async function lastOrder(client: QueryClient): Promise<Order | null> {
  const { items } = await client.fetchQuery(lastOrdersQuery());
  const last = items.find((one) => one.placed_at);
  if (!last) return null;
  const order = await client.fetchQuery(orderQuery(last.id));
  return order.kind === "order" ? (order as Order) : null;
}

/** The order's address, if the account still keeps it. */
async function savedAddressOf(client: QueryClient, order: Order) {
  const { items } = await client.fetchQuery(addressesQuery());
  const saved = items.find((one) => isSameDoor(one, order.shipping_address));
  return saved ? valuesOf(saved) : null;
}

/** The ways that were chosen last and are not what the cart has chosen by itself. */
function choicesOf(groups: SellerShipping[], last: Order): Record<string, string> {
  const found = groups.flatMap(({ seller, options }) => {
    const before = last.seller_orders.find((part) => part.seller.id === seller.id)?.shipping_name;
    const option = options.find(({ name }) => name === before);
    return option && !option.selected ? [[seller.id, option.id]] : [];
  });
  return Object.fromEntries(found) as Record<string, string>;
}
