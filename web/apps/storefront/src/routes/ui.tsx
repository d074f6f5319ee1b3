import { Gallery } from "@feria/ui/gallery";

/** Every component, for development. */
export function Ui() {
  return <Gallery />;
}
