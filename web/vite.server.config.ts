import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { regularIconsOnly } from "./scripts/icons.ts";

/** The storefront as one script for V8 inside Python, which draws pages ahead; see feria/pages/rendering.py. */
export default defineConfig({
  publicDir: false,
  plugins: [react(), regularIconsOnly()],
  ssr: {
    noExternal: true,
    target: "webworker",
    resolve: { conditions: ["workerd", "module", "import", "default"] },
  },
  build: {
    ssr: "apps/storefront/src/server/render.tsx",
    outDir: "../feria/pages/assets/.server",
    emptyOutDir: true,
    minify: true,
    rolldownOptions: {
      output: { format: "iife", codeSplitting: false, entryFileNames: "storefront.js" },
    },
  },
});
