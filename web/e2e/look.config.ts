import { defineConfig } from "@playwright/test";
import base from "./playwright.config.ts";

/** Photographs every page for people to look at: `FERIA_URL=http://localhost:8000 scripts/web look`, on the demo. */
export default defineConfig({
  ...base,
  testMatch: ["look.ts", "look.catalogue.ts", "look.claims.ts", "look.coupons.ts", "look.tax.ts"],
  outputDir: "results/.look",
  projects: [{ name: "look", use: { viewport: { width: 1280, height: 900 } } }],
});
