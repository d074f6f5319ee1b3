import { useEffect, useState, useSyncExternalStore } from "react";
import { XIcon } from "../icons";
import { dropToast, toastStore, type ShownToast } from "./toastStore";

const SHOWN_MS = 6_000;

export type ToastsProps = { label: string; closeLabel: string };

/** Where toasts appear; once per app, at its root. They stay while somebody points at them or is inside. */
export function Toasts({ label, closeLabel }: ToastsProps) {
  const toasts = useSyncExternalStore(toastStore.subscribe, toastStore.get, toastStore.get);
  return (
    <section
      aria-label={label}
      aria-live="polite"
      className="pointer-events-none fixed inset-x-0 bottom-72 z-50 flex flex-col items-center gap-8 px-16 lg:bottom-24"
    >
      {toasts.map((toast) => (
        <ToastItem key={toast.id} toast={toast} closeLabel={closeLabel} />
      ))}
    </section>
  );
}

function ToastItem({ toast, closeLabel }: { toast: ShownToast; closeLabel: string }) {
  const [isHeld, setIsHeld] = useState(false);
  useEffect(() => {
    if (isHeld) return undefined;
    const timer = setTimeout(() => dropToast(toast.id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isHeld, toast.id]);
  const act = () => {
    toast.action?.onAction();
    dropToast(toast.id);
  };
  return (
    <div
      onPointerEnter={() => setIsHeld(true)}
      onPointerLeave={() => setIsHeld(false)}
      onFocus={() => setIsHeld(true)}
      onBlur={() => setIsHeld(false)}
      className="toast pointer-events-auto flex max-w-form items-center gap-4 rounded-control border border-line bg-surface ps-16 text-ink shadow-float"
    >
      <p className="py-12 pe-8 type-label">{toast.text}</p>
      {toast.action && (
        <button
          type="button"
          onClick={act}
          className="min-h-44 px-8 type-label font-600 text-plum-text underline underline-offset-4"
        >
          {toast.action.label}
        </button>
      )}
      <button
        type="button"
        aria-label={closeLabel}
        onClick={() => dropToast(toast.id)}
        className="inline-flex size-44 items-center justify-center rounded-control text-ink-2 hover:text-ink"
      >
        <XIcon aria-hidden className="size-16" />
      </button>
    </div>
  );
}
