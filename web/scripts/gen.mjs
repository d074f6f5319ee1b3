/** Writes what packages/api takes from the Python side: the API's types and the table of currencies. */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

process.chdir(new URL("..", import.meta.url).pathname);

execFileSync(
  "node_modules/.bin/openapi-typescript",
  [
    "../feria/openapi.json",
    "--output",
    "packages/api/src/schema.gen.d.ts",
    "--alphabetize",
    "--default-non-nullable=false",
  ],
  { stdio: "inherit" },
);

const money = readFileSync("../feria/core/money.py", "utf8");
const exponents = [...money.matchAll(/"([A-Z ]+)"\)?\.split\(\), (\d)\)/g)].flatMap(([, codes, exponent]) =>
  codes.split(" ").map((code) => [code, Number(exponent)]),
);
const table = money.slice(money.indexOf("CURRENCIES: "), money.indexOf("class CurrencyMismatch"));
const codes = [...table.matchAll(/"([A-Z ]+)"/g)].flatMap(([, line]) => line.trim().split(" "));
if (exponents.length < 20 || codes.length < 150) {
  throw new Error("feria/core/money.py no longer reads as scripts/gen.mjs expects it.");
}

const lines = [
  "// Written by `npm run gen` from feria/core/money.py; not by hand.",
  "",
  "/** Decimals of the ISO 4217 currencies that do not have two. */",
  `const EXPONENTS: Record<string, number> = ${JSON.stringify(Object.fromEntries(exponents))};`,
  "",
  "/** Every ISO 4217 currency in use. */",
  `export const CURRENCY_CODES = /* @__PURE__ */ ${JSON.stringify(codes.join(" "))}.split(" ");`,
  "",
  "/** How many decimals the major unit has: 2 for EUR, 0 for JPY, 3 for KWD. */",
  "export function exponentOf(currency: string): number {",
  "  return EXPONENTS[currency] ?? 2;",
  "}",
  "",
];
writeFileSync("packages/api/src/currencies.ts", lines.join("\n"));
