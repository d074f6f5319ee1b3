/** Only packages/ui/tokens.css states colours, sizes and durations; all other CSS names them. */
export default {
  extends: ["stylelint-config-standard"],
  reportDescriptionlessDisables: true,
  reportNeedlessDisables: true,
  rules: {
    "at-rule-no-unknown": [
      true,
      { ignoreAtRules: ["theme", "source", "utility", "variant", "custom-variant", "apply", "reference"] },
    ],
    "at-rule-no-deprecated": [true, { ignoreAtRules: ["apply"] }],
    "import-notation": "string",
    "color-no-hex": true,
    "color-named": "never",
    "function-disallowed-list": [
      "rgb",
      "rgba",
      "hsl",
      "hsla",
      "hwb",
      "lab",
      "lch",
      "oklab",
      "oklch",
      "color",
    ],
    "unit-disallowed-list": ["px", "rem", "em", "ch", "ex", "pt", "cm", "mm", "ms", "s"],
    "no-descending-specificity": null,
    "alpha-value-notation": null,
    "lightness-notation": null,
    "hue-degree-notation": null,
    "custom-property-empty-line-before": null,
    "at-rule-prelude-no-invalid": [true, { ignoreAtRules: ["apply"] }],
    "rule-empty-line-before": null,
    "nesting-selector-no-missing-scoping-root": null,
  },
  overrides: [
    {
      files: ["packages/ui/tokens.css"],
      rules: {
        "function-disallowed-list": null,
        "unit-disallowed-list": null,
        "color-no-hex": null,
        "custom-property-pattern": null,
        "color-named": null,
      },
    },
    // The metrics of fallback faces and the ranges of subsets belong to the faces.
    { files: ["packages/ui/src/styles/fonts.css"], rules: { "unit-disallowed-list": null } },
  ],
};
