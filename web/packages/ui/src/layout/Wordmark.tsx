/** The mark: a bar with three scallops, in one colour. Legible at 16 px. */
export function Mark({ className = "h-16" }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 16" aria-hidden="true" className={className} fill="currentColor">
      <path d="M1.5 0h21A1.5 1.5 0 0 1 24 1.500V11a4 4 0 0 1-8 0 4 4 0 0 1-8 0 4 4 0 0 1-8 0V1.500A1.500 1.500 0 0 1 1.500 0z" />
    </svg>
  );
}

export type WordmarkProps = {
  name: string;
  markOnly?: boolean;
  /** The marketplace's own picture instead of mark and name. */
  logo?: string | null | undefined;
};

/** Mark and name of the marketplace, or its own logo. */
export function Wordmark({ name, markOnly = false, logo }: WordmarkProps) {
  if (logo) return <img src={logo} alt={name} className="h-32 w-auto max-w-160 object-contain" />;
  return (
    <span className="inline-flex items-center gap-8 type-wordmark text-ink">
      <Mark className="h-16 shrink-0 text-plum-text" />
      <span className={markOnly ? "sr-only" : undefined}>{name}</span>
    </span>
  );
}
