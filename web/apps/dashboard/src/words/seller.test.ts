import { describe, expect, it } from "vitest";
import texts from "../locales/en/sell.json";
import { orderKeys } from "./seller";

const pickup = {
  line1: "Rua do Forno 3",
  line2: "",
  postal_code: "4050",
  city: "Porto",
  country: "PT",
  note: "",
};
const word = (order: Parameters<typeof orderKeys>[0]) =>
  orderKeys(order)
    .map((key) => (texts as Record<string, string>)[key])
    .find(Boolean);

describe("the word of an order", () => {
  it("says of what is collected that it is ready, and not that it was shipped", () => {
    expect(word({ status: "shipped", pickup })).toBe("Ready to collect");
    expect(word({ status: "delivered", pickup })).toBe("Collected");
    expect(word({ status: "cancelled", pickup })).toBe("Cancelled");
    expect(word({ status: "shipped", pickup: null })).toBe("Shipped");
  });
});
