import { AnchorProvider } from "@feria/ui";
import { QueryClientProvider, type QueryClient } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { AppLink } from "./AppLink";
import type { newRouter } from "./router";

type StorefrontProps = { queryClient: QueryClient; router: ReturnType<typeof newRouter> };

/** The whole, the same in the browser and where pages are drawn ahead. */
export function Storefront({ queryClient, router }: StorefrontProps) {
  return (
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <AnchorProvider value={(props) => <AppLink {...props} />}>
          <RouterProvider router={router} />
        </AnchorProvider>
      </QueryClientProvider>
    </StrictMode>
  );
}
