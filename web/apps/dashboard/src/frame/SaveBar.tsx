import { Button } from "@feria/ui";
import { useEffect, useRef, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { nameChanges } from "./changes";
import { LeaveGuard } from "./LeaveGuard";

export type SaveBarProps = {
  /** What differs from what is stored, in words of the page's labels: ["Title", "2 prices"]. */
  changes: string[];
  /** The bar stands although nothing changed yet, as when something new is made. */
  isAlwaysShown?: boolean;
  saveLabel: ReactNode;
  onSave: () => void;
  onDiscard?: () => void;
  isBusy: boolean;
  /** Instead of the names of the changes, such as the progress of an upload. */
  note?: ReactNode;
  /** Leaving does no harm, as after the save when the page goes on. */
  isGuarded?: boolean;
};

/** Rises from the bottom while something is not saved, names it, and asks before one leaves. */
export function SaveBar(props: SaveBarProps) {
  const {
    changes,
    isAlwaysShown = false,
    saveLabel,
    onSave,
    onDiscard,
    isBusy,
    note,
    isGuarded = true,
  } = props;
  const { t, i18n } = useTranslation();
  const isChanged = changes.length > 0;
  const isShown = isChanged || isAlwaysShown;
  useFocusAfter(isShown);
  const what = nameChanges(changes, i18n.language, (count) => t("frame.save.more", { count }));
  return (
    <>
      <LeaveGuard isActive={isGuarded && isChanged && !isBusy} />
      {isShown && (
        <section
          aria-label={t("frame.save.bar")}
          className="sticky bottom-0 z-20 -mx-gutter mt-24 -mb-48 flex flex-wrap items-center justify-between gap-x-16 gap-y-8 border-t border-line bg-surface px-gutter py-12"
        >
          <p role="status" className="min-w-0 flex-1 basis-160 text-ink-2">
            {note ?? (isChanged ? t("frame.save.changed", { what }) : null)}
          </p>
          <div className="flex gap-8">
            {onDiscard && isChanged && (
              <Button variant="quiet" onClick={onDiscard} disabled={isBusy}>
                {t("frame.save.discard")}
              </Button>
            )}
            <Button variant="primary" onClick={onSave} isBusy={isBusy}>
              {saveLabel}
            </Button>
          </div>
        </section>
      )}
    </>
  );
}

/** Who saved or discarded stood on a button of the bar, which has gone: on with the page's title, without scrolling. */
function useFocusAfter(isShown: boolean) {
  const wasShown = useRef(isShown);
  useEffect(() => {
    const isNowhere = document.activeElement === document.body;
    if (wasShown.current && !isShown && isNowhere) {
      document.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
    }
    wasShown.current = isShown;
  }, [isShown]);
}
