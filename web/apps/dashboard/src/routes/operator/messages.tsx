import { Panel, TabLinks } from "@feria/ui";
import { useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { StaffThreads } from "../../features/messages/StaffThreads";
import { addressOf, wordOf } from "../../frame/address";
import { PageBody, PageHead } from "../../frame/PageHead";

const VIEWS = ["reported", "all"] as const;

/** What buyers and shops write to each other, as far as somebody has to look at it. */
export function OperatorMessages() {
  const { t } = useTranslation();
  const search: Record<string, unknown> = useSearch({ strict: false });
  const view = wordOf(search, "view", VIEWS) ?? "reported";
  return (
    <PageBody>
      <PageHead title={t("operator.messages.title")} summary={t("operator.messages.summary")} />
      <div className="flex flex-col gap-20">
        <TabLinks
          label={t("operator.messages.views")}
          items={VIEWS.map((one) => ({
            href: addressOf("/operator/messages", { view: one === "reported" ? undefined : one }),
            label: t(`operator.messages.view.${one}`),
            isCurrent: one === view,
          }))}
        />
        <Panel flush>
          <StaffThreads filters={view === "reported" ? { reported: true } : {}} />
        </Panel>
      </div>
    </PageBody>
  );
}
