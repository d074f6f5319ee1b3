import { createContext, useContext, type ComponentProps, type ReactNode } from "react";

export type AnchorProps = ComponentProps<"a"> & { href: string };
export type DrawAnchor = (props: AnchorProps) => ReactNode;

const AnchorContext = createContext<DrawAnchor>(({ children, ...props }) => <a {...props}>{children}</a>);

/** How links of these components go to a page: an app gives its router's way once, at its root. */
export const AnchorProvider = AnchorContext.Provider;

/** A link by address, followed by the app's router. */
export function Anchor(props: AnchorProps) {
  return useContext(AnchorContext)(props);
}

/** A link within text. */
export function TextLink({ className = "", ...props }: AnchorProps) {
  return (
    <Anchor
      {...props}
      className={`text-plum-text underline decoration-1 underline-offset-4 hover:decoration-2 ${className}`}
    />
  );
}
