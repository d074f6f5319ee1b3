import {
  forgetOrderTokens,
  useAccount,
  useMarketplace,
  useSignOut,
  useUnreadThreads,
  type Account,
} from "@feria/api";
import { Button, LinkButton, Skeleton, TabLinks } from "@feria/ui";
import { SignOutIcon, StorefrontIcon } from "@feria/ui/icons";
import { useNavigate, useRouterState } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Fault } from "../../forms/Fault";
import { useTexts } from "../../useTexts";

const PAGES = ["profile", "orders", "messages", "reviews", "addresses", "sell"] as const;
const HREFS = {
  profile: "/account",
  orders: "/account/orders",
  messages: "/account/messages",
  reviews: "/account/reviews",
  addresses: "/account/addresses",
  sell: "/account/sell",
};

/** What all pages of the account share: whose it is, the ways between them, and the way out. */
export function AccountFrame({ children }: { children: ReactNode }) {
  const { t } = useTexts();
  const { data: account, error } = useAccount();
  const unread = useUnreadThreads();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const place = useMarketplace().data?.name ?? "";
  return (
    <div className="page-width flex flex-col gap-24 py-24 lg:py-48">
      <header className="flex flex-wrap items-end justify-between gap-16">
        {account ? <Whose account={account} /> : <Skeleton className="h-56 w-240" />}
        {account && <WaysOut account={account} />}
      </header>
      <TabLinks
        label={t("account.pages")}
        items={PAGES.map((page) => ({
          href: HREFS[page],
          label:
            page === "messages" && unread > 0
              ? t("account.messagesNew", { count: unread })
              : t(`account.${page}`, { place }),
          isCurrent: path.replace(/(.)\/$/, "$1") === HREFS[page],
        }))}
      />
      {error && !account ? <Fault fault={error} /> : children}
    </div>
  );
}

function Whose({ account }: { account: Account }) {
  return (
    <div className="min-w-0">
      <p className="type-heading">{account.name}</p>
      <p className="break-words text-ink-2">{account.email}</p>
    </div>
  );
}

const OPERATOR_ROLES = new Set(["admin", "support", "finance", "moderator"]);

function WaysOut({ account }: { account: Account }) {
  const { t } = useTexts();
  const icon = <StorefrontIcon aria-hidden className="size-20" />;
  return (
    <div className="flex flex-wrap gap-8">
      {account.sellers.some(({ status }) => status !== "rejected") && (
        <LinkButton href="/sell" icon={icon}>
          {t("account.toShop")}
        </LinkButton>
      )}
      {account.roles.some((role) => OPERATOR_ROLES.has(role)) && (
        <LinkButton href="/operator">{t("account.toOperator")}</LinkButton>
      )}
      <SignOut />
    </div>
  );
}

function SignOut() {
  const { t } = useTexts();
  const signOut = useSignOut();
  const navigate = useNavigate();
  const leave = async () => {
    await signOut.mutateAsync(undefined);
    // On a device that is shared, nothing of this person stays.
    forgetOrderTokens();
    sessionStorage.clear();
    await navigate({ to: "/", replace: true });
  };
  return (
    <Button
      variant="quiet"
      className="-me-16"
      isBusy={signOut.isPending}
      onClick={() => void leave().catch(() => undefined)}
      icon={<SignOutIcon aria-hidden className="size-20" />}
    >
      {t("account.signOut")}
    </Button>
  );
}
