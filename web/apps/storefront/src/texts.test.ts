import { renderHook } from "@testing-library/react";
import { beforeAll, describe, expect, it } from "vitest";
import { startTexts, useTranslation } from "./texts";

beforeAll(() => startTexts("en"));
const { t } = renderHook(() => useTranslation()).result.current;

describe("a text", () => {
  it("takes its values, numbers as the language writes them", () => {
    expect(t("products.shown", { shown: 24, count: 1310 })).toBe("24 of 1,310 things");
    expect(t("home.toStall", { name: "Folha & Filho" })).toBe("Visit Folha & Filho");
  });

  it("has a form for none, one and many", () => {
    expect(t("frame.cartWithCount", { count: 0 })).toBe("Cart, empty");
    expect(t("frame.cartWithCount", { count: 1 })).toBe("Cart, 1 thing");
    expect(t("products.count", { count: 0 })).toBe("0 things");
    expect(t("filters.more", { count: 5 })).toBe("Show 5 more");
  });

  it("is its key where nobody wrote it", () => {
    expect(t("nobody.wrote")).toBe("nobody.wrote");
  });
});
