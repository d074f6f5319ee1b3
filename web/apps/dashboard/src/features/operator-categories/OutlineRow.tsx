import { Anchor, Menu, classes, type MenuItem } from "@feria/ui";
import { CaretDownIcon } from "@feria/ui/icons";
import type { KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { ownAttributes, type Line, type Move, type Zone } from "./tree";
import type { Dragging } from "./useDragLine";

export const TREE = "/operator/categories";
const INDENTS = [
  "ps-16 md:ps-20",
  "ps-32 md:ps-56",
  "ps-48 md:ps-96",
  "ps-64 md:ps-128",
  "ps-72 md:ps-160",
  "ps-72 md:ps-160",
];

type OutlineRowProps = {
  line: Line;
  /** Whether there is such a step from here. */
  stepsOf: (move: Move) => boolean;
  onStep: (move: Move) => void;
  onKeyDown: (event: KeyboardEvent) => void;
  onDelete: () => void;
  dragging: Dragging;
};

/** Where what is dragged would come to stand. */
const ZONES: Record<Zone, string> = {
  before: "outline-drop-before",
  after: "outline-drop-after",
  into: "bg-plum-soft",
};

/** A category with what is in it; its name leads to its page. */
export function OutlineRow({ line, stepsOf, onStep, onKeyDown, onDelete, dragging }: OutlineRowProps) {
  const { t } = useTranslation();
  const { category, depth } = line;
  const { zone, isDragged, ...handlers } = dragging;
  const attributes = ownAttributes(category).length;
  return (
    <li
      data-line={category.id}
      {...handlers}
      className={classes(
        "relative flex min-h-44 items-center gap-12 pe-8",
        INDENTS[depth],
        zone ? ZONES[zone] : "hover:bg-sunken",
        isDragged && "text-ink-3",
      )}
    >
      <div className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-12 py-8">
        <Anchor
          href={`${TREE}/${category.id}`}
          draggable={false}
          aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown Alt+ArrowLeft Alt+ArrowRight"
          onKeyDown={onKeyDown}
          className={classes(
            "text-plum-text after:absolute after:inset-0 hover:underline hover:underline-offset-4",
            depth === 0 ? "font-600" : "font-500",
          )}
        >
          {category.name}
        </Anchor>
        <span className="numbers type-small text-ink-2">
          {t("operator.categories.products", { count: category.product_count })}
          {attributes > 0 && ` · ${t("operator.categories.attributeCount", { count: attributes })}`}
        </span>
      </div>
      <Menu
        label={t("operator.categories.change", { name: category.name })}
        trigger={
          <>
            <span className="max-sm:sr-only">{t("operator.categories.changeShort")}</span>
            <CaretDownIcon aria-hidden className="size-16" />
          </>
        }
        triggerClassName="relative inline-flex min-h-36 items-center gap-4 rounded-control px-12 text-ink-2 hover:bg-surface hover:text-ink pointer-coarse:min-h-44"
        items={useItems({ line, stepsOf, onStep, onDelete })}
      />
    </li>
  );
}

function useItems({
  line,
  stepsOf,
  onStep,
  onDelete,
}: Omit<OutlineRowProps, "onKeyDown" | "dragging">): MenuItem[] {
  const { t } = useTranslation();
  const { category, parent, siblings, place } = line;
  const before = siblings[place - 1]?.name ?? "";
  const step = (move: Move, label: string): MenuItem[] =>
    stepsOf(move) ? [{ label, onSelect: () => onStep(move) }] : [];
  return [
    { label: t("operator.categories.edit"), href: `${TREE}/${category.id}` },
    { label: t("operator.categories.addBelow"), href: `${TREE}/new?parent=${category.id}` },
    ...step("up", t("operator.categories.up")),
    ...step("down", t("operator.categories.down")),
    ...step("in", t("operator.categories.in", { name: before })),
    ...step("out", t("operator.categories.out", { name: parent?.name })),
    { label: t("operator.categories.delete"), tone: "bad", onSelect: onDelete },
  ];
}
