import { useSuggestions } from "@feria/api";
import { Anchor } from "@feria/ui";
import { useEffect, useEffectEvent, useId, useState, type RefObject } from "react";
import { useTranslation } from "../../texts";
import { useSuggestionParts } from "./SuggestionRows";
import { moved } from "./suggestions";
import { useSettled } from "./useSettled";

const LETTERS_MIN = 2;

type SuggestionBoxProps = {
  input: RefObject<HTMLInputElement | null>;
  typed: string;
  onClose: () => void;
  /** A row was clicked, and its link leads on. */
  onChoose: (words?: string) => void;
  /** A row was chosen by the keyboard. */
  onLeave: (href: string, words?: string) => void;
};

/** What typed words may become, below the field; the focus stays there, as the combobox pattern has it. */
export function SuggestionBox({ input, typed, onClose, onChoose, onLeave }: SuggestionBoxProps) {
  const { t } = useTranslation();
  const id = useId();
  const settled = useSettled(typed.trim());
  const { data } = useSuggestions(settled, settled.length >= LETTERS_MIN);
  const parts = useSuggestionParts(data);
  const rows = parts.flatMap((part) => part.rows);
  const [reached, setReached] = useState({ typed, place: -1 });
  const place = reached.typed === typed ? reached.place : -1;
  const active = rows[place];
  const rowId = (row: string) => `${id}-${row}`;
  const move = (step: 1 | -1) => setReached({ typed, place: moved(place, step, rows.length) });
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (rows.length === 0) return;
    if (event.key === "Escape") onClose();
    else if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Enter" && active) onLeave(active.href, active.words);
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    const field = input.current;
    field?.addEventListener("keydown", press);
    return () => field?.removeEventListener("keydown", press);
  }, [input]);
  useSaid(input, rows.length > 0 ? id : null, active ? rowId(active.id) : null);
  if (rows.length === 0) return null;
  return (
    <div
      id={id}
      role="listbox"
      aria-label={t("frame.suggestions")}
      className="absolute inset-x-0 top-full z-50 mt-8 rounded-control border border-line bg-surface p-8 text-ink shadow-float"
    >
      {parts.map(({ title, rows: listed }) => (
        <div key={title} role="group" aria-label={title}>
          <p aria-hidden className="px-8 pt-8 pb-4 type-label text-ink-2">
            {title}
          </p>
          {listed.map(({ id: row, href, words, content }) => (
            <Anchor
              key={row}
              id={rowId(row)}
              role="option"
              aria-selected={row === active?.id}
              tabIndex={-1}
              href={href}
              onClick={() => onChoose(words)}
              className="flex min-h-44 items-center gap-12 rounded-thumb px-8 py-4 hover:bg-sunken aria-selected:bg-plum-soft"
            >
              {content}
            </Anchor>
          ))}
        </div>
      ))}
    </div>
  );
}

/** Tells readers of the screen, at the field, whether the list is there and which row was reached. */
function useSaid(input: RefObject<HTMLInputElement | null>, list: string | null, row: string | null) {
  useEffect(() => {
    const field = input.current;
    const say = (name: string, value: string | null) =>
      value === null ? field?.removeAttribute(name) : field?.setAttribute(name, value);
    say("aria-expanded", String(list !== null));
    say("aria-controls", list);
    say("aria-activedescendant", row);
    return () => {
      say("aria-expanded", "false");
      say("aria-controls", null);
      say("aria-activedescendant", null);
    };
  }, [input, list, row]);
}
