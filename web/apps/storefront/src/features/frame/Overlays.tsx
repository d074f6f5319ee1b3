import { lazy, Suspense, useState, type ReactNode } from "react";

const SearchSheet = lazy(() => import("./SearchSheet").then((part) => ({ default: part.SearchSheet })));

/** Keeps what is fetched only when it is first needed, and then stays. */
export function OnceOpen({ isOpen, children }: { isOpen: boolean; children: ReactNode }) {
  const [wasOpen, setWasOpen] = useState(isOpen);
  if (isOpen && !wasOpen) setWasOpen(true);
  return wasOpen || isOpen ? <Suspense>{children}</Suspense> : null;
}

/** Search over the whole phone. */
export function SearchOverlay({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <OnceOpen isOpen={isOpen}>
      <SearchSheet isOpen={isOpen} onClose={onClose} />
    </OnceOpen>
  );
}
