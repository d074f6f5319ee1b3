import { useEffect, useLayoutEffect, useRef, type MouseEvent, type SyntheticEvent } from "react";

/**
 * A native modal dialog that follows `isOpen`: the browser makes the rest inert, keeps the focus inside, gives it
 * back at the end, and closes on Escape. A press on the backdrop closes it as well.
 */
export function useModal(isOpen: boolean, onClose: () => void) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (!element) return;
    if (isOpen && !element.open) element.showModal();
    if (!isOpen && element.open) element.close();
  }, [isOpen]);
  useLayoutEffect(() => {
    const element = dialog.current;
    // What is taken out of the page while open would not give the focus back.
    return () => element?.close();
  }, []);
  return {
    ref: dialog,
    onCancel: (event: SyntheticEvent) => {
      if (event.target !== dialog.current) return;
      event.preventDefault();
      onClose();
    },
    onMouseDown: (event: MouseEvent) => {
      if (event.target === dialog.current) onClose();
    },
  };
}
