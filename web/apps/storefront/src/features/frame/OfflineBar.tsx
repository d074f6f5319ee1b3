import { useSyncExternalStore } from "react";
import { useTranslation } from "../../texts";

/** Says that there is no connection, and that nothing is lost by it. */
export function OfflineBar() {
  const { t } = useTranslation();
  const isOnline = useSyncExternalStore(
    subscribe,
    () => navigator.onLine,
    () => true,
  );
  return (
    <div role="status">
      {!isOnline && (
        <p className="flex items-center justify-center gap-8 bg-warn-soft px-gutter py-8 type-label text-warn">
          {t("frame.offline")}
        </p>
      )}
    </div>
  );
}

function subscribe(listener: () => void): () => void {
  addEventListener("online", listener);
  addEventListener("offline", listener);
  return () => {
    removeEventListener("online", listener);
    removeEventListener("offline", listener);
  };
}
