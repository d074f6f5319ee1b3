import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { startTranslation } from "./i18n";
import { router } from "./router";
import "./app.css";

const page = document.getElementById("root");
if (page) {
  await startTranslation(document.documentElement.lang || "en");
  createRoot(page).render(
    <StrictMode>
      <RouterProvider router={router} />
    </StrictMode>,
  );
}
