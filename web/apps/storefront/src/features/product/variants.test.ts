import type { Product, Variant } from "@feria/api";
import { describe, expect, it } from "vitest";
import { firstVariant, quantityMax, swatchesOf, valueState, variantFor, variantOf } from "./variants";

function variant(id: string, options: Record<string, string>, more: Partial<Variant> = {}): Variant {
  return {
    id,
    options,
    sku: id,
    title: Object.values(options).join(" / "),
    price: { amount: 2400, currency: "EUR" },
    compare_at_price: null,
    lowest_recent_price: null,
    prices: [],
    available: 4,
    in_stock: true,
    stock_policy: "tracked",
    weight_grams: 0,
    gtin: null,
    fulfilment: "ship",
    image_id: null,
    ...more,
  };
}

const gone = { in_stock: false, available: 0 };
const PRODUCT: Pick<Product, "options" | "variants"> = {
  options: [
    { name: "Colour", values: ["blue", "white"] },
    { name: "Size", values: ["S", "L"] },
  ],
  variants: [
    variant("blue-s", { Colour: "blue", Size: "S" }, { ...gone, image_id: "img_blue" }),
    variant("blue-l", { Colour: "blue", Size: "L" }, { image_id: "img_blue" }),
    variant("white-s", { Colour: "white", Size: "S" }, { image_id: "img_white" }),
  ],
};
const BLUE_L = { Colour: "blue", Size: "L" };

describe("the variant", () => {
  it("is first the one in the address, else one that can be had, else any", () => {
    expect(firstVariant(PRODUCT, "white-s")?.id).toBe("white-s");
    expect(firstVariant(PRODUCT, "blue-s")?.id).toBe("blue-s");
    expect(firstVariant(PRODUCT, "elsewhere")?.id).toBe("blue-l");
    const none = { ...PRODUCT, variants: PRODUCT.variants.map((one) => ({ ...one, ...gone })) };
    expect(firstVariant(none)?.id).toBe("blue-s");
    expect(firstVariant({ options: [], variants: [] })).toBeUndefined();
  });

  it("skips what has no price in this market", () => {
    const [blueS, blueL, whiteS] = PRODUCT.variants as [Variant, Variant, Variant];
    const product = { ...PRODUCT, variants: [blueS, { ...blueL, price: null }, whiteS] };
    expect(firstVariant(product)?.id).toBe("white-s");
  });

  it("is found by a whole choice only", () => {
    expect(variantOf(PRODUCT, BLUE_L)?.id).toBe("blue-l");
    expect(variantOf(PRODUCT, { Colour: "blue" })).toBeUndefined();
  });
});

describe("a value", () => {
  it("says whether it can be had with what is chosen", () => {
    expect(valueState(PRODUCT, BLUE_L, "Size", "S")).toBe("sold_out");
    expect(valueState(PRODUCT, BLUE_L, "Colour", "white")).toBe("missing");
    expect(valueState(PRODUCT, BLUE_L, "Colour", "blue")).toBe("available");
  });

  it("leads to what is sold out, so that it can be told", () => {
    expect(variantFor(PRODUCT, BLUE_L, "Size", "S")?.id).toBe("blue-s");
  });

  it("changes another option where the combination is not made", () => {
    expect(variantFor(PRODUCT, BLUE_L, "Colour", "white")?.id).toBe("white-s");
    expect(variantFor(PRODUCT, BLUE_L, "Colour", "red")).toBeUndefined();
  });
});

describe("how many", () => {
  const one = (more: Partial<Variant>) => variant("one", {}, more);
  it("is bound by stock, by the seller's limit, and by the cart's", () => {
    expect(quantityMax(one({ available: 4 }), null)).toBe(4);
    expect(quantityMax(one({ available: 4 }), 2)).toBe(2);
    expect(quantityMax(one({ available: null, stock_policy: "untracked" }), null)).toBe(999);
    expect(quantityMax(one({ available: 0, stock_policy: "backorder" }), 10)).toBe(10);
    expect(quantityMax(one(gone), null)).toBe(0);
  });
});

describe("swatches", () => {
  it("stand where each value has one picture of its own", () => {
    expect(swatchesOf(PRODUCT, "Colour", ["blue", "white"])).toEqual({
      blue: "img_blue",
      white: "img_white",
    });
    expect(swatchesOf(PRODUCT, "Size", ["S", "L"])).toBeNull();
  });
});
