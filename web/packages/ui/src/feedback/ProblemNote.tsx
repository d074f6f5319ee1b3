import { useState, type ReactNode } from "react";
import { CheckIcon, CopyIcon, InfoIcon, WarningIcon } from "../icons";
import { classes } from "../text/classes";

export type ProblemNoteProps = {
  /** What does not work, in one sentence. */
  title: ReactNode;
  /** What helps. */
  help?: ReactNode;
  /** What support asks for; shown with a button that copies it. */
  requestId?: string | null;
  labels: { requestId: string; copy: string; copied: string };
  action?: ReactNode;
};

/** A fault, where the thing that failed would be. */
export function ProblemNote({ title, help, requestId, labels, action }: ProblemNoteProps) {
  const [isCopied, setIsCopied] = useState(false);
  const copy = async (id: string) => {
    await navigator.clipboard.writeText(id);
    setIsCopied(true);
  };
  return (
    <div role="alert" className="flex gap-12 rounded-panel border border-line bg-surface p-16">
      <WarningIcon aria-hidden className="size-24 shrink-0 text-bad" />
      <div className="flex min-w-0 flex-1 flex-col gap-4">
        <p className="font-600">{title}</p>
        {help && <p className="text-ink-2">{help}</p>}
        {requestId && (
          <p className="flex flex-wrap items-center gap-x-8 type-small text-ink-2">
            {labels.requestId}
            <code className="numbers break-all text-ink">{requestId}</code>
            <button
              type="button"
              onClick={() => void copy(requestId)}
              className="inline-flex min-h-36 items-center gap-4 text-plum-text underline underline-offset-4 pointer-coarse:min-h-44"
            >
              {isCopied ? (
                <CheckIcon aria-hidden className="size-16" />
              ) : (
                <CopyIcon aria-hidden className="size-16" />
              )}
              <span role="status">{isCopied ? labels.copied : labels.copy}</span>
            </button>
          </p>
        )}
        {action && <div className="mt-8">{action}</div>}
      </div>
    </div>
  );
}

export type NoteProps = { tone?: "info" | "good" | "warn" | "bad"; children: ReactNode; action?: ReactNode };

const NOTES = {
  info: "bg-info-soft text-info",
  good: "bg-good-soft text-good",
  warn: "bg-warn-soft text-warn",
  bad: "bg-bad-soft text-bad",
};

/** Something to know in its place: a changed price, a payment that was declined, a shop on vacation. */
export function Note({ tone = "info", children, action }: NoteProps) {
  const Icon = tone === "info" || tone === "good" ? InfoIcon : WarningIcon;
  return (
    <div
      className={classes(
        "flex flex-wrap items-start gap-x-12 gap-y-8 rounded-control px-16 py-12",
        NOTES[tone],
      )}
    >
      <Icon aria-hidden className="mt-2 size-20 shrink-0" />
      <div className="flex-1 basis-160">{children}</div>
      {action && <div className="max-sm:ps-32">{action}</div>}
    </div>
  );
}
