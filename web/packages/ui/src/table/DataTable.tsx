import { rowSelectionFeature, tableFeatures, useTable, type RowSelectionState } from "@tanstack/react-table";
import { useCallback, useMemo, useRef, type ReactNode, type RefObject } from "react";
import { BulkBar } from "./BulkBar";
import type { Column } from "./columns";
import { RowList, type Entry } from "./RowList";
import { RowTable } from "./RowTable";
import { useIsNarrow } from "./useIsNarrow";
import { useTableKeys } from "./useTableKeys";

export type DataTableLabels = {
  /** The table's name. */
  table: string;
  /** "Select all", "Select F7K2M9-1" */
  selectAll: string;
  selectRow: (name: string) => string;
  /** "3 selected" */
  selected: (count: number) => string;
  clearSelection: string;
};

export type DataTableProps<Row> = {
  rows: Row[];
  /** The first one is the link to the row. */
  columns: Column<Row>[];
  idOf: (row: Row) => string;
  hrefOf: (row: Row) => string;
  /** What a row is called where it is selected. */
  nameOf: (row: Row) => string;
  labels: DataTableLabels;
  /** Rows can be selected when there is something to do with them. */
  selected?: string[];
  onSelect?: (ids: string[]) => void;
  /** Buttons of the bar that rises while something is selected. */
  bulkActions?: (ids: string[]) => ReactNode;
  isCompact?: boolean;
  /** Instead of rows, when there are none. */
  empty?: ReactNode;
};

const features = tableFeatures({ rowSelectionFeature });
const NOTHING: string[] = [];

/** A list to work through: sticky head, first column as link, j/k/x/Enter, bulk bar; two-line items on phones. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { columns, labels, selected = NOTHING, onSelect, bulkActions, isCompact = false } = props;
  const box = useRef<HTMLDivElement>(null);
  const isNarrow = useIsNarrow();
  const { entries, all } = useEntries(props, box);
  if (entries.length === 0) return props.empty;
  return (
    <div ref={box}>
      {isNarrow ? (
        <RowList label={labels.table} entries={entries} columns={columns} />
      ) : (
        <RowTable label={labels.table} entries={entries} columns={columns} all={all} isCompact={isCompact} />
      )}
      {bulkActions && onSelect && selected.length > 0 && (
        <BulkBar
          count={labels.selected(selected.length)}
          clearLabel={labels.clearSelection}
          onClear={() => onSelect([])}
        >
          {bulkActions(selected)}
        </BulkBar>
      )}
    </div>
  );
}

/** The rows with their selection: with shift, all from the last one on. */
function useEntries<Row>(props: DataTableProps<Row>, box: RefObject<HTMLElement | null>) {
  const { rows, columns, idOf, hrefOf, nameOf, labels, selected = NOTHING, onSelect } = props;
  const rowSelection = useMemo(() => asState(selected), [selected]);
  const table = useTable<typeof features, object & Row>({
    features,
    columns: useMemo(() => columns.map(({ id }) => ({ id })), [columns]),
    data: rows as (object & Row)[],
    getRowId: idOf,
    state: { rowSelection },
    enableRowSelection: Boolean(onSelect),
    onRowSelectionChange: (change) => {
      const next = typeof change === "function" ? change(rowSelection) : change;
      onSelect?.(Object.keys(next));
    },
  });
  const toggle = useCallback((id: string) => table.getRow(id).toggleSelected(), [table]);
  useTableKeys(box, toggle);
  const entries = table.getRowModel().rows.map((row): Entry<Row> => ({
    id: row.id,
    row: row.original,
    href: hrefOf(row.original),
    isSelected: row.getIsSelected(),
    selectLabel: labels.selectRow(nameOf(row.original)),
    onToggle: onSelect ? row.getToggleSelectedHandler() : null,
  }));
  const all = {
    label: labels.selectAll,
    isChecked: table.getIsAllRowsSelected(),
    isPartly: table.getIsSomeRowsSelected(),
    onToggle: table.getToggleAllRowsSelectedHandler(),
  };
  return { entries, all: onSelect ? all : null };
}

function asState(ids: string[]): RowSelectionState {
  return Object.fromEntries(ids.map((id): [string, true] => [id, true]));
}
