import { session, useAccount, useMarketplace, useMarketplaceDashboard } from "@feria/api";
import { Anchor, EmptyState, LinkButton, applyAccent } from "@feria/ui";
import {
  ChatCircleIcon,
  FileTextIcon,
  GearSixIcon,
  HouseIcon,
  MagnifyingGlassIcon,
  PackageIcon,
  PaintBrushIcon,
  ReceiptIcon,
  StarIcon,
  StorefrontIcon,
  TicketIcon,
  TreeStructureIcon,
  UsersIcon,
  WarningIcon,
} from "@feria/ui/icons";
import { Outlet } from "@tanstack/react-router";
import { useEffect, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { AccountMenu, FrameTheme } from "../../frame/AccountMenu";
import { navClasses, type NavItem } from "../../frame/NavList";
import { PageBody } from "../../frame/PageHead";
import { Problem } from "../../frame/Problem";
import { Shell } from "../../frame/Shell";
import { addTexts } from "../../i18n";
import texts from "../../locales/en/operator.json";
import { isStaff, useMayAs } from "../../operator/roles";

addTexts(texts);

/** The operator's area, for the marketplace's staff; to everybody else it does not exist. */
export function OperatorFrame() {
  const isSignedIn = session.isSignedIn();
  const account = useAccount();
  useEffect(() => {
    if (!isSignedIn)
      location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
  }, [isSignedIn]);
  if (account.isError && account.error.name === "ApiProblem") {
    return (
      <PageBody>
        <Problem fault={account.error} onRetry={() => void account.refetch()} />
      </PageBody>
    );
  }
  if (!account.data) return null;
  return isStaff(account.data) ? <Desk name={account.data.name} /> : <NoSuchPage />;
}

function Desk({ name }: { name: string }) {
  const { t } = useTranslation();
  const place = useMarketplace().data;
  const hue = place?.accent_hue;
  useEffect(() => {
    if (hue !== undefined) applyAccent(hue);
  }, [hue]);
  return (
    <Shell
      area="operator"
      brand={place?.name ?? ""}
      nav={useNav()}
      owner={<p className="px-8 type-small">{t("operator.area")}</p>}
      foot={
        <>
          <Anchor href="/" target="_blank" className={navClasses(false, true)}>
            <StorefrontIcon aria-hidden className="size-20" />
            {t("operator.seeShop")}
          </Anchor>
          <AccountMenu name={name} isOnPlum />
          <div className="mx-8 w-fit rounded-control bg-surface">
            <FrameTheme />
          </div>
        </>
      }
    >
      <Outlet />
    </Shell>
  );
}

/** The pages that the roles held allow. */
function useNav(): NavItem[] {
  const { t } = useTranslation();
  const mayDecide = useMayAs("support", "moderator");
  const mayKeepTree = useMayAs("moderator");
  const mayKeepRules = useMayAs("finance");
  const mayRunCoupons = useMayAs("finance", "support");
  const tasks = useMarketplaceDashboard().data?.tasks;
  const item = (href: string, label: string, icon: ReactNode): NavItem => ({ href, label: t(label), icon });
  const look = { "aria-hidden": true, className: "size-20 shrink-0" } as const;
  return [
    { ...item("/operator", "operator.nav.home", <HouseIcon {...look} />), isExact: true },
    ...(mayDecide
      ? [
          {
            ...item("/operator/sellers", "operator.nav.sellers", <UsersIcon {...look} />),
            count: tasks?.sellers_waiting ?? 0,
          },
        ]
      : []),
    item("/operator/orders", "operator.nav.orders", <ReceiptIcon {...look} />),
    {
      ...item("/operator/cases", "operator.nav.cases", <WarningIcon {...look} />),
      count: tasks?.cases_waiting ?? 0,
    },
    ...(mayDecide ? [item("/operator/messages", "operator.nav.messages", <ChatCircleIcon {...look} />)] : []),
    ...(mayKeepTree
      ? [
          item("/operator/front-page", "operator.nav.front", <PaintBrushIcon {...look} />),
          item("/operator/categories", "operator.nav.categories", <TreeStructureIcon {...look} />),
          {
            ...item("/operator/products", "operator.nav.products", <PackageIcon {...look} />),
            count: tasks?.products_waiting ?? 0,
          },
          {
            ...item("/operator/reviews", "operator.nav.reviews", <StarIcon {...look} />),
            count: tasks?.reviews_waiting ?? 0,
          },
          item("/operator/synonyms", "operator.nav.synonyms", <MagnifyingGlassIcon {...look} />),
        ]
      : []),
    ...(mayRunCoupons ? [item("/operator/coupons", "operator.nav.coupons", <TicketIcon {...look} />)] : []),
    ...(mayRunCoupons
      ? [item("/operator/documents", "operator.nav.documents", <FileTextIcon {...look} />)]
      : []),
    ...(mayKeepRules ? [item("/operator/settings", "operator.nav.settings", <GearSixIcon {...look} />)] : []),
  ];
}

/** As an address that does not exist looks. */
function NoSuchPage() {
  const { t } = useTranslation();
  return (
    <main className="page-width py-48">
      <PageTitle title={t("frame.notFound.title")} />
      <EmptyState
        level={1}
        title={t("frame.notFound.title")}
        help={t("frame.notFound.help")}
        action={<LinkButton href="/">{t("operator.toShop")}</LinkButton>}
      />
    </main>
  );
}

function PageTitle({ title }: { title: string }) {
  const brand = useMarketplace().data?.name;
  useEffect(() => {
    document.title = brand ? `${title} · ${brand}` : title;
  }, [title, brand]);
  return null;
}
