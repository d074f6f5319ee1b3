import { AnchorProvider, applyAccent, applyTheme } from "@feria/ui";
import { newQueryClient, pageData, seed } from "@feria/api";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode, startTransition } from "react";
import { createRoot } from "react-dom/client";
import { AppLink } from "./AppLink";
import { newRouter } from "./router";
import { startTexts } from "./texts";
import "./app.css";

applyTheme();
const page = document.getElementById("root");
if (page) {
  const data = pageData();
  // In development the styles come after /brand.css and would undo it.
  if (import.meta.env.DEV && data.marketplace) applyAccent(data.marketplace.accent_hue);
  const queryClient = newQueryClient();
  seed(queryClient, data);
  const router = newRouter(queryClient);
  startTexts(document.documentElement.lang || "en");
  // Drawn in short steps, between which the browser answers a finger.
  startTransition(() =>
    createRoot(page).render(
      <StrictMode>
        <QueryClientProvider client={queryClient}>
          <AnchorProvider value={(props) => <AppLink {...props} />}>
            <RouterProvider router={router} />
          </AnchorProvider>
        </QueryClientProvider>
      </StrictMode>,
    ),
  );
}
