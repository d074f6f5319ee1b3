import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, Outlet } from "@tanstack/react-router";
import { lazy, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCartSheet } from "../cartSheet";
import { ConsentBar, CookieChoice } from "../features/consent/ConsentBar";
import { Announcer } from "../features/frame/Announcer";
import { Footer } from "../features/frame/Footer";
import { Header } from "../features/frame/Header";
import { OfflineBar } from "../features/frame/OfflineBar";
import { OnceOpen, Overlays } from "../features/frame/Overlays";
import { TabBar } from "../features/frame/TabBar";

const CartSheet = lazy(() =>
  import("../features/cart/CartSheet").then((part) => ({ default: part.CartSheet })),
);

export const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({ component: Layout });

/** What is around every page. */
function Layout() {
  const { t } = useTranslation();
  const [isSearching, setIsSearching] = useState(false);
  const { isOpen } = useCartSheet();
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
      <Footer cookieChoice={(className) => <CookieChoice className={className} />} />
      <TabBar onSearch={search} />
      <ConsentBar />
      <Announcer />
      <Overlays isSearching={isSearching} onClose={() => setIsSearching(false)} />
      <OnceOpen isOpen={isOpen}>
        <CartSheet />
      </OnceOpen>
    </div>
  );
}
