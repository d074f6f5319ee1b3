import type { ComponentProps, ReactNode } from "react";
import { Anchor, type AnchorProps } from "../layout/Anchor";
import { classes } from "../text/classes";

export type ButtonVariant = "primary" | "secondary" | "quiet" | "danger";
export type ButtonLook = { variant?: ButtonVariant; icon?: ReactNode; isWide?: boolean };

const LOOKS: Record<ButtonVariant, string> = {
  primary: "bg-plum text-on-plum hover:bg-plum-hover",
  secondary: "border border-line-strong bg-surface text-ink hover:border-ink",
  quiet: "text-plum-text hover:bg-plum-soft",
  danger: "border border-line-strong bg-surface text-bad hover:border-bad hover:bg-bad-soft",
};

const SHAPE =
  "inline-flex min-h-control items-center justify-center gap-8 rounded-control px-control-gap py-8 text-center " +
  "type-control font-600 transition-colors active:translate-y-1 disabled:opacity-50 aria-disabled:opacity-50";

function look({ variant = "secondary", isWide = false }: ButtonLook, className?: string): string {
  return classes(SHAPE, LOOKS[variant], isWide && "w-full", className);
}

export type ButtonProps = ComponentProps<"button"> &
  ButtonLook & {
    /** What it does is under way: it stays focusable, says so, and does nothing when pressed again. */
    isBusy?: boolean;
  };

/** Does something; its words are a verb and a noun. */
export function Button({
  variant,
  icon,
  isWide,
  isBusy = false,
  className,
  children,
  ...props
}: ButtonProps) {
  return (
    <button
      type="button"
      {...props}
      aria-busy={isBusy || undefined}
      aria-disabled={isBusy || undefined}
      onClick={isBusy ? (event) => event.preventDefault() : props.onClick}
      className={look({ ...(variant ? { variant } : {}), isWide: isWide ?? false }, className)}
    >
      {icon}
      {children}
    </button>
  );
}

/** Goes somewhere, but looks like a button. */
export function LinkButton({
  variant,
  icon,
  isWide,
  className,
  children,
  ...props
}: AnchorProps & ButtonLook) {
  return (
    <Anchor
      {...props}
      className={look({ ...(variant ? { variant } : {}), isWide: isWide ?? false }, className)}
    >
      {icon}
      {children}
    </Anchor>
  );
}

export type IconButtonProps = Omit<ComponentProps<"button">, "aria-label"> & {
  /** Its name, since there is no word to see. */
  label: string;
  children: ReactNode;
  /** A small count at its corner, such as of things in the cart. */
  count?: number;
  /** Over a picture: on a disc, so that it is seen on any. */
  isOnPicture?: boolean;
};

const ON_PICTURE =
  "isolate before:absolute before:inset-4 before:-z-10 before:rounded-full before:bg-surface";

/** Search, cart, heart and close; everything else carries a word. */
export function IconButton({ label, children, count, isOnPicture, className, ...props }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      {...props}
      className={classes(
        "relative inline-flex size-44 shrink-0 items-center justify-center rounded-full text-ink",
        "transition-colors disabled:opacity-50",
        isOnPicture ? ON_PICTURE : "hover:bg-sunken",
        className,
      )}
    >
      {children}
      {count ? (
        <span
          aria-hidden="true"
          className="numbers absolute end-0 top-0 min-w-20 rounded-full bg-plum px-4 text-center type-small text-on-plum"
        >
          {count}
        </span>
      ) : null}
    </button>
  );
}
