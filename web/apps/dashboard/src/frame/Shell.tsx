import { IconButton, Sheet, Wordmark, classes } from "@feria/ui";
import { ListIcon } from "@feria/ui/icons";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { NavList, type NavItem } from "./NavList";

export type Area = "seller" | "operator";

export type ShellProps = {
  /** The operator's area has a plum side bar, so that nobody mistakes where he is. */
  area: Area;
  /** The marketplace's name. */
  brand: string;
  nav: NavItem[];
  /** Below the wordmark: whose area this is; a seller's shop, or the choice between several. */
  owner?: ReactNode;
  /** At the foot of the side bar: links that leave the area, the account's menu. */
  foot?: ReactNode;
  children: ReactNode;
};

/** Side bar and page; on phones the side bar is a sheet behind a button of the top bar. */
export function Shell({ area, brand, nav, owner, foot, children }: ShellProps) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const side = { area, nav, owner, foot };
  return (
    <div className="dense min-h-dvh bg-surface type-label font-400 lg:flex">
      <a
        href="#content"
        className="sr-only rounded-control bg-plum px-16 py-12 text-on-plum focus:not-sr-only focus:fixed focus:start-16 focus:top-16 focus:z-50"
      >
        {t("frame.skip")}
      </a>
      <TopBar area={area} brand={brand} onOpen={() => setIsOpen(true)} />
      <aside className={classes("sticky top-0 hidden h-dvh w-240 shrink-0 lg:block", SIDE[area])}>
        <Side {...side} brand={brand} />
      </aside>
      <Sheet
        isOpen={isOpen}
        onClose={() => setIsOpen(false)}
        title={brand}
        closeLabel={t("frame.closeMenu")}
        side="start"
      >
        <div className="dense -m-16 h-full type-label font-400">
          <Side {...side} onGo={() => setIsOpen(false)} isSheet />
        </div>
      </Sheet>
      <main id="content" tabIndex={-1} className="min-w-0 flex-1">
        {children}
      </main>
    </div>
  );
}

const SIDE: Record<Area, string> = {
  seller: "border-e border-line bg-ground",
  operator: "bg-bar text-on-plum",
};

function TopBar({ area, brand, onOpen }: { area: Area; brand: string; onOpen: () => void }) {
  const { t } = useTranslation();
  const isPlum = area === "operator";
  return (
    <header
      className={classes(
        "sticky top-0 z-30 flex h-56 items-center gap-4 px-4 lg:hidden",
        isPlum ? "bg-bar text-on-plum" : "border-b border-line bg-ground",
      )}
    >
      <IconButton
        label={t("frame.openMenu")}
        onClick={onOpen}
        className={isPlum ? "text-on-plum hover:bg-bar-hover focus-visible:outline-on-plum" : ""}
      >
        <ListIcon aria-hidden className="size-24" />
      </IconButton>
      {isPlum ? <span className="type-wordmark">{brand}</span> : <Wordmark name={brand} />}
    </header>
  );
}

type SideProps = Pick<ShellProps, "area" | "nav" | "owner" | "foot"> & {
  brand?: string;
  onGo?: () => void;
  isSheet?: boolean;
};

function Side({ area, brand, nav, owner, foot, onGo, isSheet = false }: SideProps) {
  const isPlum = area === "operator" && !isSheet;
  return (
    <div className="flex h-full flex-col gap-16 overflow-y-auto py-20">
      {brand && (
        <div className="px-20">
          {isPlum ? <span className="type-wordmark">{brand}</span> : <Wordmark name={brand} />}
        </div>
      )}
      {owner && <div className="px-12">{owner}</div>}
      <NavList items={nav} isOnPlum={isPlum} {...(onGo ? { onGo } : {})} />
      {foot && <div className="mt-auto flex flex-col gap-4 px-12">{foot}</div>}
    </div>
  );
}
