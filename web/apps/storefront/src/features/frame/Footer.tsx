import { useMarketplace } from "@feria/api";
import { Anchor, classes, ThemeChoice, Wordmark } from "@feria/ui";
import type { ReactNode } from "react";
import { useTranslation } from "../../texts";

const LINK =
  "inline-flex min-h-36 items-center hover:underline hover:underline-offset-4 pointer-coarse:min-h-44";

/** Who runs this, what holds, and how it shall look. `cookieChoice` is the button that asks about cookies again. */
export function Footer({ cookieChoice }: { cookieChoice: (className: string) => ReactNode }) {
  const { t } = useTranslation();
  const { data: place } = useMarketplace();
  if (!place) return null;
  return (
    <footer className="footer mt-64 border-t border-line bg-sunken">
      <div className="page-width grid gap-x-32 gap-y-32 grid-cols-2 py-48 lg:grid-cols-4">
        <div className="flex flex-col items-start gap-12 col-span-2 lg:col-span-1">
          <Wordmark name={place.name} />
          <p className="text-ink-2">{t("frame.about")}</p>
        </div>
        <Links title={t("frame.market")}>
          <Anchor href="/shops" className={LINK}>
            {t("frame.allStalls")}
          </Anchor>
          <Anchor href="/search" className={LINK}>
            {t("frame.allThings")}
          </Anchor>
          <Anchor href="/sell" className={LINK}>
            {t("frame.sell", { place: place.name })}
          </Anchor>
        </Links>
        <Links title={t("frame.service")}>
          {place.support_email && (
            <Anchor href={`mailto:${place.support_email}`} className={classes(LINK, "wrap-anywhere")}>
              {place.support_email}
            </Anchor>
          )}
          <Anchor href="/orders" className={LINK}>
            {t("frame.yourOrders")}
          </Anchor>
        </Links>
        <Links title={t("frame.legal")}>
          {[
            ...place.legal_pages.map((page) => (
              <Anchor key={page.slug} href={`/legal/${page.slug}`} className={LINK}>
                {page.title}
              </Anchor>
            )),
            <span key="choice">{cookieChoice(LINK)}</span>,
          ]}
        </Links>
      </div>
      <div className="page-width flex flex-wrap items-center justify-between gap-16 border-t border-line py-16">
        <ThemeChoice
          label={t("frame.theme")}
          names={{ system: t("frame.themeSystem"), light: t("frame.themeLight"), dark: t("frame.themeDark") }}
        />
        <p className="type-small text-ink-2">{t("frame.runsOn")}</p>
      </div>
    </footer>
  );
}

function Links({ title, children }: { title: string; children: ReactNode }) {
  const items = Array.isArray(children) ? (children as ReactNode[]) : [children];
  return (
    <nav aria-label={title}>
      <h2 className="pb-8 type-heading">{title}</h2>
      <ul className="text-ink-2">
        {items.filter(Boolean).map((item, place) => (
          <li key={place}>{item}</li>
        ))}
      </ul>
    </nav>
  );
}
