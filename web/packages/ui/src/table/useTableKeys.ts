import { useEffect, type RefObject } from "react";

const EDITABLE = "input:not([type=checkbox]), textarea, select, [contenteditable], dialog, [role=menu]";
const ROW = "[data-row]";

/**
 * j and k go to the next and previous row, x selects it, Enter opens it: the focus stands on the row's link, so
 * that Enter is the browser's own and screen readers follow.
 */
export function useTableKeys(box: RefObject<HTMLElement | null>, onToggle: (rowId: string) => void) {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey || target.closest(EDITABLE)) return;
      const rows = [...(box.current?.querySelectorAll<HTMLElement>(ROW) ?? [])];
      const row = document.activeElement?.closest<HTMLElement>(ROW);
      const isInAnotherTable = row && !rows.includes(row);
      if (isInAnotherTable) return;
      const here = row ? rows.indexOf(row) : -1;
      if (event.key === "j" || event.key === "k") {
        const next = rows[event.key === "j" ? here + 1 : Math.max(0, here - 1)];
        next?.querySelector<HTMLElement>("a[href]")?.focus();
        next?.scrollIntoView?.({ block: "nearest" });
      } else if (event.key === "x") {
        const rowId = rows[here]?.dataset.row;
        if (rowId !== undefined) onToggle(rowId);
      }
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [box, onToggle]);
}
