import type { TFunction } from "i18next";
import { z } from "../../forms/zod";

const PASSWORD_MIN = 8;
const PASSWORD_MAX = 128;

/** As long as the API asks; which ones are too common, it says itself. */
export function passwordShape(t: TFunction) {
  return z.string().min(PASSWORD_MIN, t("signUp.password.short")).max(PASSWORD_MAX, t("form.tooLong"));
}
