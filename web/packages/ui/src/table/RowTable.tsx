import { Box } from "../controls/Box";
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
            <th scope="col" className={classes(HEAD, "w-44")}>
              <Box
                aria-label={all.label}
                checked={all.isChecked}
                isPartly={all.isPartly && !all.isChecked}
                onChange={all.onToggle}
              />
            </th>
          )}
          {columns.map((column) => (
            <HeadCell key={column.id} column={column} />
          ))}
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <TableRow key={entry.id} entry={entry} columns={columns} isCompact={isCompact} />
        ))}
      </tbody>
    </table>
  );
}

type TableRowProps<Row> = { entry: Entry<Row>; columns: Column<Row>[]; isCompact: boolean };

function TableRow<Row>({ entry, columns, isCompact }: TableRowProps<Row>) {
  const height = isCompact ? "h-36" : "h-44";
  return (
    <tr
      data-row={entry.id}
      className={entry.isSelected ? "bg-plum-soft" : "focus-within:bg-sunken hover:bg-sunken"}
    >
      {entry.onToggle && (
        <td className={CELL}>
          <SelectBox entry={entry} />
        </td>
      )}
      {columns.map((column, place) => (
        <td
          key={column.id}
          className={classes(CELL, height, column.isNumeric && "numbers text-end whitespace-nowrap")}
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
  );
}

const HEAD =
  "sticky top-0 z-10 h-36 border-b border-line bg-surface px-12 font-500 text-ink-2 first:ps-20 last:pe-20";
const CELL = "border-b border-line px-12 first:ps-20 last:pe-20";

function HeadCell<Row>({ column }: { column: Column<Row> }) {
  const { sort, header, isNumeric } = column;
  return (
    <th
      scope="col"
      aria-sort={sort && sort.direction !== "none" ? sort.direction : undefined}
      className={classes(HEAD, isNumeric ? "text-end" : "text-start")}
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

/** Selects one row. */
export function SelectBox<Row>({ entry }: { entry: Entry<Row> }) {
  return (
    <Box aria-label={entry.selectLabel} checked={entry.isSelected} onChange={entry.onToggle ?? undefined} />
  );
}
