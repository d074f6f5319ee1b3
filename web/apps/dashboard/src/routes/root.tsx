import { Toasts } from "@feria/ui";
import { Outlet, createRootRoute, type ErrorComponentProps } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { NotFound } from "../frame/NotFound";
import { Problem } from "../frame/Problem";

export const root = createRootRoute({
  component: Root,
  notFoundComponent: NotFound,
  errorComponent: Broken,
});

function Root() {
  const { t } = useTranslation();
  return (
    <>
      <Outlet />
      <Toasts label={t("frame.toasts")} closeLabel={t("frame.close")} />
    </>
  );
}

function Broken({ error, reset }: ErrorComponentProps) {
  return (
    <main className="page-width py-48">
      <Problem fault={error} onRetry={reset} />
    </main>
  );
}
