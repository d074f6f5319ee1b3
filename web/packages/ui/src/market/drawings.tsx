import { classes } from "../text/classes";

/** Line drawings of things, for pictures that are missing; one per kind of thing the market sells. */
const OUTLINES = {
  vase: "M52 22h16M54 22c0 12-4 16-10 24-6 8-10 18-10 30 0 16 8 30 14 34h24c6-4 14-18 14-34 0-12-4-22-10-30-6-8-10-12-10-24M36 68h48",
  cup: "M30 46h52v34c0 12-10 22-22 22h-8c-12 0-22-10-22-22zM82 54h6c8 0 12 5 12 12s-4 14-12 14h-7M30 62h52",
  bowl: "M22 54h76c0 24-14 40-30 44v8H52v-8C36 94 22 78 22 54zM30 66h60",
  lamp: "M44 26h32l14 38H30zM60 64v38M44 102h32M84 64v16",
  cloth:
    "M32 28h56v58c0 8 0 14-6 18H38c-6-4-6-10-6-18zM32 40h56M32 48h56M40 104v8M52 104v8M68 104v8M80 104v8",
  print: "M30 24h60v80H30zM40 34h40v60H40zM40 78l14-16 10 10 8-8 8 10M70 46a4 4 0 1 0 .1 0",
  candle: "M40 50h40v56H40zM60 50v-8M60 42c-6-6-4-12 0-18 4 6 6 12 0 18zM40 66h40",
  jar: "M40 28h40v12H40zM44 40c-8 6-12 10-12 20v36c0 6 4 10 10 10h36c6 0 10-4 10-10V60c0-10-4-14-12-20M32 66h56M32 88h56",
  soap: "M28 52c0-6 4-10 10-10h44c6 0 10 4 10 10v26c0 6-4 10-10 10H38c-6 0-10-4-10-10zM44 56h32M22 96h76",
  book: "M34 26h50v80H40c-4 0-6-3-6-6zM34 100c0-4 3-6 6-6h44M46 40h26M46 50h18",
  parcel: "M28 44l32-14 32 14v42l-32 16-32-16zM28 44l32 16 32-16M60 60v42M44 37l32 16",
} as const;

export type Thing = keyof typeof OUTLINES;

/** A thing in outline, in the stall's text colour. */
export function ThingDrawing({ thing = "parcel", className }: { thing?: Thing; className?: string }) {
  return (
    <svg
      viewBox="0 0 120 132"
      aria-hidden="true"
      fill="none"
      className={classes("text-stall-text", className)}
    >
      <path
        d={OUTLINES[thing]}
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}

const SLATS = [70, 78, 86, 94, 102];
const SCALLOPS = "a10 10 0 0 1-20 0".repeat(8);

/** A stall with its shutter down: what stands where something would be, but is not. */
export function ClosedStall({ className = "w-160" }: { className?: string }) {
  return (
    <svg viewBox="0 0 200 150" aria-hidden="true" fill="none" className={classes("text-ink-3", className)}>
      <g stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round">
        <path d="M32 52v88M168 52v88M12 140h176M42 60v50h116V60" />
        {SLATS.map((height) => (
          <path key={height} d={`M42 ${height}h116`} />
        ))}
        <path d="M92 110v5h16v-5M32 118h136M46 118v22M154 118v22" />
      </g>
      <path d={`M20 22h160v20${SCALLOPS}z`} className="fill-stall-band" />
    </svg>
  );
}
