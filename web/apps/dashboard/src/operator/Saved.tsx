import { Note } from "@feria/ui";
import { useEffect, useRef, type ReactNode } from "react";

/** Says that a form was saved, and takes the focus, since the save button is gone. */
export function Saved({ children }: { children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <div ref={box} tabIndex={-1} role="status" className="pb-20">
      <Note tone="good">{children}</Note>
    </div>
  );
}
