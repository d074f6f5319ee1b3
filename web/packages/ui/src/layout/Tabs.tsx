import { useEffect, useId, useRef, type KeyboardEvent, type ReactNode } from "react";
import { classes } from "../text/classes";
import { Anchor } from "./Anchor";

export type Tab = { id: string; label: ReactNode; content: ReactNode };
export type TabsProps = { label: string; tabs: Tab[]; selected: string; onSelect: (id: string) => void };

/** What stays in sight of the tab before. */
const EDGE = 48;
const STEPS: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1 };

function tabClasses(isSelected: boolean): string {
  return classes(
    "relative flex min-h-44 items-center gap-8 whitespace-nowrap px-4 type-label",
    "after:absolute after:inset-x-0 after:bottom-0 after:h-2 after:rounded-full",
    isSelected ? "text-ink after:bg-plum-text" : "text-ink-2 hover:text-ink",
  );
}

/** Panels of which one is shown; arrows move between the tabs. */
export function Tabs({ label, tabs, selected, onSelect }: TabsProps) {
  const prefix = useId();
  const list = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    const place = tabs.findIndex((tab) => tab.id === selected);
    const step = STEPS[event.key] ?? 0;
    const next = tabs[(place + step + tabs.length) % tabs.length];
    if (step === 0 || !next) return;
    event.preventDefault();
    onSelect(next.id);
    list.current?.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus();
  };
  const shown = tabs.find((tab) => tab.id === selected);
  return (
    <div>
      <div
        ref={list}
        role="tablist"
        aria-label={label}
        tabIndex={-1}
        onKeyDown={move}
        className="flex gap-20 overflow-x-auto border-b border-line"
      >
        {tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            data-tab={tab.id}
            id={`${prefix}-${tab.id}`}
            aria-selected={tab.id === selected}
            aria-controls={tab.id === selected ? `${prefix}-panel` : undefined}
            tabIndex={tab.id === selected ? 0 : -1}
            onClick={() => onSelect(tab.id)}
            className={tabClasses(tab.id === selected)}
          >
            {tab.label}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${prefix}-panel`} aria-labelledby={`${prefix}-${selected}`} className="pt-20">
        {shown?.content}
      </div>
    </div>
  );
}

export type TabLink = { href: string; label: ReactNode; count?: number; isCurrent: boolean };

/** Saved views of a list as tabs: links, since each is an address. */
export function TabLinks({ label, items }: { label: string; items: TabLink[] }) {
  const nav = useRef<HTMLElement>(null);
  const current = items.find((item) => item.isCurrent)?.href;
  useEffect(() => {
    // On phones the current one may lie beyond the edge.
    const link = nav.current?.querySelector<HTMLElement>("[aria-current]");
    if (link) nav.current?.scrollTo({ left: link.offsetLeft - nav.current.offsetLeft - EDGE });
  }, [current]);
  return (
    <nav ref={nav} aria-label={label} className="overflow-x-auto border-b border-line">
      <ul className="flex gap-20">
        {items.map((item) => (
          <li key={item.href}>
            <Anchor
              href={item.href}
              aria-current={item.isCurrent ? "page" : undefined}
              className={tabClasses(item.isCurrent)}
            >
              {item.label}
              {item.count !== undefined && <span className="numbers text-ink-3">{item.count}</span>}
            </Anchor>
          </li>
        ))}
      </ul>
    </nav>
  );
}
