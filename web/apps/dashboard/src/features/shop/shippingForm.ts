import type { Market, Policies, SellerFile, ShippingCalendar, ShippingProfile } from "@feria/api";
import { z } from "../../zod";
import { profileSchema, type ProfileWords } from "./profileSchema";
import { valuesOf, type ProfileValues } from "./profileValues";

export type CalendarValues = { workingDays: number[]; closedOn: string[]; cutOff: string };
export type ShippingValues = {
  profiles: ProfileValues[];
  calendar: CalendarValues;
  returnsDays: string;
  returns: string;
  shipping: string;
};

export function shippingValues(
  file: SellerFile,
  profiles: ShippingProfile[],
  calendar: ShippingCalendar,
): ShippingValues {
  return {
    profiles: profiles.map((profile) => valuesOf(profile, file.country)),
    calendar: {
      workingDays: calendar.working_days,
      closedOn: calendar.closed_on,
      cutOff: String(calendar.cut_off_hour),
    },
    returnsDays: String(file.policies.returns_days),
    returns: file.policies.returns,
    shipping: file.policies.shipping,
  };
}

export function policiesOf(values: ShippingValues): Policies {
  return {
    returns_days: Number(values.returnsDays),
    returns: values.returns.trim(),
    shipping: values.shipping.trim(),
  };
}

export function calendarOf({ calendar }: ShippingValues) {
  return {
    working_days: calendar.workingDays,
    closed_on: calendar.closedOn,
    cut_off_hour: Number(calendar.cutOff),
  };
}

const RETURNS_DAYS_MIN = 14;
const RETURNS_DAYS_MAX = 365;
const DAYS = /^\d{1,3}$/;

export type ShippingWords = ProfileWords & { returnsDays: string; workingDays: string };

export function shippingSchema(words: ShippingWords, markets: Market[]) {
  const isReturnsDays = (text: string) =>
    DAYS.test(text.trim()) && Number(text) >= RETURNS_DAYS_MIN && Number(text) <= RETURNS_DAYS_MAX;
  return z.object({
    profiles: z.array(profileSchema(words, markets)),
    calendar: z.object({
      workingDays: z.array(z.number()).min(1, words.workingDays),
      closedOn: z.array(z.string()),
      cutOff: z.string(),
    }),
    returnsDays: z.string().refine(isReturnsDays, words.returnsDays),
    returns: z.string().max(5_000),
    shipping: z.string().max(5_000),
  });
}
