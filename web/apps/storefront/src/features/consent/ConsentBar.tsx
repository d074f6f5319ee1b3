import { Button, TextLink } from "@feria/ui";
import consentTexts from "../../locales/en/consent.json";
import { addTexts, useTranslation } from "../../texts";
import { askAgain, choose, useConsent, type Consent } from "./consent";

addTexts(consentTexts);

/** Asks once, small and with two equal answers; nothing depends on it before. */
export function ConsentBar() {
  const { t } = useTranslation();
  return (
    <section
      aria-label={t("consent.title")}
      className="consent-bar fixed inset-x-0 lg:inset-x-gutter z-40 mx-auto flex max-w-content flex-wrap items-center gap-x-24 gap-y-12 border-y border-line bg-surface px-16 py-12 shadow-float lg:rounded-panel lg:border-x lg:px-20"
    >
      <p className="min-w-240 flex-1 type-label text-ink-2">
        {t("consent.text")} <TextLink href="/legal/cookies">{t("consent.more")}</TextLink>
      </p>
      <Answers />
    </section>
  );
}

function Answers() {
  const { t } = useTranslation();
  return (
    <div className="flex flex-1 gap-8 sm:flex-none">
      <Button className="flex-1 whitespace-nowrap" onClick={() => choose("necessary")}>
        {t("consent.necessary")}
      </Button>
      <Button className="flex-1 whitespace-nowrap" onClick={() => choose("statistics")}>
        {t("consent.statistics")}
      </Button>
    </div>
  );
}

function OtherAnswer({ consent }: { consent: Consent }) {
  const { t } = useTranslation();
  const other = consent === "necessary" ? "statistics" : "necessary";
  return (
    <div>
      <Button onClick={() => choose(other)}>{t(`consent.${other}`)}</Button>
    </div>
  );
}

/** Opens the bar again. */
export function CookieChoice({ className }: { className: string }) {
  const { t } = useTranslation();
  return (
    <button type="button" onClick={askAgain} className={className}>
      {t("consent.change")}
    </button>
  );
}

/** On the page about cookies: what holds on this device, and how to change it. */
export function ConsentState() {
  const { t } = useTranslation();
  const consent = useConsent();
  return (
    <div className="flex flex-col gap-12">
      <p>{t(`consent.state.${consent ?? "none"}`)}</p>
      {consent === null ? <Answers /> : <OtherAnswer consent={consent} />}
    </div>
  );
}
