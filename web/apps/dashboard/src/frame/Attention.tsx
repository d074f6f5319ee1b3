import { useEffect, useRef, type ReactNode } from "react";

/** What appears because a save failed: comes into view and takes the focus, wherever the page was scrolled to. */
export function Attention({ children }: { children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.focus({ preventScroll: true });
    box.current?.scrollIntoView({ block: "center" });
  }, []);
  return (
    <div ref={box} tabIndex={-1} role="alert" className="outline-none">
      {children}
    </div>
  );
}
