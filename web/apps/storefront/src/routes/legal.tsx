import { today, useLegalPage } from "@feria/api";
import { formatDay, Panel, PlainText } from "@feria/ui";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "../texts";
import { ConsentState } from "../features/consent/ConsentBar";
import { Missing } from "../features/frame/Missing";
import { useMarket } from "../market";
import { isMissing } from "../missing";
import { usePage } from "../page";

const route = getRouteApi("/legal/$slug");

/** Imprint, terms, privacy, cookies: what the operator has written. */
export function LegalPage() {
  const { t } = useTranslation();
  const { slug } = route.useParams();
  const { locale } = useMarket();
  const page = useLegalPage(slug);
  usePage(page.data?.title);
  if (isMissing(page.error)) return <Missing />;
  if (page.error && !page.data) throw page.error;
  if (!page.data) return null;
  const { title, body, updated_at: updated } = page.data;
  return (
    <article className="page-width flex flex-col gap-24 pt-20 lg:pt-48">
      <header className="flex flex-col gap-8">
        <h1 className="type-title">{title}</h1>
        {updated && (
          <p className="type-label text-ink-2">
            {t("legal.updated", { day: formatDay(updated, { locale, timeZone: "UTC" }, today()) })}
          </p>
        )}
      </header>
      <PlainText body={body} />
      {slug === "cookies" && (
        <Panel title={t("consent.yours")} className="max-w-measure">
          <ConsentState />
        </Panel>
      )}
    </article>
  );
}
