import type { ReactNode } from "react";

export type Column<Row> = {
  id: string;
  header: ReactNode;
  cell: (row: Row) => ReactNode;
  /** Right-aligned with figures of one width. */
  isNumeric?: boolean;
  /** Where it stands in the two-line item of phones (`end`: right in the second line); the first column opens it. */
  phone?: "first" | "second" | "end" | "hidden";
  /** The header sorts, by this address. */
  sort?: { href: string; direction: "ascending" | "descending" | "none" };
};
