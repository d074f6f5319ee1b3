import type { Category } from "@feria/api";
import { Panel, VisuallyHidden } from "@feria/ui";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../../frame/Problem";
import { DeleteDialog } from "./DeleteDialog";
import { OutlineRow } from "./OutlineRow";
import { lineOf, linesOf, targetOf, type Line, type Move } from "./tree";
import { useDragLine } from "./useDragLine";
import { useMove } from "./useMove";

const KEYS: Record<string, Move> = { ArrowUp: "up", ArrowDown: "down", ArrowRight: "in", ArrowLeft: "out" };

/** The tree, line by line; each can be moved, by its menu, with Alt and an arrow, or dragged. */
export function Outline({ tree }: { tree: Category[] }) {
  const { t } = useTranslation();
  const [deleted, setDeleted] = useState<Line | null>(null);
  const { step, moveTo, isMoving, fault, told, list } = useSteps(tree);
  const dragOf = useDragLine(tree, (line, parentId, place) => void moveTo(line, parentId, place));
  const press = (event: KeyboardEvent, line: Line) => {
    const move = event.altKey ? KEYS[event.key] : undefined;
    if (!move) return;
    event.preventDefault();
    void step(line, move);
  };
  return (
    <div className="flex flex-col gap-12">
      {fault ? <Problem fault={fault} /> : null}
      <VisuallyHidden>
        <span role="status">{told}</span>
      </VisuallyHidden>
      <Panel flush>
        <ul
          ref={list}
          aria-label={t("operator.categories.title")}
          aria-busy={isMoving}
          className="divide-y divide-line"
        >
          {linesOf(tree).map((line) => (
            <OutlineRow
              key={line.category.id}
              line={line}
              stepsOf={(move) => targetOf(tree, line.category.id, move) !== null}
              onStep={(move) => void step(line, move)}
              onKeyDown={(event) => press(event, line)}
              onDelete={() => setDeleted(line)}
              dragging={dragOf(line)}
            />
          ))}
        </ul>
      </Panel>
      <DeleteDialog category={deleted?.category ?? null} onClose={() => setDeleted(null)} />
    </div>
  );
}

/** Moves by one step; the focus stays on the line that moved, and its new place is told. */
function useSteps(tree: Category[]) {
  const { t } = useTranslation();
  const { move, isMoving, fault } = useMove(tree);
  const list = useRef<HTMLUListElement>(null);
  const [moved, setMoved] = useState<string | null>(null);
  useEffect(() => {
    // A line that is put elsewhere in the list loses the focus.
    if (moved) list.current?.querySelector<HTMLElement>(`[data-line="${moved}"] a`)?.focus();
  }, [moved, tree]);
  const moveTo = async ({ category }: Line, parentId: string | null, place: number) => {
    if (!isMoving && (await move(category.id, parentId, place))) setMoved(category.id);
  };
  const step = async (line: Line, way: Move) => {
    const target = targetOf(tree, line.category.id, way);
    if (target) await moveTo(line, target.parentId, target.place);
  };
  const at = moved ? lineOf(tree, moved) : undefined;
  const told = at
    ? t(at.parent ? "operator.categories.movedBelow" : "operator.categories.movedTop", {
        name: at.category.name,
        parent: at.parent?.name,
        place: at.place + 1,
        count: at.siblings.length,
      })
    : "";
  return { step, moveTo, isMoving, fault, told, list };
}
