import { useWriteGiftNote, type CartGroup } from "@feria/api";
import { Button, Field, TextArea } from "@feria/ui";
import { useEffect, useRef, useState, type FormEvent } from "react";
import { Fault } from "../../forms/Fault";
import { useTexts } from "../../useTexts";

const NOTE_MAX = 300;

/** What a seller writes on a card and puts into the parcel. */
export function GiftNote({ group }: { group: CartGroup }) {
  const { t } = useTexts();
  const [isOpen, setIsOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  // The field takes the focus from the button, and gives it back.
  useEffect(() => {
    if (wasOpen.current && !isOpen) opener.current?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);
  const { seller, gift_note: note } = group;
  const label = t(note ? "cart.gift.change" : "cart.gift.add");
  if (isOpen) return <NoteForm group={group} onDone={() => setIsOpen(false)} />;
  return (
    <div className="flex flex-wrap items-baseline justify-between gap-x-16 px-16 py-8">
      {note && (
        <p className="min-w-0 type-label break-words whitespace-pre-line">
          <span className="text-ink-2">{t("cart.gift.title")}: </span>
          {note}
        </p>
      )}
      <button
        ref={opener}
        type="button"
        aria-label={`${label}: ${seller.name}`}
        onClick={() => setIsOpen(true)}
        className="-mx-8 inline-flex min-h-44 items-center rounded-control px-8 type-label text-ink-2 hover:text-ink"
      >
        {label}
      </button>
    </div>
  );
}

function NoteForm({ group, onDone }: { group: CartGroup; onDone: () => void }) {
  const { t } = useTexts();
  const { seller, gift_note: note } = group;
  const [text, setText] = useState(note);
  const write = useWriteGiftNote();
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const keep = (wanted: string) => write.mutate({ sellerId: seller.id, text: wanted }, { onSuccess: onDone });
  const send = (event: FormEvent) => {
    event.preventDefault();
    keep(text);
  };
  return (
    <form className="flex flex-col gap-12 p-16" onSubmit={send}>
      {write.error && <Fault fault={write.error} />}
      <Field label={t("cart.gift.title")} hint={t("cart.gift.hint", { seller: seller.name })}>
        <TextArea
          ref={field}
          value={text}
          maxLength={NOTE_MAX}
          rows={3}
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
      <div className="flex flex-wrap gap-12">
        <Button type="submit" isBusy={write.isPending}>
          {t("cart.gift.keep")}
        </Button>
        {note && (
          <Button variant="quiet" onClick={() => keep("")}>
            {t("cart.gift.remove")}
          </Button>
        )}
        <Button variant="quiet" onClick={onDone}>
          {t("cart.gift.cancel")}
        </Button>
      </div>
    </form>
  );
}
