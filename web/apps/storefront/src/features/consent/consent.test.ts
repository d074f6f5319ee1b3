import { expect, it } from "vitest";
import { consentIn } from "./consent";

it("finds the choice among other cookies, and nothing where there is none", () => {
  expect(consentIn("a=1; feria_consent=statistics; b=2")).toBe("statistics");
  expect(consentIn("feria_consent=necessary")).toBe("necessary");
  expect(consentIn("not_feria_consent=necessary")).toBeNull();
  expect(consentIn("feria_consent=everything")).toBeNull();
});
