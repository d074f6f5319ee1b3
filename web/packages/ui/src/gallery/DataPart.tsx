import { lazy, Suspense, useState } from "react";
import { Button } from "../controls/Button";
import { Badge, StatusDot, type Tone } from "../feedback/Badge";
import { Skeleton } from "../feedback/Progress";
import { Panel } from "../layout/Panel";
import { DataTable } from "../table/DataTable";
import type { Column } from "../table/columns";
import { formatMoney } from "../text/money";
import { Part, type Theme } from "./Part";

const LineChart = lazy(() => import("../chart/LineChart").then((module) => ({ default: module.LineChart })));

type Row = { number: string; buyer: string; tone: Tone; status: string; placed: string; total: number };

const ROWS: Row[] = [
  {
    number: "F7K2M9-1",
    buyer: "Inês Duarte",
    tone: "warn",
    status: "To ship",
    placed: "24 Nov",
    total: 3680,
  },
  {
    number: "Q3T8B1-2",
    buyer: "Jon Etxeberria",
    tone: "warn",
    status: "To accept",
    placed: "24 Nov",
    total: 11290,
  },
  {
    number: "A9D4X6-1",
    buyer: "Maëlle Rousseau",
    tone: "good",
    status: "Delivered",
    placed: "19 Nov",
    total: 2290,
  },
  {
    number: "H5W0C2-1",
    buyer: "Tomás Figueira",
    tone: "bad",
    status: "Cancelled",
    placed: "18 Nov",
    total: -1800,
  },
];

const COLUMNS: Column<Row>[] = [
  { id: "number", header: "Order", cell: (row) => row.number },
  { id: "buyer", header: "Buyer", cell: (row) => row.buyer },
  { id: "status", header: "Status", cell: (row) => <StatusDot tone={row.tone}>{row.status}</StatusDot> },
  {
    id: "placed",
    header: "Placed",
    cell: (row) => row.placed,
    sort: { href: "/sell/orders?sort=placed", direction: "descending" },
  },
  {
    id: "total",
    header: "Total",
    cell: (row) => formatMoney({ amount: row.total, currency: "EUR" }),
    isNumeric: true,
    phone: "first",
  },
];

const DAYS = 28;
const POINTS = Array.from({ length: DAYS }, (_, day) => ({
  label: `${day + 1} Nov`,
  value: Math.round(18_000 + 9_000 * Math.sin(day / 3) + day * 400),
  previous: Math.round(16_000 + 7_000 * Math.cos(day / 4)),
}));

const CHART_LABELS = {
  value: "These 28 days",
  previous: "28 days before",
  period: "Day",
  showTable: "Show as table",
  showChart: "Show as chart",
};

/** The dashboard's: denser, on the surface. */
export function DataPart({ theme }: { theme: Theme }) {
  const [selected, setSelected] = useState<string[]>(["F7K2M9-1"]);
  const money = (amount: number) => formatMoney({ amount, currency: "EUR" });
  return (
    <Part title="Dashboard">
      <div className="dense flex flex-col gap-20">
        <Panel title="Orders" actions={<Badge tone="warn">2 to do today</Badge>} flush level={3}>
          <DataTable
            rows={ROWS}
            columns={COLUMNS}
            idOf={(row) => row.number}
            hrefOf={(row) => `/sell/orders/${row.number}`}
            nameOf={(row) => row.number}
            selected={selected}
            onSelect={setSelected}
            bulkActions={() => <Button variant="primary">Mark as shipped</Button>}
            labels={{
              table: `Orders, ${theme}`,
              selectAll: "Select all",
              selectRow: (name) => `Select ${name}`,
              selected: (count) => `${count} selected`,
              clearSelection: "Clear selection",
            }}
          />
        </Panel>
        <Panel level={3}>
          <Suspense fallback={<Skeleton className="h-320" />}>
            <LineChart
              title="Sales"
              points={POINTS}
              format={money}
              formatAxis={(value) => `€${value / 100}`}
              labels={CHART_LABELS}
            />
          </Suspense>
        </Panel>
      </div>
    </Part>
  );
}
