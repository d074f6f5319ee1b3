import { useState, type ReactNode } from "react";
import {
  Line,
  LineChart as Chart,
  CartesianGrid,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { classes } from "../text/classes";

export type LinePoint = {
  /** On the axis: "24 Nov". */
  label: string;
  value: number;
  /** The same place of the period before. */
  previous?: number | null;
};

export type LineChartProps = {
  title: ReactNode;
  points: LinePoint[];
  /** Writes a value of the axis, the hint and the table. */
  format: (value: number) => string;
  /** Shorter, for the axis; `format` without it. */
  formatAxis?: (value: number) => string;
  labels: { value: string; previous: string; period: string; showTable: string; showChart: string };
};

const MARGIN = { top: 8, right: 12, bottom: 0, left: 0 };
const TICK = { fill: "var(--ink-3)", fontSize: "0.8125rem" };

/** One line in plum, the period before dashed, and the same as a table. */
export function LineChart({ title, points, format, formatAxis = format, labels }: LineChartProps) {
  const [isTable, setIsTable] = useState(false);
  const hasPrevious = points.some((point) => point.previous !== undefined && point.previous !== null);
  return (
    <figure className="flex flex-col gap-12">
      <figcaption className="flex items-start justify-between gap-16">
        <span className="type-heading">{title}</span>
        <button
          type="button"
          onClick={() => setIsTable(!isTable)}
          className="-my-4 min-h-36 shrink-0 type-label text-plum-text underline underline-offset-4 pointer-coarse:-my-8 pointer-coarse:min-h-44"
        >
          {isTable ? labels.showChart : labels.showTable}
        </button>
      </figcaption>
      {isTable ? (
        <PointTable points={points} format={format} labels={labels} hasPrevious={hasPrevious} />
      ) : (
        <>
          <div aria-hidden="true" className="h-240">
            <Lines points={points} format={format} formatAxis={formatAxis} labels={labels} />
          </div>
          <Legend labels={labels} hasPrevious={hasPrevious} />
        </>
      )}
    </figure>
  );
}

type LinesProps = Required<Pick<LineChartProps, "points" | "format" | "formatAxis" | "labels">>;

function Lines({ points, format, formatAxis, labels }: LinesProps) {
  return (
    <ResponsiveContainer width="100%" height="100%">
      <Chart data={points} margin={MARGIN} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis dataKey="label" tick={TICK} tickLine={false} axisLine={false} tickMargin={8} minTickGap={32} />
        <YAxis
          tick={TICK}
          tickLine={false}
          axisLine={false}
          width="auto"
          tickFormatter={formatAxis}
          tickCount={4}
        />
        <Tooltip
          cursor={{ stroke: "var(--line-strong)" }}
          isAnimationActive={false}
          content={(hint) => (
            <Hint
              label={String(hint.label ?? "")}
              rows={(hint.payload ?? []).map((row) => ({
                name: row.dataKey === "previous" ? labels.previous : labels.value,
                text: format(Number(row.value)),
              }))}
            />
          )}
        />
        <Line
          dataKey="previous"
          stroke="var(--ink-3)"
          strokeDasharray="4 4"
          strokeWidth={1.5}
          dot={false}
          isAnimationActive={false}
        />
        <Line
          dataKey="value"
          stroke="var(--plum-text)"
          strokeWidth={2}
          dot={false}
          isAnimationActive={false}
        />
      </Chart>
    </ResponsiveContainer>
  );
}

function Hint({ label, rows }: { label: string; rows: { name: string; text: string }[] }) {
  if (rows.length === 0) return null;
  return (
    <div className="rounded-control border border-line bg-surface px-12 py-8 type-small shadow-float">
      <p className="text-ink-2">{label}</p>
      {rows.map((row) => (
        <p key={row.name} className="flex justify-between gap-16">
          <span>{row.name}</span>
          <span className="numbers font-600">{row.text}</span>
        </p>
      ))}
    </div>
  );
}

function Legend({ labels, hasPrevious }: { labels: LineChartProps["labels"]; hasPrevious: boolean }) {
  if (!hasPrevious) return null;
  return (
    <p aria-hidden="true" className="flex gap-20 type-small text-ink-2">
      <Key name={labels.value} className="text-plum-text" />
      <Key name={labels.previous} className="text-ink-3" isDashed />
    </p>
  );
}

function Key({ name, className, isDashed = false }: { name: string; className: string; isDashed?: boolean }) {
  return (
    <span className="inline-flex items-center gap-8">
      <svg
        viewBox="0 0 20 2"
        className={classes("h-2 w-20", className)}
        stroke="currentColor"
        strokeWidth="2"
      >
        <path d="M0 1h20" strokeDasharray={isDashed ? "4 4" : undefined} />
      </svg>
      {name}
    </span>
  );
}

type PointTableProps = Pick<LineChartProps, "points" | "format" | "labels"> & { hasPrevious: boolean };

function PointTable({ points, format, labels, hasPrevious }: PointTableProps) {
  return (
    <div className="max-h-320 overflow-y-auto" tabIndex={-1}>
      <table className="w-full type-label font-400">
        <thead>
          <tr className="text-ink-2">
            <th className="sticky top-0 bg-surface py-8 text-start font-500">{labels.period}</th>
            <th className="sticky top-0 bg-surface py-8 text-end font-500">{labels.value}</th>
            {hasPrevious && (
              <th className="sticky top-0 bg-surface py-8 text-end font-500">{labels.previous}</th>
            )}
          </tr>
        </thead>
        <tbody className="numbers">
          {points.map((point) => (
            <tr key={point.label} className="border-t border-line">
              <th scope="row" className="py-8 text-start font-400">
                {point.label}
              </th>
              <td className="text-end">{format(point.value)}</td>
              {hasPrevious && (
                <td className="text-end">{typeof point.previous === "number" && format(point.previous)}</td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
