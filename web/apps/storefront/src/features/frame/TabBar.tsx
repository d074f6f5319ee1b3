import { useCart } from "@feria/api";
import { Anchor, classes } from "@feria/ui";
import {
  HouseIcon,
  MagnifyingGlassIcon,
  PackageIcon,
  ShoppingBagIcon,
  StorefrontIcon,
} from "@feria/ui/icons";
import { useRouterState } from "@tanstack/react-router";
import type { MouseEvent } from "react";
import { useTranslation } from "../../texts";

const TABS = [
  { key: "home", href: "/", Icon: HouseIcon },
  { key: "search", href: "/search", Icon: MagnifyingGlassIcon },
  { key: "stalls", href: "/shops", Icon: StorefrontIcon },
  { key: "orders", href: "/orders", Icon: PackageIcon },
  { key: "cart", href: "/cart", Icon: ShoppingBagIcon },
] as const;

/** Five ways at the foot of the phone. */
export function TabBar({ onSearch }: { onSearch: () => void }) {
  const { t } = useTranslation();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const count = useCart().data?.item_count ?? 0;
  const openSearch = (event: MouseEvent) => {
    event.preventDefault();
    onSearch();
  };
  return (
    <nav
      aria-label={t("frame.tabs")}
      className="tab-bar fixed inset-x-0 bottom-0 z-40 border-t border-line bg-surface lg:hidden"
    >
      <ul className="grid h-56 grid-cols-5">
        {TABS.map(({ key, href, Icon }) => {
          const isCurrent = href === "/" ? path === "/" : path === href || path.startsWith(`${href}/`);
          return (
            <li key={key}>
              <Anchor
                href={href}
                aria-current={isCurrent ? "page" : undefined}
                onClick={key === "search" ? openSearch : undefined}
                className={classes(
                  "relative flex h-full flex-col items-center justify-center gap-2 type-small -outline-offset-2",
                  isCurrent ? "text-plum-text" : "text-ink-2",
                )}
              >
                <Icon aria-hidden weight={isCurrent ? "fill" : "regular"} className="size-24" />
                <span>{t(`frame.tab.${key}`)}</span>
                {key === "cart" && <CartCount count={count} />}
              </Anchor>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

function CartCount({ count }: { count: number }) {
  const { t } = useTranslation();
  if (count === 0) return null;
  return (
    <span className="absolute inset-x-0 top-4 mx-auto w-fit translate-x-16">
      <span
        aria-hidden="true"
        className="numbers inline-block min-w-20 rounded-full bg-plum px-4 text-center type-small text-on-plum"
      >
        {count}
      </span>
      <span className="sr-only">{t("frame.countOfCart", { count })}</span>
    </span>
  );
}
