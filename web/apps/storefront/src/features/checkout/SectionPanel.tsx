import { CheckIcon } from "@feria/ui/icons";
import { classes } from "@feria/ui";
import { useEffect, useRef, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Section } from "./machine";

export type SectionPanelProps = {
  section: Section;
  number: number;
  state: "open" | "done" | "ahead";
  /** What was chosen, in one line, once the section is folded. */
  inShort?: ReactNode;
  onChange: () => void;
  children: ReactNode;
};

/** A numbered section: open, folded to one line with "Change", or still ahead. */
export function SectionPanel({ section, number, state, inShort, onChange, children }: SectionPanelProps) {
  const { t } = useTranslation();
  const heading = useHeadingFocus(state === "open");
  const id = `checkout-${section}`;
  return (
    <section
      aria-labelledby={id}
      className={classes("rounded-panel border border-line", state === "ahead" ? "bg-ground" : "bg-surface")}
    >
      <header className="flex gap-12 p-16 md:px-20">
        <Number number={number} state={state} />
        <div className="min-w-0 flex-1">
          <div className="flex min-h-32 items-center justify-between gap-12">
            <h2
              ref={heading}
              id={id}
              tabIndex={-1}
              className={classes("scroll-mt-128 type-heading", state === "ahead" && "text-ink-2")}
            >
              {t(`checkout.${section}`)}
            </h2>
            {state === "done" && (
              <button
                type="button"
                onClick={onChange}
                className="-my-8 -me-8 min-h-44 shrink-0 px-8 type-label font-600 text-plum-text underline underline-offset-4"
              >
                {t("checkout.change")}
                <span className="sr-only"> {t(`checkout.${section}`)}</span>
              </button>
            )}
          </div>
          {state === "done" && <p className="text-ink-2">{inShort}</p>}
        </div>
      </header>
      {state === "open" && <div className="border-t border-line p-16 md:p-20">{children}</div>}
    </section>
  );
}

function Number({ number, state }: Pick<SectionPanelProps, "number" | "state">) {
  return (
    <span
      aria-hidden="true"
      className={classes(
        "numbers inline-flex size-32 shrink-0 items-center justify-center rounded-full border type-label font-600",
        state === "open" && "border-plum bg-plum text-on-plum",
        state === "done" && "border-plum-text text-plum-text",
        state === "ahead" && "border-line-strong text-ink-2",
      )}
    >
      {state === "done" ? <CheckIcon className="size-16" /> : number}
    </span>
  );
}

/** A section that opens takes the focus, except the one that is open when the page comes. */
function useHeadingFocus(isOpen: boolean) {
  const heading = useRef<HTMLHeadingElement>(null);
  const wasOpen = useRef(isOpen);
  useEffect(() => {
    if (isOpen && !wasOpen.current) {
      heading.current?.focus({ preventScroll: true });
      heading.current?.scrollIntoView({ block: "nearest" });
    }
    wasOpen.current = isOpen;
  }, [isOpen]);
  return heading;
}
