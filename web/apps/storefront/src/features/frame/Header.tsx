import { useIsSignedIn, useMarketplace } from "@feria/api";
import { Anchor, IconButton, Wordmark } from "@feria/ui";
import { CaretDownIcon, MagnifyingGlassIcon, UserIcon } from "@feria/ui/icons";
import { lazy, Suspense } from "react";
import { useTranslation } from "../../texts";
import { CartButton } from "./CartButton";
import { SearchForm } from "./SearchForm";

const CategoriesMenu = lazy(() =>
  import("./CategoriesMenu").then((part) => ({ default: part.CategoriesMenu })),
);
const ITEM = "inline-flex min-h-44 items-center gap-8 rounded-control px-12 hover:bg-sunken";

/** Name, search and cart on phones; from 1024 px the search field in the middle of all ways in. */
export function Header({ onSearch }: { onSearch: () => void }) {
  const { t } = useTranslation();
  const { name: place = "", logo } = useMarketplace().data ?? {};
  return (
    <header className="border-b border-line bg-ground lg:sticky lg:top-0 lg:z-40">
      <div className="page-width flex h-56 items-center gap-8 lg:h-72 lg:gap-24">
        <Anchor href="/" aria-label={t("frame.toHome", { place })} className="flex min-h-44 items-center">
          <Wordmark name={place} logo={logo} />
        </Anchor>
        <div className="ms-auto flex items-center lg:hidden">
          <IconButton label={t("frame.search")} aria-haspopup="dialog" onClick={onSearch}>
            <MagnifyingGlassIcon aria-hidden className="size-24" />
          </IconButton>
          <CartButton />
        </div>
        <div className="hidden flex-1 lg:block">
          <SearchForm hasList />
        </div>
        <nav aria-label={t("frame.ways")} className="hidden items-center lg:flex">
          <Suspense fallback={<CategoriesLink />}>
            <CategoriesMenu className={ITEM} />
          </Suspense>
          <Anchor href="/shops" className={ITEM}>
            {t("frame.stalls")}
          </Anchor>
          <AccountLink />
          <CartButton />
        </nav>
      </div>
    </header>
  );
}

/** Until its menu is there, in the same room. */
function CategoriesLink() {
  const { t } = useTranslation();
  return (
    <Anchor href="/search" className={ITEM}>
      {t("frame.categories")}
      <CaretDownIcon aria-hidden className="size-16" />
    </Anchor>
  );
}

function AccountLink() {
  const { t } = useTranslation();
  const isSignedIn = useIsSignedIn();
  return (
    <Anchor href={isSignedIn ? "/account" : "/sign-in"} className={ITEM}>
      <UserIcon aria-hidden className="size-20" />
      {isSignedIn ? t("frame.account") : t("frame.signIn")}
    </Anchor>
  );
}
