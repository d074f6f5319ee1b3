import { useRef, useState, type DragEvent, type ReactNode } from "react";
import { UploadSimpleIcon } from "../icons";
import { classes } from "../text/classes";
import { Button } from "./Button";
import { FieldError } from "./Field";

export type FileDropProps = {
  /** "Drop pictures here" */
  label: ReactNode;
  /** "Choose pictures" */
  buttonLabel: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  /** As the input's `accept`: ".csv" or "image/*". */
  accept?: string;
  isMultiple?: boolean;
  /** What is dropped comes whatever its kind, for a page that says itself what it does not take. */
  takesAll?: boolean;
  isDisabled?: boolean;
  onFiles: (files: File[]) => void;
};

/** Files by dropping or by choosing; what is dropped is checked against `accept` as well. */
export function FileDrop({
  label,
  buttonLabel,
  hint,
  error,
  accept,
  isMultiple,
  takesAll,
  isDisabled,
  onFiles,
}: FileDropProps) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);
  const take = (list: FileList | null) => {
    const files = Array.from(list ?? []).filter((file) => takesAll || isAccepted(file, accept));
    if (files.length > 0) onFiles(isMultiple ? files : files.slice(0, 1));
  };
  const over = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(!isDisabled);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    if (!isDisabled) take(event.dataTransfer.files);
  };
  return (
    <div
      onDragOver={over}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
      className={classes(
        "flex flex-col items-center gap-8 rounded-panel border border-dashed p-24 text-center transition-colors",
        isOver ? "border-plum-text bg-plum-soft" : "border-line-strong bg-surface",
      )}
    >
      <UploadSimpleIcon aria-hidden className="size-24 text-ink-3" />
      <p className="type-control font-500">{label}</p>
      {hint && <p className="type-small text-ink-2">{hint}</p>}
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        multiple={isMultiple}
        onChange={(event) => {
          take(event.target.files);
          event.target.value = "";
        }}
      />
      <Button disabled={isDisabled} onClick={() => input.current?.click()} className="mt-4">
        {buttonLabel}
      </Button>
      {error && <FieldError>{error}</FieldError>}
    </div>
  );
}

function isAccepted(file: File, accept: string | undefined): boolean {
  if (!accept) return true;
  return accept.split(",").some((kind) => {
    const wanted = kind.trim().toLowerCase();
    if (wanted.startsWith(".")) return file.name.toLowerCase().endsWith(wanted);
    return wanted.endsWith("/*") ? file.type.startsWith(wanted.slice(0, -1)) : file.type === wanted;
  });
}
