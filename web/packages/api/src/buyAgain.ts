import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CART } from "./cartContent";
import { call } from "./client";
import { orderTokenOf } from "./orderTokens";
import { invalidate } from "./read";

/** Puts what is still sold of an order into the cart; the same again changes nothing. */
export function useBuyAgain() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (idOrNumber: string) =>
      call("post", "/api/v1/orders/{order_id}/buy-again", {
        path: { order_id: idOrNumber },
        orderToken: orderTokenOf(idOrNumber),
      }),
    onSuccess: () => invalidate(client, CART),
  });
}
