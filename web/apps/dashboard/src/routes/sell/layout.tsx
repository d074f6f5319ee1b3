import {
  session,
  useAccount,
  useMarketplace,
  useSeller,
  useUnreadThreads,
  type Account,
  type Membership,
} from "@feria/api";
import { EmptyState, LinkButton } from "@feria/ui";
import {
  ArrowCounterClockwiseIcon,
  ArrowSquareOutIcon,
  ChatCircleIcon,
  FileTextIcon,
  HouseIcon,
  PackageIcon,
  ReceiptIcon,
  StarIcon,
  StorefrontIcon,
  TagIcon,
  TicketIcon,
  UploadSimpleIcon,
  WalletIcon,
  WarningIcon,
} from "@feria/ui/icons";
import { Outlet, useLocation } from "@tanstack/react-router";
import { useEffect, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ApplyForm } from "../../features/apply/ApplyForm";
import { ShopChoice } from "../../features/apply/ShopChoice";
import { ShopState, isShut } from "../../features/apply/ShopState";
import { AccountMenu, FrameTheme } from "../../frame/AccountMenu";
import { navClasses, type NavItem } from "../../frame/NavList";
import { PageBody, PageHead } from "../../frame/PageHead";
import { Problem } from "../../frame/Problem";
import { Shell } from "../../frame/Shell";
import { ThumbHue } from "../../frame/Thumb";
import { WaitingPage } from "../../frame/Waiting";
import { ShopProvider, rememberShop, shopOf } from "./shop";

const ICON = "size-20 shrink-0";

/** A seller's area: whose it is, and what stands in the way of being in it. */
export function SellLayout() {
  const account = useAccount();
  const wanted = (useLocation().search as { shop?: string }).shop;
  if (!session.isSignedIn()) return <SignInFirst />;
  if (account.isPending)
    return (
      <Frame>
        <WaitingPage />
      </Frame>
    );
  if (account.isError) {
    const isOut = account.error.message && !session.isSignedIn();
    return isOut ? (
      <SignInFirst />
    ) : (
      <Frame>
        <Problem fault={account.error} onRetry={() => void account.refetch()} />
      </Frame>
    );
  }
  const shop = shopOf(account.data, wanted);
  return shop ? <ShopArea account={account.data} shop={shop} /> : <Newcomer account={account.data} />;
}

function ShopArea({ account, shop }: { account: Account; shop: Membership }) {
  const nav = useNav(shop);
  const hue = useSeller(shop.id).data?.stall_hue ?? null;
  useEffect(() => rememberShop(shop.slug), [shop.slug]);
  return (
    <ShopProvider value={shop}>
      <Frame account={account} nav={nav} shop={shop}>
        <ShopState shop={shop} />
        {!isShut(shop.status) && (
          <ThumbHue value={hue}>
            <Outlet key={shop.id} />
          </ThumbHue>
        )}
      </Frame>
    </ShopProvider>
  );
}

type FrameProps = { account?: Account; shop?: Membership; nav?: NavItem[]; children: ReactNode };

function Frame({ account, shop, nav = [], children }: FrameProps) {
  const { t } = useTranslation();
  const brand = useMarketplace().data?.name ?? "";
  return (
    <Shell
      area="seller"
      brand={brand}
      nav={nav}
      owner={account && shop && <ShopChoice shops={account.sellers} current={shop} />}
      foot={
        <>
          {shop?.status === "active" && (
            <a href={`/shops/${shop.slug}`} className={navClasses(false, false)}>
              <ArrowSquareOutIcon aria-hidden className={ICON} />
              {t("sell.nav.stall")}
            </a>
          )}
          {account && (
            <AccountMenu name={account.name} items={[{ label: t("sell.nav.account"), href: "/account" }]} />
          )}
          <div className="pt-8">
            <FrameTheme />
          </div>
        </>
      }
    >
      <PageBody>{children}</PageBody>
    </Shell>
  );
}

function useNav(shop: Membership): NavItem[] {
  const { t } = useTranslation();
  const unread = useUnreadThreads(shop.id);
  return [
    {
      href: "/sell",
      label: t("sell.nav.home"),
      icon: <HouseIcon aria-hidden className={ICON} />,
      isExact: true,
    },
    { href: "/sell/orders", label: t("sell.nav.orders"), icon: <ReceiptIcon aria-hidden className={ICON} /> },
    {
      href: "/sell/messages",
      label: t("sell.nav.messages"),
      icon: <ChatCircleIcon aria-hidden className={ICON} />,
      count: unread,
    },
    {
      href: "/sell/returns",
      label: t("sell.nav.returns"),
      icon: <ArrowCounterClockwiseIcon aria-hidden className={ICON} />,
    },
    { href: "/sell/cases", label: t("sell.nav.cases"), icon: <WarningIcon aria-hidden className={ICON} /> },
    { href: "/sell/products", label: t("sell.nav.products"), icon: <TagIcon aria-hidden className={ICON} /> },
    { href: "/sell/stock", label: t("sell.nav.stock"), icon: <PackageIcon aria-hidden className={ICON} /> },
    {
      href: "/sell/coupons",
      label: t("sell.nav.coupons"),
      icon: <TicketIcon aria-hidden className={ICON} />,
    },
    { href: "/sell/reviews", label: t("sell.nav.reviews"), icon: <StarIcon aria-hidden className={ICON} /> },
    {
      href: "/sell/imports",
      label: t("sell.nav.imports"),
      icon: <UploadSimpleIcon aria-hidden className={ICON} />,
    },
    {
      href: "/sell/balance",
      label: t("sell.nav.balance"),
      icon: <WalletIcon aria-hidden className={ICON} />,
    },
    {
      href: "/sell/documents",
      label: t("sell.nav.documents"),
      icon: <FileTextIcon aria-hidden className={ICON} />,
    },
    { href: "/sell/shop", label: t("sell.nav.shop"), icon: <StorefrontIcon aria-hidden className={ICON} /> },
  ];
}

function Newcomer({ account }: { account: Account }) {
  const { t } = useTranslation();
  return (
    <Frame account={account}>
      <PageHead title={t("sell.apply.title")} summary={t("sell.apply.summary")} />
      <ApplyForm />
    </Frame>
  );
}

function SignInFirst() {
  const { t } = useTranslation();
  const { href } = useLocation();
  return (
    <Frame>
      <EmptyState
        level={1}
        title={t("sell.signIn.title")}
        help={t("sell.signIn.help")}
        action={
          <LinkButton variant="primary" href={`/sign-in?next=${encodeURIComponent(href)}`}>
            {t("sell.signIn.action")}
          </LinkButton>
        }
      />
    </Frame>
  );
}
