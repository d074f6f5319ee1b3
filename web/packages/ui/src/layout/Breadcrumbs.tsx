import { CaretRightIcon } from "../icons";
import { classes } from "../text/classes";
import { Anchor } from "./Anchor";

export type Crumb = { label: string; href?: string };

/** The way to this page; the last crumb is the page itself. */
export function Breadcrumbs({ label, items }: { label: string; items: Crumb[] }) {
  return (
    <nav aria-label={label}>
      <ol className="flex flex-wrap items-center gap-x-4 type-small text-ink-2">
        {items.map((item, place) => (
          <li
            key={item.label}
            className={classes("flex items-center gap-4", !item.href && "min-w-0 grow basis-96")}
          >
            {place > 0 && (
              <CaretRightIcon aria-hidden className="size-12 shrink-0 text-ink-3 rtl:-scale-x-100" />
            )}
            {item.href ? (
              <Anchor
                href={item.href}
                className="reach py-4 hover:text-ink hover:underline hover:underline-offset-4"
              >
                {item.label}
              </Anchor>
            ) : (
              <span aria-current="page" className="truncate py-4 text-ink">
                {item.label}
              </span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
