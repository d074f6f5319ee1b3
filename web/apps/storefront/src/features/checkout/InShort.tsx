import { Fragment } from "react";

/** What was chosen in a section: in one line, or on phones one below the other. */
export function InShort({ parts }: { parts: string[] }) {
  return parts.map((part, place) => (
    <Fragment key={part}>
      {place > 0 && <span className="max-sm:hidden"> · </span>}
      <span className="max-sm:block">{part}</span>
    </Fragment>
  ));
}
