import { useState } from "react";
import { useTranslation } from "react-i18next";

export const SECTIONS = "front-sections";

export type SectionOrder = ReturnType<typeof useOrder>;

/** Sections are moved by dragging, by buttons, or with Alt and an arrow; the focus goes along. */
export function useOrder(count: number, move: (from: number, to: number) => void) {
  const { t } = useTranslation();
  const [dragged, setDragged] = useState<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const [told, setTold] = useState("");
  const end = () => {
    setDragged(null);
    setOver(null);
  };
  const moveTo = (from: number, to: number) => {
    if (to < 0 || to >= count || from === to) return;
    move(from, to);
    setTold(t("operator.front.moved", { place: to + 1, count }));
    requestAnimationFrame(() => focusSection(to));
  };
  const drop = (to: number) => {
    if (dragged !== null) moveTo(dragged, to);
    end();
  };
  return { moveTo, told, dragged, setDragged, over, setOver, drop, end };
}

function focusSection(place: number): void {
  const line = document.getElementById(SECTIONS)?.children[place];
  line?.querySelector<HTMLElement>("button[aria-expanded]")?.focus();
}

/** What a line needs to be dragged and dropped on. */
export function dragging(order: SectionOrder, place: number, name: string) {
  return {
    onDragStart: (event: React.DragEvent) => {
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", name);
      order.setDragged(place);
    },
    onDragOver: (event: React.DragEvent) => {
      if (order.dragged === null) return;
      event.preventDefault();
      order.setOver(place);
    },
    onDrop: (event: React.DragEvent) => {
      event.preventDefault();
      order.drop(place);
    },
    onDragEnd: order.end,
  };
}
