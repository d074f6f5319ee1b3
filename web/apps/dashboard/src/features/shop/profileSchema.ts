import type { Market } from "@feria/api";
import { parseAmount } from "@feria/ui";
import { z } from "../../zod";
import { currencyOf, gramsOf, type ProfileValues, type StepValues } from "./profileValues";

const DAYS = /^\d{1,3}$/;

export type ProfileWords = {
  required: string;
  amount: string;
  number: string;
  order: string;
  weight: string;
  rising: string;
  fromZero: string;
  places: string;
};

type Fault = (path: (string | number)[], message: string) => void;

/** What is wrong with a way of shipping; only the parts of its kind are looked at. */
export function profileSchema(words: ProfileWords, markets: Market[]) {
  const step = z.object({ bound: z.string(), price: z.string() });
  const days = z.string().trim().regex(DAYS, words.number);
  const zone = z.object({
    name: z.string(),
    places: z.array(
      z.object({ country: z.string(), regions: z.array(z.string()), postalCodes: z.array(z.string()) }),
    ),
    price: z.string(),
    additional: z.string(),
    minDays: z.string(),
    maxDays: z.string(),
  });
  return z
    .object({
      id: z.string(),
      market: z.string(),
      name: z.string().trim().min(1, words.required).max(80),
      kind: z.enum(["flat", "free", "additional", "weight", "value", "zone", "pickup", "live"]),
      price: z.string(),
      additional: z.string(),
      freeFrom: z.string(),
      minDays: days,
      maxDays: days,
      weightSteps: z.array(step),
      valueSteps: z.array(step),
      zones: z.array(zone),
      pickup: z.object({
        line1: z.string(),
        line2: z.string(),
        postalCode: z.string(),
        city: z.string(),
        country: z.string(),
        note: z.string(),
      }),
      carrier: z.string(),
      service: z.string(),
    })
    .superRefine((values, context) => {
      const fault: Fault = (path, message) => context.addIssue({ code: "custom", path, message });
      judge(values, { words, currency: currencyOf(values.market, markets), fault });
    });
}

type Judging = { words: ProfileWords; currency: string; fault: Fault };

function judge(values: ProfileValues, judging: Judging) {
  const { words, currency, fault } = judging;
  const isAmount = (text: string) => parseAmount(text, currency) !== null;
  const { kind } = values;
  if (["flat", "additional", "live"].includes(kind) && !isAmount(values.price))
    fault(["price"], words.amount);
  if (kind === "additional" && !isAmount(values.additional)) fault(["additional"], words.amount);
  if (values.freeFrom.trim() && !isAmount(values.freeFrom)) fault(["freeFrom"], words.amount);
  if (Number(values.maxDays) < Number(values.minDays)) fault(["maxDays"], words.order);
  if (kind === "weight") judgeSteps("weightSteps", values.weightSteps, gramsOf, judging);
  if (kind === "value") {
    judgeSteps("valueSteps", values.valueSteps, (text) => parseAmount(text, currency), judging);
    if (parseAmount(values.valueSteps[0]?.bound ?? "", currency) !== 0)
      fault(["valueSteps", 0, "bound"], words.fromZero);
  }
  if (kind === "zone") judgeZones(values, judging);
  if (kind === "pickup") {
    for (const name of ["line1", "postalCode", "city", "country"] as const) {
      if (!values.pickup[name].trim()) fault(["pickup", name], words.required);
    }
  }
}

function judgeSteps(
  name: "weightSteps" | "valueSteps",
  steps: StepValues[],
  read: (text: string) => number | null,
  { words, currency, fault }: Judging,
) {
  let before = -1;
  steps.forEach((step, place) => {
    const bound = read(step.bound);
    if (bound === null) fault([name, place, "bound"], name === "weightSteps" ? words.weight : words.amount);
    else if (bound <= before || (name === "weightSteps" && bound === 0))
      fault([name, place, "bound"], words.rising);
    else before = bound;
    if (parseAmount(step.price, currency) === null) fault([name, place, "price"], words.amount);
  });
}

function judgeZones({ zones }: ProfileValues, { words, currency, fault }: Judging) {
  zones.forEach((zone, place) => {
    const at = (name: string, message: string) => fault(["zones", place, name], message);
    if (!zone.name.trim()) at("name", words.required);
    if (zone.places.length === 0) at("places", words.places);
    if (parseAmount(zone.price, currency) === null) at("price", words.amount);
    if (zone.additional.trim() && parseAmount(zone.additional, currency) === null)
      at("additional", words.amount);
    if (!DAYS.test(zone.minDays.trim())) at("minDays", words.number);
    if (!DAYS.test(zone.maxDays.trim())) at("maxDays", words.number);
    else if (Number(zone.maxDays) < Number(zone.minDays)) at("maxDays", words.order);
  });
}
