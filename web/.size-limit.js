import { readFileSync } from "node:fs";

const ASSETS = "../feria/pages/assets";
const FIRST_PAGES = ["home", "category", "product"];
const manifest = JSON.parse(readFileSync(`${ASSETS}/.vite/manifest.json`, "utf8"));

/** What a browser fetches before the page works: a chunk with all it imports statically. */
function closure(key, found = new Map()) {
  if (found.has(key)) return found;
  found.set(key, manifest[key]);
  for (const imported of manifest[key].imports ?? []) closure(imported, found);
  return found;
}

const chunks = (keys) => [...new Map(keys.flatMap((key) => [...closure(key)])).values()];

function budget(name, files, limit) {
  return { name, path: [...new Set(files)].map((file) => `${ASSETS}/${file}`), limit, gzip: true };
}

const scripts = (keys) => chunks(keys).map(({ file }) => file);
const styles = (keys) => chunks(keys).flatMap(({ css }) => css ?? []);

const storefront = "apps/storefront/src/main.tsx";
const start = "apps/storefront/src/start.ts";
const dashboard = "apps/dashboard/src/main.tsx";
const pages = FIRST_PAGES.map((page) => [page, `apps/storefront/src/routes/${page}.tsx`]);

export default [
  budget("storefront: start", scripts([storefront]), "130 KB"),
  ...pages.map(([page, key]) =>
    budget(`storefront: ${page}, first load`, scripts([start, storefront, key]), "130 KB"),
  ),
  budget("storefront: styles", styles([storefront]), "24 KB"),
  budget("dashboard: start", scripts([dashboard]), "150 KB"),
];
