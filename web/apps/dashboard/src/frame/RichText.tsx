import { useFieldProps, classes } from "@feria/ui";
import { useEffect, useRef, useState, type ClipboardEvent } from "react";
import { useTranslation } from "react-i18next";

type RichTextProps = { label: string; value: string; onChange: (html: string) => void };

const MARKS = ["bold", "italic", "insertUnorderedList", "insertOrderedList"] as const;
type Mark = (typeof MARKS)[number];

/** Text with paragraphs, bold, italic and lists, written as it will be read. */
export function RichText({ label, value, onChange }: RichTextProps) {
  const box = useRef<HTMLDivElement>(null);
  const field = useFieldProps();
  const written = useRef<string>(undefined);
  useEffect(() => {
    // Only what came from elsewhere is put in; what is typed here would lose its caret.
    if (!box.current || written.current === value) return;
    box.current.innerHTML = value;
    written.current = value;
  }, [value]);
  const tell = () => {
    const html = tidy(box.current?.innerHTML ?? "");
    written.current = html;
    onChange(html);
  };
  return (
    <div className="overflow-clip rounded-control border border-line-strong bg-surface focus-within:border-ink hover:border-ink">
      <Toolbar box={box} onMark={tell} />
      <div
        ref={box}
        {...field}
        role="textbox"
        aria-multiline="true"
        aria-label={label}
        tabIndex={0}
        contentEditable
        suppressContentEditableWarning
        onFocus={() => document.execCommand("defaultParagraphSeparator", false, "p")}
        onInput={tell}
        onPaste={pastePlain}
        className="rich min-h-160 px-16 py-12 type-body -outline-offset-2"
      />
    </div>
  );
}

function Toolbar({ box, onMark }: { box: React.RefObject<HTMLDivElement | null>; onMark: () => void }) {
  const { t } = useTranslation();
  const pressed = usePressed(box);
  const mark = (name: Mark) => {
    box.current?.focus();
    document.execCommand(name);
    onMark();
  };
  return (
    <div
      role="toolbar"
      aria-label={t("sell.text.toolbar")}
      className="flex flex-wrap gap-4 border-b border-line p-4"
    >
      {MARKS.map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={pressed.has(name)}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => mark(name)}
          className={classes(
            "min-h-36 rounded-thumb px-8 type-label pointer-coarse:min-h-44",
            pressed.has(name) ? "bg-plum-soft text-plum-text" : "text-ink-2 hover:bg-sunken hover:text-ink",
          )}
        >
          {t(`sell.text.${name}`)}
        </button>
      ))}
    </div>
  );
}

/** Which marks the caret stands in. */
function usePressed(box: React.RefObject<HTMLDivElement | null>): Set<Mark> {
  const [pressed, setPressed] = useState(new Set<Mark>());
  useEffect(() => {
    const look = () => {
      const isInside = box.current?.contains(document.getSelection()?.anchorNode ?? null);
      setPressed(new Set(isInside ? MARKS.filter((name) => document.queryCommandState(name)) : []));
    };
    document.addEventListener("selectionchange", look);
    return () => document.removeEventListener("selectionchange", look);
  }, [box]);
  return pressed;
}

/** Other programs' looks stay behind. */
function pastePlain(event: ClipboardEvent) {
  event.preventDefault();
  document.execCommand("insertText", false, event.clipboardData.getData("text/plain"));
}

/** An emptied box still holds a line break, and browsers write paragraphs as div until told otherwise. */
export function tidy(html: string): string {
  const plain = html.replace(/<(\/?)div>/g, "<$1p>").trim();
  return /^(<p>|<br\/?>|<\/p>|&nbsp;|\s)*$/.test(plain) ? "" : plain;
}
