import { TextInput } from "@feria/ui";
import { MagnifyingGlassIcon } from "@feria/ui/icons";
import { useEffect, useRef, useState } from "react";

const WAIT_MS = 300;

type SearchFieldProps = { label: string; value: string; onSearch: (text: string) => void };

/** Looks for what is typed once the typing pauses; `value` is what the address says. */
export function SearchField({ label, value, onSearch }: SearchFieldProps) {
  const [typed, setTyped] = useState(value);
  const [told, setTold] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  if (value !== told) {
    setTold(value);
    setTyped(value);
  }
  useEffect(() => () => clearTimeout(timer.current), []);
  const type = (text: string) => {
    setTyped(text);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      setTold(text.trim());
      onSearch(text.trim());
    }, WAIT_MS);
  };
  return (
    <div role="search" className="min-w-0 flex-1 basis-240 max-sm:basis-full sm:max-w-320">
      <TextInput
        type="search"
        aria-label={label}
        placeholder={label}
        value={typed}
        onChange={(event) => type(event.target.value)}
        start={<MagnifyingGlassIcon aria-hidden className="size-20" />}
      />
    </div>
  );
}
