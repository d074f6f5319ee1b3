import { readFileSync } from "node:fs";
import react from "@vitejs/plugin-react";
import tailwindcss from "@tailwindcss/vite";
import type { Plugin } from "vite";
import { defineConfig } from "vite";
import { chunkGroups } from "./scripts/chunks.ts";
import { regularIconsOnly } from "./scripts/icons.ts";

const entries = {
  storefront: "apps/storefront/src/main.tsx",
  start: "apps/storefront/src/start.ts",
  dashboard: "apps/dashboard/src/main.tsx",
};

/** Python writes the page, so nothing puts React's refresh preamble into it: the entries import it themselves. */
function refreshPreamble(): Plugin {
  return {
    name: "feria:refresh-preamble",
    apply: "serve",
    enforce: "pre",
    transform(code, id) {
      const isEntry = Object.values(entries).some((entry) => id.endsWith(entry));
      return isEntry ? { code: `import "@vitejs/plugin-react/preamble";${code}`, map: null } : null;
    },
  };
}

/** The faces come in by CSS, where Vite's own list of licences does not look; theirs wants to travel with them. */
function faceLicenses(): Plugin {
  const faces = ["familjen-grotesk", "figtree"];
  return {
    name: "feria:face-licenses",
    apply: "build",
    generateBundle() {
      const texts = faces.map((face) =>
        readFileSync(`node_modules/@fontsource-variable/${face}/LICENSE`, "utf8"),
      );
      this.emitFile({ type: "asset", fileName: "licenses-of-faces.txt", source: texts.join("\n\n") });
    },
  };
}

export default defineConfig({
  base: "/assets/",
  appType: "custom",
  publicDir: false,
  plugins: [refreshPreamble(), react(), tailwindcss(), regularIconsOnly(), faceLicenses()],
  build: {
    outDir: "../feria/pages/assets",
    assetsDir: "",
    emptyOutDir: true,
    manifest: true,
    license: { fileName: "licenses.md" },
    // light-dark() is used as it stands, so that a part of a page may have another theme than the rest.
    target: ["chrome123", "safari17.5", "firefox128"],
    // The Content-Security-Policy has no data: for fonts, and small pictures are better cached apart.
    assetsInlineLimit: 0,
    rolldownOptions: { input: entries, output: { codeSplitting: { groups: chunkGroups } } },
  },
  server: {
    port: 5173,
    strictPort: true,
    // What is no module of ours is Python's answer: pages, API, pictures.
    proxy: {
      "^/(?!assets/)": {
        target: process.env.FERIA_DEV_BACKEND ?? "http://localhost:8000",
        // Python then writes pages that load their modules from here, and no page from before.
        headers: { "cache-control": "no-cache", "x-feria-vite": "yes" },
      },
    },
  },
});
