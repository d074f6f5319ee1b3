export { DataTable } from "./DataTable";
export type { DataTableLabels, DataTableProps } from "./DataTable";
export type { Column } from "./columns";
