import { useRef, useState, type FormEvent, type ReactNode } from "react";
import { Button } from "../controls/Button";
import { Field } from "../controls/Field";
import { TextArea } from "../controls/TextInput";
import { ImageIcon } from "../icons";

export type LetterFormProps = {
  labels: {
    text: string;
    send: string;
    busy: string;
    picture: string;
    /** Takes the chosen picture away again. */
    without: (name: string) => string;
    missing: string;
  };
  isBusy: boolean;
  /** What went wrong with the last one. */
  fault?: ReactNode;
  /** Without it no picture can be sent. */
  mayHavePicture?: boolean;
  /** Whether it was sent; then the form is empty again. */
  onSend: (text: string, picture: File | null) => Promise<boolean>;
};

const TEXT_LENGTH_MAX = 4000;
const KINDS = "image/jpeg,image/png,image/webp";

/** What one writes next, with a picture if one likes. */
export function LetterForm({ labels, isBusy, fault, mayHavePicture = false, onSend }: LetterFormProps) {
  const [text, setText] = useState("");
  const [picture, setPicture] = useState<File | null>(null);
  const [isMissing, setIsMissing] = useState(false);
  const chosen = useRef<HTMLInputElement>(null);
  const drop = () => {
    setPicture(null);
    if (chosen.current) chosen.current.value = "";
  };
  const send = async (event: FormEvent) => {
    event.preventDefault();
    const isNothing = text.trim() === "" && !picture;
    setIsMissing(isNothing);
    if (isNothing || isBusy || !(await onSend(text.trim(), picture))) return;
    setText("");
    drop();
  };
  return (
    <form noValidate onSubmit={(event) => void send(event)} className="flex flex-col gap-12">
      {fault}
      <Field label={labels.text} name="letter" error={isMissing ? labels.missing : undefined}>
        <TextArea
          rows={3}
          maxLength={TEXT_LENGTH_MAX}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
      <input
        ref={chosen}
        type="file"
        accept={KINDS}
        tabIndex={-1}
        aria-label={labels.picture}
        className="sr-only"
        onChange={(event) => setPicture(event.target.files?.[0] ?? null)}
      />
      <div className="flex flex-wrap items-center justify-between gap-12">
        {mayHavePicture &&
          (picture ? (
            <Button variant="quiet" className="-ms-12" onClick={drop}>
              <span className="max-w-240 truncate">{labels.without(picture.name)}</span>
            </Button>
          ) : (
            <Button
              variant="quiet"
              className="-ms-12"
              onClick={() => chosen.current?.click()}
              icon={<ImageIcon aria-hidden className="size-20" />}
            >
              {labels.picture}
            </Button>
          ))}
        <Button type="submit" variant="primary" isBusy={isBusy} className="ms-auto">
          {isBusy ? labels.busy : labels.send}
        </Button>
      </div>
    </form>
  );
}
