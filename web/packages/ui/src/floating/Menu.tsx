import { useId, useRef, type KeyboardEvent, type ReactNode } from "react";
import { Anchor } from "../layout/Anchor";
import { classes } from "../text/classes";

export type MenuItem = {
  label: ReactNode;
  icon?: ReactNode;
  href?: string;
  onSelect?: () => void;
  tone?: "plain" | "bad";
  isDisabled?: boolean;
};

export type MenuProps = {
  /** The name of trigger and menu, when the trigger has no words. */
  label?: string;
  trigger: ReactNode;
  triggerClassName?: string;
  items: MenuItem[];
  align?: "start" | "end";
};

const EDGE = 8;
const KEYS: Record<string, (place: number, count: number) => number> = {
  ArrowDown: (place, count) => (place + 1) % count,
  ArrowUp: (place, count) => (place - 1 + count) % count,
  Home: () => 0,
  End: (_place, count) => count - 1,
};

/** A native popover: closes on Escape or a press elsewhere, and is above everything. Arrows move inside. */
export function Menu({ label, trigger, triggerClassName, items, align = "end" }: MenuProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const rows = () => [
    ...(list.current?.querySelectorAll<HTMLElement>("[role=menuitem]:not([aria-disabled])") ?? []),
  ];
  const opened = (isOpen: boolean) => {
    button.current?.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen || !button.current || !list.current) return;
    place(list.current, button.current, align);
    rows()[0]?.focus();
  };
  const close = () => list.current?.hidePopover();
  const move = (event: KeyboardEvent) => {
    if (event.key === "Tab") close();
    const step = KEYS[event.key];
    if (!step) return;
    event.preventDefault();
    const all = rows();
    all[step(all.indexOf(document.activeElement as HTMLElement), all.length)]?.focus();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={false}
        popoverTarget={id}
        className={
          triggerClassName ?? "inline-flex min-h-44 items-center gap-8 rounded-control px-12 hover:bg-sunken"
        }
      >
        {trigger}
      </button>
      <div
        ref={list}
        id={id}
        popover="auto"
        role="menu"
        aria-label={label}
        tabIndex={-1}
        onKeyDown={move}
        onToggle={(event) => opened(event.newState === "open")}
        className="menu min-w-160 rounded-control border border-line bg-surface p-4 text-ink shadow-float"
      >
        {items.map((item, index) => (
          <Row key={index} item={item} onDone={close} />
        ))}
      </div>
    </>
  );
}

function Row({ item, onDone }: { item: MenuItem; onDone: () => void }) {
  const shape = classes(
    "flex min-h-44 w-full items-center gap-12 rounded-thumb px-12 text-start type-label hover:bg-sunken focus:bg-sunken",
    item.tone === "bad" && "text-bad",
    item.isDisabled && "opacity-50",
  );
  const content = (
    <>
      {item.icon}
      <span>{item.label}</span>
    </>
  );
  if (item.href) {
    return (
      <Anchor role="menuitem" tabIndex={-1} href={item.href} onClick={onDone} className={shape}>
        {content}
      </Anchor>
    );
  }
  const select = () => {
    onDone();
    item.onSelect?.();
  };
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      aria-disabled={item.isDisabled || undefined}
      onClick={item.isDisabled ? undefined : select}
      className={shape}
    >
      {content}
    </button>
  );
}

/** Below the trigger, or above it where there is no room; never beyond the window's edge. */
function place(list: HTMLElement, button: HTMLElement, align: "start" | "end"): void {
  const at = button.getBoundingClientRect();
  const isLtr = getComputedStyle(button).direction === "ltr";
  const { offsetWidth: width, offsetHeight: height } = list;
  const left = (align === "end") === isLtr ? at.right - width : at.left;
  const below = at.bottom + EDGE / 2;
  const top = below + height > innerHeight - EDGE ? Math.max(EDGE, at.top - height - EDGE / 2) : below;
  list.style.setProperty("--menu-left", `${Math.max(EDGE, Math.min(left, innerWidth - width - EDGE))}px`);
  list.style.setProperty("--menu-top", `${top}px`);
}
