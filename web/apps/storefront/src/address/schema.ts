import type { AddressDraft } from "@feria/api";
import type { TFunction } from "i18next";
import { z } from "../forms/zod";

export type AddressValues = Required<
  Pick<AddressDraft, "line2" | "region" | "phone" | "company" | "vat_id">
> &
  Pick<AddressDraft, "name" | "line1" | "city" | "postal_code" | "country">;

export const NO_ADDRESS: AddressValues = {
  name: "",
  line1: "",
  line2: "",
  postal_code: "",
  city: "",
  region: "",
  country: "",
  phone: "",
  company: "",
  vat_id: "",
};

const LINE_MAX = 200;
const POSTAL_CODE_MAX = 20;
const PHONE_MAX = 30;
const VAT_ID_MAX = 20;

/** What the API asks of an address, told before it is sent. */
export function addressShape(t: TFunction) {
  const line = (message: string) => z.string().trim().min(1, message).max(LINE_MAX, t("form.tooLong"));
  const optional = z.string().trim().max(LINE_MAX, t("form.tooLong"));
  return {
    name: line(t("address.name.missing")),
    country: z.string().min(1, t("address.country.missing")),
    line1: line(t("address.line1.missing")),
    line2: optional,
    postal_code: z
      .string()
      .trim()
      .min(1, t("address.postal_code.missing"))
      .max(POSTAL_CODE_MAX, t("form.tooLong"))
      .regex(/^[A-Za-z0-9 -]*$/, t("address.postal_code.wrong")),
    city: line(t("address.city.missing")),
    region: optional,
    phone: z
      .string()
      .trim()
      .max(PHONE_MAX, t("form.tooLong"))
      .regex(/^[0-9+() ./-]*$/, t("address.phone.wrong")),
    company: optional,
    vat_id: z
      .string()
      .trim()
      .max(VAT_ID_MAX, t("form.tooLong"))
      .regex(/^[A-Za-z0-9 .-]*$/, t("address.vat_id.wrong")),
  };
}

/** As the API's patterns have it. */
export function emailShape(t: TFunction) {
  return z
    .string()
    .trim()
    .min(1, t("form.email.missing"))
    .max(254, t("form.tooLong"))
    .regex(/^[^@\s<>"]+@[^@\s<>"]+\.[^@\s<>".]+$/, t("form.email.wrong"));
}
