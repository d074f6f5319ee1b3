import { useState } from "react";
import { useAnnouncements } from "../../page";

/** Heard, not seen. */
export function Announcer() {
  const [text, setText] = useState("");
  useAnnouncements(setText);
  return (
    <p role="status" className="sr-only">
      {text}
    </p>
  );
}
