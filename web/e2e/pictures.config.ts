import { defineConfig } from "@playwright/test";
import base from "./playwright.config.ts";

/** Draws the README's gallery anew: `FERIA_URL=http://localhost:8000 scripts/web pictures`, on the demo marketplace. */
export default defineConfig({
  ...base,
  testMatch: "pictures.ts",
  outputDir: "results/pictures",
  projects: [{ name: "pictures", use: { viewport: { width: 1280, height: 860 } } }],
});
