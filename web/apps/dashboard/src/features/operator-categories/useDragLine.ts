import type { Category } from "@feria/api";
import { useState, type DragEvent } from "react";
import { dropOf, type Line, type Zone } from "./tree";

type Over = { id: string; zone: Zone };
type MoveTo = (line: Line, parentId: string | null, place: number) => void;

/** The upper and the lower quarter of a line mean before and after it, the rest means into it. */
function zoneOf(event: DragEvent): Zone {
  const { top, height } = event.currentTarget.getBoundingClientRect();
  const share = (event.clientY - top) / height;
  return share < 0.25 ? "before" : share > 0.75 ? "after" : "into";
}

/** Lines that are dragged to another place in the tree. */
export function useDragLine(tree: Category[], onMove: MoveTo) {
  const [dragged, setDragged] = useState<Line | null>(null);
  const [over, setOver] = useState<Over | null>(null);
  const end = () => {
    setDragged(null);
    setOver(null);
  };
  return (line: Line) => ({
    draggable: true,
    isDragged: dragged?.category.id === line.category.id,
    zone: over?.id === line.category.id ? over.zone : null,
    onDragStart: (event: DragEvent) => {
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", line.category.name);
      setDragged(line);
    },
    onDragOver: (event: DragEvent) => {
      const zone = zoneOf(event);
      const target = dragged && dropOf(tree, dragged.category.id, line, zone);
      setOver(target ? { id: line.category.id, zone } : null);
      if (target) event.preventDefault();
    },
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      const target = dragged && dropOf(tree, dragged.category.id, line, zoneOf(event));
      if (dragged && target) onMove(dragged, target.parentId, target.place);
      end();
    },
    onDragEnd: end,
  });
}

export type Dragging = ReturnType<ReturnType<typeof useDragLine>>;
