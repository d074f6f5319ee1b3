import { expect, test } from "vitest";
import { amountText, formatMoney, formatPercent, parseAmount } from "./money";

const NARROW = /[\u00a0\u202f]/g;
const shown = (amount: number, currency: string, locale?: string) =>
  formatMoney({ amount, currency }, locale).replace(NARROW, " ");

test.each([
  [3400, "EUR", "en", "€34.00"],
  [-1800, "EUR", "en", "−€18.00"],
  [1999, "JPY", "en", "¥1,999"],
  [1234567, "KWD", "en", "KWD 1,234.567"],
  [12345, "RSD", "en", "RSD 123.45"],
  [10000, "IQD", "en", "IQD 10.000"],
  [123456, "EUR", "de", "1.234,56 €"],
  [-5, "EUR", "de", "−0,05 €"],
  [9007199254740991, "EUR", "en", "€90,071,992,547,409.91"],
])("%i of %s in %s is %s", (amount, currency, locale, expected) => {
  expect(shown(amount, currency, locale)).toBe(expected);
});

test.each([
  ["34", "EUR", 3400],
  ["34.5", "EUR", 3450],
  ["34,50", "EUR", 3450],
  ["1.234,50", "EUR", 123450],
  ["1,234.50", "EUR", 123450],
  ["1,234", "EUR", 123400],
  ["1 234,50", "EUR", 123450],
  ["1.234", "KWD", 1234],
  ["1999", "JPY", 1999],
  ["0.005", "EUR", null],
  ["34.567,8901", "EUR", null],
  ["12 euros", "EUR", null],
  ["-3", "EUR", null],
  ["", "EUR", null],
])("%s typed for %s is %s", (text, currency, expected) => {
  expect(parseAmount(text, currency)).toBe(expected);
});

test("an amount is edited as it is counted", () => {
  expect(amountText({ amount: 5, currency: "EUR" })).toBe("0.05");
  expect(amountText({ amount: 1234, currency: "KWD" })).toBe("1.234");
  expect(amountText({ amount: 12, currency: "JPY" })).toBe("12");
  expect(parseAmount(amountText({ amount: 123456, currency: "EUR" }), "EUR")).toBe(123456);
});

test("a percentage has the real minus", () => {
  expect(formatPercent(-15)).toBe("−15\u202f%");
});
