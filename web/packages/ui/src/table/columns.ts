import type { ReactNode } from "react";

export type Column<Row> = {
  id: string;
  header: ReactNode;
  cell: (row: Row) => ReactNode;
  /** Right-aligned with figures of one width. */
  isNumeric?: boolean;
  /** Where it stands in the two-line item of phones; the first column always opens the first line. */
  phone?: "first" | "second" | "hidden";
  /** The header sorts, by this address. */
  sort?: { href: string; direction: "ascending" | "descending" | "none" };
};
