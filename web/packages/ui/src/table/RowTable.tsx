import { useEffect, useRef } from "react";
import { CaretDownIcon } from "../icons";
import { Anchor } from "../layout/Anchor";
import { classes } from "../text/classes";
import type { Column } from "./columns";
import type { Entry } from "./RowList";

export type SelectAll = {
  label: string;
  isChecked: boolean;
  isPartly: boolean;
  onToggle: (event: unknown) => void;
};

type RowTableProps<Row> = {
  label: string;
  entries: Entry<Row>[];
  columns: Column<Row>[];
  all: SelectAll | null;
  isCompact: boolean;
};

/** Rows as a table, on everything wider than a phone. */
export function RowTable<Row>({ label, entries, columns, all, isCompact }: RowTableProps<Row>) {
  return (
    <table aria-label={label} className="w-full border-separate border-spacing-0 type-label font-400">
      <thead>
        <tr>
          {all && (
            <th scope="col" className={classes(HEAD, "w-44 px-12")}>
              <SelectAllBox {...all} />
            </th>
          )}
          {columns.map((column) => (
            <HeadCell key={column.id} column={column} />
          ))}
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr
            key={entry.id}
            data-row={entry.id}
            className={classes(
              "focus-within:bg-sunken hover:bg-sunken",
              entry.isSelected && "bg-plum-soft hover:bg-plum-soft focus-within:bg-plum-soft",
            )}
          >
            {entry.onToggle && (
              <td className={classes(CELL, "px-12")}>
                <SelectBox entry={entry} />
              </td>
            )}
            {columns.map((column, place) => (
              <td
                key={column.id}
                className={classes(
                  CELL,
                  isCompact ? "h-36" : "h-44",
                  "px-12",
                  column.isNumeric && "numbers text-end",
                )}
              >
                {place === 0 ? (
                  <Anchor
                    href={entry.href}
                    className="font-500 text-plum-text hover:underline hover:underline-offset-4"
                  >
                    {column.cell(entry.row)}
                  </Anchor>
                ) : (
                  column.cell(entry.row)
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const HEAD = "sticky top-0 z-10 h-36 border-b border-line bg-surface text-start font-500 text-ink-2";
const CELL = "border-b border-line";

function HeadCell<Row>({ column }: { column: Column<Row> }) {
  const { sort, header, isNumeric } = column;
  return (
    <th
      scope="col"
      aria-sort={sort && sort.direction !== "none" ? sort.direction : undefined}
      className={classes(HEAD, "px-12", isNumeric && "text-end")}
    >
      {sort ? (
        <Anchor
          href={sort.href}
          className={classes(
            "inline-flex items-center gap-4 hover:text-ink",
            sort.direction !== "none" && "text-ink",
          )}
        >
          {header}
          <CaretDownIcon
            aria-hidden
            className={classes(
              "size-12",
              sort.direction === "none" && "opacity-0",
              sort.direction === "ascending" && "rotate-180",
            )}
          />
        </Anchor>
      ) : (
        header
      )}
    </th>
  );
}

/** A plain box in a cell, with the whole cell's height to press. */
export function SelectBox<Row>({ entry }: { entry: Entry<Row> }) {
  return (
    <input
      type="checkbox"
      aria-label={entry.selectLabel}
      checked={entry.isSelected}
      onChange={entry.onToggle ?? undefined}
      className={BOX}
    />
  );
}

const BOX = "relative block size-16 accent-plum before:absolute before:-inset-12";

function SelectAllBox({ label, isChecked, isPartly, onToggle }: SelectAll) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) box.current.indeterminate = isPartly && !isChecked;
  }, [isPartly, isChecked]);
  return (
    <input
      ref={box}
      type="checkbox"
      aria-label={label}
      checked={isChecked}
      onChange={onToggle}
      className={BOX}
    />
  );
}
