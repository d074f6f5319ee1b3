import { existsSync, readdirSync } from "node:fs";
import js from "@eslint/js";
import { createNodeResolver, importX } from "eslint-plugin-import-x";
import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import globals from "globals";
import tseslint from "typescript-eslint";

const apps = ["storefront", "dashboard"];

/** Pages put features together; a feature knows neither the pages nor another feature. */
const directions = apps.flatMap((app) => {
  const source = `./apps/${app}/src`;
  const features = existsSync(`${source}/features`)
    ? readdirSync(`${source}/features`, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    : [];
  return [
    {
      target: `./apps/${app}`,
      from: "./apps",
      except: [`./${app}`],
      message: "An app does not know another.",
    },
    { target: `${source}/features`, from: `${source}/routes`, message: "Pages put features together." },
    ...features.map(({ name }) => ({
      target: `${source}/features/${name}`,
      from: `${source}/features`,
      except: [`./${name}`],
      message: "Features do not know each other: let the page put them together, or use a slot.",
    })),
  ];
});

const packagesOnly = [
  { target: "./packages", from: "./apps", message: "Packages know no app." },
  {
    target: "./packages/ui",
    from: "./packages/api",
    except: ["./src/currencies.ts"],
    message: "Components get plain values; only the table of currencies is shared.",
  },
  { target: "./packages/api", from: "./packages/ui", message: "The API client knows no component." },
];

const ARBITRARY = String.raw`/(?:^|[\s:!-])-?[a-z]+(?:-[a-z]+)*-\[(?!var\()/`;
const ARBITRARY_PROPERTY = String.raw`/(?:^|[\s:])\[[a-z-]+:[^\]]+\](?:$|\s)/`;
const RAW_DURATION = String.raw`/(?:^|[\s:])(?:duration|delay)-\d/`;

const written = [
  ...[ARBITRARY, ARBITRARY_PROPERTY, RAW_DURATION].flatMap((pattern) => [
    {
      selector: `Literal[value=${pattern}]`,
      message: "Sizes, colours and durations come from tokens.css.",
    },
    {
      selector: `TemplateElement[value.raw=${pattern}]`,
      message: "Sizes, colours and durations come from tokens.css.",
    },
  ]),
  {
    selector: "JSXAttribute[name.name='style'] ObjectExpression > Property:not([key.value=/^--/])",
    message: "style sets custom properties only.",
  },
  {
    selector: "JSXAttribute[name.name='weight'][value.value=/^(thin|light|bold|duotone)$/]",
    message: "The build keeps icons in regular and fill only.",
  },
  { selector: "TSEnumDeclaration", message: "Use a union of strings." },
];

const noBarrels = [
  { selector: "ExportAllDeclaration", message: "No barrel files except the entries of a package." },
  { selector: "ExportNamedDeclaration[source]", message: "No barrel files except the entries of a package." },
];

const textsFromOutside = [
  {
    selector: String.raw`JSXText[value=/\p{L}{2}/u]`,
    message: "Words people read come from the catalogue (t), or into packages/ui as props.",
  },
];

export default tseslint.config(
  { ignores: ["**/node_modules", "packages/api/src/schema.gen.d.ts", "e2e/results", "apps/mobile"] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    files: ["**/*.{ts,tsx}"],
    plugins: { "import-x": importX, "react-hooks": reactHooks },
    extends: [jsxA11y.flatConfigs.recommended],
    languageOptions: { globals: globals.browser },
    settings: {
      "import-x/resolver-next": [createNodeResolver({ extensions: [".ts", ".tsx", ".js", ".json"] })],
      "import-x/parsers": { "@typescript-eslint/parser": [".ts", ".tsx"] },
    },
    rules: {
      ...reactHooks.configs.recommended.rules,
      "max-lines": ["error", 250],
      "max-lines-per-function": ["error", 60],
      "max-params": ["error", 4],
      eqeqeq: "error",
      "no-console": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/no-invalid-void-type": "off",
      "import-x/no-restricted-paths": [
        "error",
        { basePath: import.meta.dirname, zones: [...directions, ...packagesOnly] },
      ],
      "import-x/no-cycle": "error",
      "import-x/no-self-import": "error",
      "import-x/no-duplicates": "error",
      "import-x/no-default-export": "error",
      "import-x/no-extraneous-dependencies": "off",
      "import-x/order": ["error", { groups: ["builtin", "external", "parent", "sibling", "index"] }],
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            { group: ["@feria/*/src/*"], message: "Import what the package exports." },
            {
              regex: "^@phosphor-icons/react(?!/dist/ssr/[A-Z])",
              message: "Import each icon by its own path, from @feria/ui/icons.",
            },
            { group: ["sonner", "radix-ui"], message: "It writes style elements, which our CSP forbids." },
          ],
        },
      ],
      "no-restricted-syntax": ["error", ...written, ...noBarrels, ...textsFromOutside],
    },
  },
  {
    files: ["packages/ui/src/gallery/**", "**/*.test.{ts,tsx}", "e2e/**"],
    rules: { "no-restricted-syntax": ["error", ...written, ...noBarrels] },
  },
  {
    files: [
      "packages/*/src/index.ts",
      "packages/ui/src/{chart,gallery,table}/index.ts",
      "packages/ui/src/icons.ts",
    ],
    rules: { "no-restricted-syntax": ["error", ...written] },
  },
  { files: ["**/*.test.{ts,tsx}", "e2e/**"], rules: { "max-lines-per-function": "off" } },
  { files: ["*.config.{ts,js}", "e2e/*.config.ts"], rules: { "import-x/no-default-export": "off" } },
  {
    files: ["**/*.{js,mjs}", "*.ts", "scripts/**"],
    languageOptions: { globals: globals.node },
    rules: { "no-console": "off" },
  },
);
