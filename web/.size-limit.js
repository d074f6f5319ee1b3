import { existsSync, readFileSync } from "node:fs";

const ASSETS = "../feria/pages/assets";
const FIRST_PAGES = ["home", "category", "product"];
const manifest = JSON.parse(readFileSync(`${ASSETS}/.vite/manifest.json`, "utf8"));

/** The scripts a browser fetches before the page works: a chunk with all it imports statically. */
function closure(key, found = new Set()) {
  const chunk = manifest[key];
  if (found.has(chunk.file)) return found;
  found.add(chunk.file);
  for (const imported of chunk.imports ?? []) closure(imported, found);
  return found;
}

function budget(name, keys, limit, extension = ".js") {
  const files = new Set(keys.flatMap((key) => [...closure(key)]));
  const styles = new Set(keys.flatMap((key) => manifest[key].css ?? []));
  const paths = [...(extension === ".css" ? styles : files)].map((file) => `${ASSETS}/${file}`);
  return { name, path: paths.filter((path) => existsSync(path)), limit, gzip: true };
}

const storefront = "apps/storefront/src/main.tsx";
const dashboard = "apps/dashboard/src/main.tsx";
const pages = FIRST_PAGES.map((page) => [page, `apps/storefront/src/routes/${page}.tsx`]).filter(
  ([, key]) => manifest[key],
);

export default [
  budget("storefront: start", [storefront], "130 KB"),
  ...pages.map(([page, key]) => budget(`storefront: ${page}, first load`, [storefront, key], "130 KB")),
  budget("storefront: styles", [storefront], "24 KB", ".css"),
  budget("dashboard: start", [dashboard], "150 KB"),
];
