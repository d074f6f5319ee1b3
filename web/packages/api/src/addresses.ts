import { useQuery } from "@tanstack/react-query";
import { call } from "./client";
import type { SavedAddressDraft } from "./models";
import { read } from "./read";
import { session } from "./session";
import { useWrite } from "./write";

const LIST = "/api/v1/users/{user_id}/addresses";
const ONE = "/api/v1/users/{user_id}/addresses/{address_id}";
const me = { user_id: "me" };
const touched = () => ["/api/v1/users/me/addresses"];

export const addressesQuery = () => read(LIST, { path: me });

/** The addresses of whoever is signed in, the default first; not asked for guests. */
export function useAddresses() {
  return useQuery({ ...addressesQuery(), enabled: session.isSignedIn() });
}

export function useAddAddress() {
  return useWrite((body: SavedAddressDraft) => call("post", LIST, { path: me, body }), touched);
}

export function useReplaceAddress() {
  return useWrite(
    ({ addressId, ...body }: { addressId: string } & SavedAddressDraft) =>
      call("put", ONE, { path: { ...me, address_id: addressId }, body }),
    touched,
  );
}

export function useRemoveAddress() {
  return useWrite(
    (addressId: string) => call("delete", ONE, { path: { ...me, address_id: addressId } }),
    touched,
  );
}
