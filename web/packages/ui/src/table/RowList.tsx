import { Anchor } from "../layout/Anchor";
import { classes } from "../text/classes";
import type { Column } from "./columns";
import { SelectBox } from "./RowTable";

/** A row as both shapes draw it. */
export type Entry<Row> = {
  id: string;
  row: Row;
  href: string;
  isSelected: boolean;
  selectLabel: string;
  onToggle: ((event: unknown) => void) | null;
};

type RowListProps<Row> = { label: string; entries: Entry<Row>[]; columns: Column<Row>[] };

/** Rows as items of two lines, on phones. */
export function RowList<Row>({ label, entries, columns }: RowListProps<Row>) {
  const [first, ...rest] = columns;
  const firstLine = rest.filter((column) => column.phone === "first");
  const secondLine = rest.filter((column) => column.phone !== "first" && column.phone !== "hidden");
  return (
    <ul aria-label={label} className="divide-y divide-line">
      {entries.map((entry) => (
        <li
          key={entry.id}
          data-row={entry.id}
          className={classes("flex items-center gap-12 px-16", entry.isSelected && "bg-plum-soft")}
        >
          {entry.onToggle && <SelectBox entry={entry} />}
          <div className="relative flex min-w-0 flex-1 flex-col gap-2 py-12 type-label font-400">
            <div className="flex items-baseline justify-between gap-12">
              <Anchor
                href={entry.href}
                className="line-clamp-2 min-w-0 font-500 text-plum-text after:absolute after:inset-0"
              >
                {first?.cell(entry.row)}
              </Anchor>
              {firstLine.map((column) => (
                <span key={column.id} className={classes("shrink-0", column.isNumeric && "numbers font-500")}>
                  {column.cell(entry.row)}
                </span>
              ))}
            </div>
            <div className="flex flex-wrap items-center gap-x-12 type-small text-ink-2">
              {secondLine.map((column) => (
                <span
                  key={column.id}
                  className={classes(
                    "empty:hidden",
                    column.isNumeric && "numbers",
                    column.phone === "end" && "ms-auto",
                  )}
                >
                  {column.cell(entry.row)}
                </span>
              ))}
            </div>
          </div>
        </li>
      ))}
    </ul>
  );
}
