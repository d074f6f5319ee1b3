import { Fragment } from "react";
import { blocksOf, type Block } from "../text/blocks";

/** What somebody wrote as plain text, in blocks and never as HTML: legal pages and their preview. */
export function PlainText({ body }: { body: string }) {
  return (
    <div className="flex max-w-measure flex-col gap-16">
      {blocksOf(body).map((block, place) => (
        <Part key={place} block={block} />
      ))}
    </div>
  );
}

function Part({ block }: { block: Block }) {
  if (block.kind === "heading") return <h2 className="pt-16 type-heading">{block.text}</h2>;
  if (block.kind === "list") {
    return (
      <ul className="flex list-disc flex-col gap-4 ps-20">
        {block.items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    );
  }
  return (
    <p>
      {block.lines.map((line, place) => (
        <Fragment key={place}>
          {place > 0 && <br />}
          {line}
        </Fragment>
      ))}
    </p>
  );
}
