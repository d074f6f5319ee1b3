import { useId, type ReactNode } from "react";
import { IconButton } from "../controls/Button";
import { XIcon } from "../icons";
import { useModal } from "./useModal";

export type DialogProps = {
  isOpen: boolean;
  onClose: () => void;
  title: ReactNode;
  closeLabel: string;
  children: ReactNode;
  /** Buttons, the one that does it last. */
  actions?: ReactNode;
};

/** A question in the middle of the screen; for what cannot be undone. */
export function Dialog({ isOpen, onClose, title, closeLabel, children, actions }: DialogProps) {
  const titleId = useId();
  const modal = useModal(isOpen, onClose);
  return (
    <dialog
      {...modal}
      aria-labelledby={titleId}
      className="dialog m-auto w-full max-w-dialog rounded-panel border border-line bg-surface shadow-float max-sm:mb-16 max-sm:w-11/12"
    >
      {isOpen && (
        <div className="flex flex-col gap-16 p-20">
          <header className="flex items-start justify-between gap-16">
            <h2 id={titleId} className="pt-8 type-heading">
              {title}
            </h2>
            <IconButton label={closeLabel} onClick={onClose} className="-me-8">
              <XIcon aria-hidden className="size-20" />
            </IconButton>
          </header>
          <div className="text-ink-2">{children}</div>
          {actions && <footer className="flex flex-wrap justify-end gap-8">{actions}</footer>}
        </div>
      )}
    </dialog>
  );
}
