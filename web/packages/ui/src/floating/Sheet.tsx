import { useId, type ReactNode } from "react";
import { IconButton } from "../controls/Button";
import { XIcon } from "../icons";
import { classes } from "../text/classes";
import { useModal } from "./useModal";

export type SheetProps = {
  isOpen: boolean;
  onClose: () => void;
  title: ReactNode;
  closeLabel: string;
  side?: "start" | "end" | "bottom";
  size?: "normal" | "wide";
  /** The cart's: 320 ms instead of 200. */
  isSlow?: boolean;
  /** Stays in view below what scrolls. */
  footer?: ReactNode;
  children: ReactNode;
};

const SIDES = {
  end: "sheet-end ms-auto h-full border-s",
  start: "sheet-start me-auto h-full border-e",
  bottom: "sheet-bottom mt-auto w-full rounded-t-panel border-t",
};

/** Comes in from an edge, over the page. */
export function Sheet(props: SheetProps) {
  const {
    isOpen,
    onClose,
    title,
    closeLabel,
    side = "end",
    size = "normal",
    isSlow,
    footer,
    children,
  } = props;
  const titleId = useId();
  const modal = useModal(isOpen, onClose);
  return (
    <dialog
      {...modal}
      aria-labelledby={titleId}
      className={classes(
        "sheet max-h-full overflow-clip w-full max-w-full border-line bg-surface shadow-float",
        SIDES[side],
        side !== "bottom" && (size === "wide" ? "sm:max-w-sheet-wide" : "sm:max-w-sheet"),
        isSlow && "sheet-slow",
      )}
    >
      {isOpen && (
        <div className={classes("flex flex-col", side === "bottom" ? "sheet-body" : "h-full")}>
          <header className="flex shrink-0 items-center justify-between gap-16 border-b border-line py-8 ps-16 pe-8">
            <h2 id={titleId} className="type-heading">
              {title}
            </h2>
            <IconButton label={closeLabel} onClick={onClose}>
              <XIcon aria-hidden className="size-20" />
            </IconButton>
          </header>
          <div className="relative min-h-0 flex-1 overflow-y-auto overscroll-contain p-16">{children}</div>
          {footer && <footer className="shrink-0 border-t border-line p-16">{footer}</footer>}
        </div>
      )}
    </dialog>
  );
}
