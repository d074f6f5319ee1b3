import { useState, type ChangeEvent, type ReactNode } from "react";
import { MinusIcon, PlusIcon } from "../icons";

export type QuantityStepperProps = {
  value: number;
  onChange: (value: number) => void;
  min?: number;
  max?: number;
  labels: { quantity: string; decrease: string; increase: string };
  isDisabled?: boolean;
};

/** How many: typed, or one more and one less. Never below `min` or above `max`. */
export function QuantityStepper({
  value,
  onChange,
  min = 1,
  max = 999,
  labels,
  isDisabled,
}: QuantityStepperProps) {
  // While typing, the field may be empty or too large; the value only follows what is allowed.
  const [typed, setTyped] = useState<string | null>(null);
  const clamp = (wanted: number) => Math.min(max, Math.max(min, wanted));
  const set = (wanted: number) => {
    const allowed = clamp(wanted);
    if (allowed !== value) onChange(allowed);
  };
  const type = (event: ChangeEvent<HTMLInputElement>) => setTyped(event.target.value.replace(/\D/g, ""));
  const settle = () => {
    if (typed) set(Number(typed));
    setTyped(null);
  };
  return (
    <div
      role="group"
      aria-label={labels.quantity}
      className="inline-flex h-control w-fit items-stretch pointer-coarse:h-48 overflow-clip rounded-control border border-line-strong bg-surface focus-within:border-ink"
    >
      <Step label={labels.decrease} isDisabled={isDisabled || value <= min} onStep={() => set(value - 1)}>
        <MinusIcon aria-hidden className="size-20" />
      </Step>
      <input
        aria-label={labels.quantity}
        inputMode="numeric"
        autoComplete="off"
        value={typed ?? value}
        disabled={isDisabled}
        onChange={type}
        onBlur={settle}
        onKeyDown={(event) => {
          if (event.key === "Enter") settle();
          if (event.key === "ArrowUp") set(value + 1);
          if (event.key === "ArrowDown") set(value - 1);
        }}
        className="numbers w-44 bg-transparent text-center type-control font-500 -outline-offset-2"
      />
      <Step label={labels.increase} isDisabled={isDisabled || value >= max} onStep={() => set(value + 1)}>
        <PlusIcon aria-hidden className="size-20" />
      </Step>
    </div>
  );
}

type StepProps = { label: string; isDisabled: boolean; onStep: () => void; children: ReactNode };

function Step({ label, isDisabled, onStep, children }: StepProps) {
  return (
    <button
      type="button"
      aria-label={label}
      disabled={isDisabled}
      onClick={onStep}
      className="inline-flex w-44 items-center justify-center text-ink -outline-offset-2 hover:bg-sunken disabled:text-ink-3 disabled:opacity-50"
    >
      {children}
    </button>
  );
}
