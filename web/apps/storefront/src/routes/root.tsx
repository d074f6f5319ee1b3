import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, Outlet } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "../texts";
import { useCartSheet } from "../cartSheet";
import { useIsAsked } from "../features/consent/consent";
import { Announcer } from "../features/frame/Announcer";
import { Header } from "../features/frame/Header";
import { OfflineBar } from "../features/frame/OfflineBar";
import { OnceOpen, SearchOverlay } from "../features/frame/Overlays";
import { TabBar } from "../features/frame/TabBar";
import { loadShoppingTexts } from "../shoppingTexts";

const CartSheet = lazy(async () => {
  const [part] = await Promise.all([import("../features/cart/CartSheet"), loadShoppingTexts()]);
  return { default: part.CartSheet };
});
const ConsentBar = lazy(() =>
  import("../features/consent/ConsentBar").then((part) => ({ default: part.ConsentBar })),
);
const PageFoot = lazy(() => import("./pageFoot").then((part) => ({ default: part.PageFoot })));
/** Pages that everybody looks at first; all others have i18next. */
const LOOKING = /^\/($|c\/|p\/|search|shops|legal|ui)/;

export const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Layout,
  beforeLoad: ({ location }) => (LOOKING.test(location.pathname) ? undefined : loadShoppingTexts()),
});

/** What is around every page. */
function Layout() {
  const { t } = useTranslation();
  const [isSearching, setIsSearching] = useState(false);
  const { isOpen } = useCartSheet();
  const isAsked = useIsAsked();
  const search = () => setIsSearching(true);
  return (
    <div className="flex min-h-dvh flex-col">
      <a href="#content" className="skip-link">
        {t("frame.skip")}
      </a>
      <OfflineBar />
      <Header onSearch={search} />
      <main id="content" tabIndex={-1} className="flex-1">
        <Outlet />
      </main>
      <Suspense fallback={<div className="h-480" />}>
        <PageFoot />
      </Suspense>
      <TabBar onSearch={search} />
      {isAsked && (
        <Suspense>
          <ConsentBar />
        </Suspense>
      )}
      <Announcer />
      <SearchOverlay isOpen={isSearching} onClose={() => setIsSearching(false)} />
      <OnceOpen isOpen={isOpen}>
        <CartSheet />
      </OnceOpen>
    </div>
  );
}
