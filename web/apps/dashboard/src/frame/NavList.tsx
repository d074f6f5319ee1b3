import { Anchor, classes } from "@feria/ui";
import { useLocation } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

export type NavItem = {
  href: string;
  label: string;
  /** A phosphor icon of 20 px. */
  icon: ReactNode;
  /** Things that wait there. */
  count?: number;
  /** Current only on this very address, not below it. */
  isExact?: boolean;
};

type NavListProps = { items: NavItem[]; isOnPlum: boolean; onGo?: () => void };

/** The area's pages. */
export function NavList({ items, isOnPlum, onGo }: NavListProps) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  return (
    <nav aria-label={t("frame.pages")} className="px-12">
      <ul className="flex flex-col gap-2">
        {items.map((item) => {
          const isCurrent = pathname === item.href || (!item.isExact && pathname.startsWith(`${item.href}/`));
          return (
            <li key={item.href}>
              <Anchor
                href={item.href}
                onClick={onGo}
                aria-current={isCurrent ? "page" : undefined}
                className={navClasses(isCurrent, isOnPlum)}
              >
                {item.icon}
                <span className="flex-1">{item.label}</span>
                {item.count ? <span className="numbers type-small">{item.count}</span> : null}
              </Anchor>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

/** The look of an entry of the side bar, for what stands beside the pages too. */
export function navClasses(isCurrent: boolean, isOnPlum: boolean): string {
  const shape =
    "flex min-h-36 w-full items-center gap-12 rounded-control px-8 py-8 text-start type-label pointer-coarse:min-h-44";
  if (isOnPlum) {
    return classes(
      shape,
      "text-on-plum hover:bg-bar-hover focus-visible:outline-on-plum",
      isCurrent && "bg-bar-hover font-600",
    );
  }
  return classes(
    shape,
    isCurrent ? "bg-plum-soft font-600 text-plum-text" : "text-ink-2 hover:bg-sunken hover:text-ink",
  );
}
