import type { SellerDraft, SellerFile } from "@feria/api";
import { z } from "../../zod";

export type StallValues = {
  name: string;
  town: string;
  country: string;
  story: string;
  hue: number;
  acceptance: "hand" | "auto";
  company: string;
  vatId: string;
  street: string;
  street2: string;
  postalCode: string;
  seat: string;
  region: string;
  timeZone: string;
  locale: string;
};

export function stallValues(file: SellerFile): StallValues {
  return {
    name: file.name,
    town: file.town,
    country: file.country,
    story: file.story,
    hue: file.stall_hue,
    acceptance: file.auto_accept ? "auto" : "hand",
    company: file.company,
    vatId: file.vat_id,
    street: file.legal_address.line1 ?? "",
    street2: file.legal_address.line2 ?? "",
    postalCode: file.legal_address.postal_code ?? "",
    seat: file.legal_address.city ?? "",
    region: file.legal_address.region ?? "",
    timeZone: file.time_zone,
    locale: file.locale,
  };
}

export function stallBody(values: StallValues): SellerDraft {
  return {
    name: values.name.trim(),
    town: values.town.trim(),
    country: values.country,
    story: values.story.trim(),
    stall_hue: values.hue,
    auto_accept: values.acceptance === "auto",
    company: values.company.trim(),
    vat_id: values.vatId.replace(/[^A-Za-z0-9]/g, "").toUpperCase(),
    legal_address: {
      line1: values.street.trim(),
      line2: values.street2.trim(),
      postal_code: values.postalCode.trim(),
      city: values.seat.trim(),
      region: values.region.trim(),
    },
    time_zone: values.timeZone,
    locale: values.locale,
  };
}

/** The API's names for the same fields. */
export const API_FIELDS: Record<string, keyof StallValues> = {
  stall_hue: "hue",
  auto_accept: "acceptance",
  vat_id: "vatId",
  "legal_address.line1": "street",
  "legal_address.line2": "street2",
  "legal_address.postal_code": "postalCode",
  "legal_address.city": "seat",
  "legal_address.region": "region",
  time_zone: "timeZone",
};

export function stallSchema(required: string) {
  return z.object({
    name: z.string().trim().min(1, required).max(80),
    town: z.string().trim().max(200),
    country: z.string().length(2, required),
    story: z.string().max(10_000),
    hue: z.number(),
    acceptance: z.enum(["hand", "auto"]),
    company: z.string().max(200),
    vatId: z.string().max(30),
    street: z.string().max(200),
    street2: z.string().max(200),
    postalCode: z.string().max(20),
    seat: z.string().max(200),
    region: z.string().max(200),
    timeZone: z.string().min(1),
    locale: z.string().min(1),
  });
}
