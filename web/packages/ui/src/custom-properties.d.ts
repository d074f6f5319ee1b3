import "react";

declare module "react" {
  /** Custom properties are all that `style` sets. */
  interface CSSProperties {
    [property: `--${string}`]: string | number | undefined;
  }
}
