import { Toasts } from "@feria/ui";
import { lazy, Suspense, useState, type ReactNode } from "react";
import { useTranslation } from "../../texts";

const SearchSheet = lazy(() => import("./SearchSheet").then((part) => ({ default: part.SearchSheet })));

/** Keeps what is fetched only when it is first needed, and then stays. */
export function OnceOpen({ isOpen, children }: { isOpen: boolean; children: ReactNode }) {
  const [wasOpen, setWasOpen] = useState(isOpen);
  if (isOpen && !wasOpen) setWasOpen(true);
  return wasOpen || isOpen ? <Suspense>{children}</Suspense> : null;
}

/** What lies over every page: search, and the messages about what happened elsewhere. */
export function Overlays({ isSearching, onClose }: { isSearching: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <>
      <OnceOpen isOpen={isSearching}>
        <SearchSheet isOpen={isSearching} onClose={onClose} />
      </OnceOpen>
      <Toasts label={t("frame.messages")} closeLabel={t("frame.close")} />
    </>
  );
}
