import type { ReactNode } from "react";
import { classes } from "../text/classes";

export type Letter = {
  id: string;
  /** Whether the reader's own side wrote it. */
  isOwn: boolean;
  author: string;
  at: string;
  /** Plain text; it is never read as HTML. */
  text: string;
  picture: { url: string; width: number; height: number } | null;
  /** What can be done with it, or has been. */
  action?: ReactNode;
};

export type LettersProps = {
  label: string;
  /** The oldest first. */
  letters: Letter[];
  pictureLabel: (author: string) => string;
};

/** What two sides wrote to each other: one's own to the right, on the plum tint. */
export function Letters({ label, letters, pictureLabel }: LettersProps) {
  return (
    <ol aria-label={label} className="flex flex-col gap-16">
      {letters.map((letter) => (
        <li
          key={letter.id}
          className={classes("flex flex-col gap-4", letter.isOwn ? "items-end ps-32" : "items-start pe-32")}
        >
          <div
            className={classes(
              "flex min-w-0 max-w-full flex-col gap-8 rounded-panel px-16 py-12",
              letter.isOwn ? "bg-plum-soft" : "bg-sunken",
            )}
          >
            {letter.text && (
              <p dir="auto" className="max-w-measure break-words whitespace-pre-line">
                {letter.text}
              </p>
            )}
            {letter.picture && <Shown picture={letter.picture} label={pictureLabel(letter.author)} />}
          </div>
          <p className="flex flex-wrap items-center gap-x-8 type-small text-ink-2">
            <span>
              {letter.author} · <span className="numbers">{letter.at}</span>
            </span>
            {letter.action}
          </p>
        </li>
      ))}
    </ol>
  );
}

function Shown({
  picture: { url, width, height },
  label,
}: {
  picture: NonNullable<Letter["picture"]>;
  label: string;
}) {
  return (
    <a
      href={url}
      target="_blank"
      rel="noreferrer"
      className="block w-240 max-w-full overflow-clip rounded-thumb"
    >
      <img
        src={url}
        alt={label}
        width={width}
        height={height}
        loading="lazy"
        decoding="async"
        className="h-auto w-full"
      />
    </a>
  );
}
