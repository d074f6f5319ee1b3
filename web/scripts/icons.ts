import type { Plugin } from "vite";

const DEFINITIONS = /@phosphor-icons\/react\/dist\/defs\/\w+\.es\.js$/;
const WEIGHTS_UNUSED = /\[\s*"(?:bold|duotone|light|thin)",\s*\/\* @__PURE__ \*\/[\s\S]*?\n\s{2}\],?/g;

/** Every Phosphor icon carries six weights; we draw two of them, so the rest would be four fifths of their bytes. */
export function regularIconsOnly(): Plugin {
  return {
    name: "feria:regular-icons-only",
    apply: "build",
    transform: {
      filter: { id: DEFINITIONS },
      handler: (code) => ({ code: code.replace(WEIGHTS_UNUSED, ""), map: null }),
    },
  };
}
