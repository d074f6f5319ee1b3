import { EmptyState, LinkButton, Toasts } from "@feria/ui";
import { Outlet, createRootRoute, type ErrorComponentProps } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
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

function NotFound() {
  const { t } = useTranslation();
  return (
    <main>
      <EmptyState
        level={1}
        title={t("frame.notFound.title")}
        help={t("frame.notFound.help")}
        action={<LinkButton href="/sell">{t("frame.notFound.action")}</LinkButton>}
      />
    </main>
  );
}

function Broken({ error, reset }: ErrorComponentProps) {
  return (
    <main className="page-width py-48">
      <Problem fault={error} onRetry={reset} />
    </main>
  );
}
