import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call } from "./client";
import type { Profile, Session } from "./models";
import { isPublic } from "./queryClient";
import { read } from "./read";
import { session } from "./session";
import { useIsSignedIn } from "./signedIn";
import { useWrite } from "./write";

export const accountQuery = () => read("/api/v1/users/{user_id}", { path: { user_id: "me" } });

/** Who is signed in; not asked for guests. */
export function useAccount() {
  return useQuery({ ...accountQuery(), enabled: useIsSignedIn() });
}

export function useUpdateAccount() {
  return useWrite(
    (body: Profile) => call("put", "/api/v1/users/{user_id}", { path: { user_id: "me" }, body }),
    () => ["/api/v1/users/me"],
  );
}

/** The server has joined the guest's cart with the account's, and prices may differ: everything is read again. */
function useOpenSession<Input>(send: (input: Input) => Promise<Session>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: async (opened) => {
      session.opened(opened);
      client.setQueryData(accountQuery().queryKey, opened.account);
      await client.invalidateQueries();
    },
  });
}

export function useSignIn() {
  return useOpenSession((body: { email: string; password: string }) =>
    call("post", "/api/v1/auth/login", { body }),
  );
}

export function useRegister() {
  return useOpenSession((body: { email: string; password: string; name: string }) =>
    call("post", "/api/v1/auth/register", { body }),
  );
}

const isOfCart = (url: unknown) => typeof url === "string" && url.startsWith("/api/v1/cart");

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => call("post", "/api/v1/auth/logout", {}),
    onSuccess: async () => {
      session.ended();
      // What was this person's is forgotten, and not asked for again by pages that are still open.
      client.removeQueries({ predicate: ({ queryKey: [url] }) => !isPublic(url) && !isOfCart(url) });
      await client.resetQueries({ predicate: ({ queryKey: [url] }) => isOfCart(url) });
    },
  });
}

export function useForgotPassword() {
  return useMutation({
    mutationFn: (body: { email: string }) => call("post", "/api/v1/auth/forgot-password", { body }),
  });
}

export function useResetPassword() {
  return useMutation({
    mutationFn: (body: { token: string; password: string }) =>
      call("post", "/api/v1/auth/reset-password", { body }),
  });
}
