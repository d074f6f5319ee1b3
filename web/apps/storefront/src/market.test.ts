import { expect, it } from "vitest";
import { countryName, roundMoney } from "./market";

it("writes round amounts without their zeros, in every currency's own decimals", () => {
  expect(roundMoney({ amount: 3000, currency: "EUR" })).toBe("€30");
  expect(roundMoney({ amount: 2950, currency: "EUR" })).toBe("€29.50");
  expect(roundMoney({ amount: 3000, currency: "JPY" })).toBe("¥3,000");
  expect(roundMoney({ amount: 3000, currency: "EUR" }, "de")).toBe("30\u00a0€");
});

it("names countries, and leaves alone what is none", () => {
  expect(countryName("PT")).toBe("Portugal");
  expect(countryName("?")).toBe("?");
});
