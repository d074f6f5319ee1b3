import { useAccount, useMarketplace, useSellerFile, type Membership } from "@feria/api";
import { LinkButton, Panel, Skeleton, StatusDot, type Tone } from "@feria/ui";
import { usePage } from "../../page";
import { useTexts } from "../../useTexts";
import { ApplyForm } from "./ApplyForm";

const TONES: Record<Membership["status"], Tone> = {
  applied: "info",
  onboarding: "info",
  in_review: "info",
  active: "good",
  suspended: "bad",
  closed: "neutral",
  rejected: "bad",
};

/** A stall of one's own: apply, then see how it stands. */
export function ApplyPage() {
  const { t } = useTexts();
  const { data: account } = useAccount();
  const place = useMarketplace().data?.name ?? "";
  usePage(t("account.sell", { place }));
  const shops = account?.sellers ?? [];
  const mayApply = shops.every(({ status }) => status === "rejected" || status === "closed");
  return (
    <div className="flex max-w-form flex-col gap-20">
      <header className="flex flex-col gap-8">
        <h1 className="type-title">{t("account.sell", { place })}</h1>
        {mayApply && <p className="text-ink-2">{t("apply.intro")}</p>}
      </header>
      {!account && <Skeleton className="h-320" />}
      {shops.map((shop) => (
        <Application key={shop.id} shop={shop} />
      ))}
      {account && mayApply && <ApplyForm />}
    </div>
  );
}

/** The shop's state, and what it means. */
function Application({ shop }: { shop: Membership }) {
  const { t } = useTexts();
  const { data: file } = useSellerFile(shop.id);
  const reason = file?.history.findLast(({ to_status: status }) => status === shop.status)?.reason;
  const isOpen = shop.status !== "rejected" && shop.status !== "closed";
  return (
    <Panel
      title={shop.name}
      actions={<StatusDot tone={TONES[shop.status]}>{t(`apply.state.${shop.status}`)}</StatusDot>}
    >
      <p className="text-ink-2">{t(`apply.meaning.${shop.status}`)}</p>
      {reason && <p className="mt-8">{t("apply.reason", { reason })}</p>}
      {isOpen && (
        <LinkButton href="/sell" className="mt-16">
          {t("account.toShop")}
        </LinkButton>
      )}
    </Panel>
  );
}
