import { useLegalPage, useMarketplace } from "@feria/api";
import { Chip } from "@feria/ui";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { LegalForm } from "../../features/operator-settings/LegalForm";
import { PageBody } from "../../frame/PageHead";
import { Problem } from "../../frame/Problem";
import { WaitingPage } from "../../frame/Waiting";
import { Saved } from "../../operator/Saved";
import { SettingsHead } from "./settingsTabs";

const LEGAL = "/operator/settings/legal";

/** Imprint, terms, privacy, cookies: what the footer leads to. */
export function OperatorLegal() {
  const { t } = useTranslation();
  const pages = useMarketplace().data?.legal_pages ?? [];
  const { slug = pages[0]?.slug ?? "" } = useParams({ strict: false }) as { slug?: string };
  return (
    <PageBody>
      <SettingsHead />
      <nav aria-label={t("operator.legal.pages")} className="flex flex-wrap gap-8 py-16">
        {pages.map((page) => (
          <Chip key={page.slug} href={`${LEGAL}/${page.slug}`} isSelected={page.slug === slug}>
            {page.title}
          </Chip>
        ))}
      </nav>
      {slug && <OnePage key={slug} slug={slug} />}
    </PageBody>
  );
}

function OnePage({ slug }: { slug: string }) {
  const { t } = useTranslation();
  const page = useLegalPage(slug);
  const [savedTimes, setSavedTimes] = useState(0);
  if (page.isError) return <Problem fault={page.error} onRetry={() => void page.refetch()} />;
  if (!page.data) return <WaitingPage />;
  return (
    <>
      {savedTimes > 0 && <Saved key={`saved ${savedTimes}`}>{t("operator.legal.saved")}</Saved>}
      <LegalForm
        key={page.data.version}
        page={page.data}
        onSaved={() => setSavedTimes((times) => times + 1)}
        onStale={() => void page.refetch()}
      />
    </>
  );
}
