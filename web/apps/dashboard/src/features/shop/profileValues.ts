import type { Market, ShippingProfile, ShippingProfileDraft } from "@feria/api";
import { amountText, parseAmount } from "@feria/ui";

/** Carriers that tell prices. */
export const CARRIERS = ["ups", "fedex"] as const;
/** Kinds of shipping a shop may choose. */
export const KINDS = ["flat", "free", "additional", "weight", "value", "zone", "live", "pickup"] as const;
export type Kind = ShippingProfile["kind"];

/** The price of a step, and where it ends (kilograms) or begins (value of goods). */
export type StepValues = { bound: string; price: string };
export type PlaceValues = { country: string; regions: string[]; postalCodes: string[] };
export type ZoneValues = {
  name: string;
  places: PlaceValues[];
  price: string;
  additional: string;
  minDays: string;
  maxDays: string;
};
export type PickupValues = {
  line1: string;
  line2: string;
  postalCode: string;
  city: string;
  country: string;
  note: string;
};
export type ProfileValues = {
  id: string;
  market: string;
  name: string;
  kind: Kind;
  price: string;
  additional: string;
  freeFrom: string;
  minDays: string;
  maxDays: string;
  weightSteps: StepValues[];
  valueSteps: StepValues[];
  zones: ZoneValues[];
  pickup: PickupValues;
  carrier: string;
  service: string;
};

export const NEW_STEP: StepValues = { bound: "", price: "" };
export const NEW_ZONE: ZoneValues = {
  name: "",
  places: [],
  price: "",
  additional: "",
  minDays: "2",
  maxDays: "4",
};

export function newProfile(market: string, country: string): ProfileValues {
  return {
    id: "",
    market,
    name: "",
    kind: "flat",
    price: "",
    additional: "",
    freeFrom: "",
    minDays: "2",
    maxDays: "4",
    weightSteps: [NEW_STEP],
    valueSteps: [{ bound: "0", price: "" }],
    zones: [NEW_ZONE],
    pickup: { line1: "", line2: "", postalCode: "", city: "", country, note: "" },
    carrier: CARRIERS[0],
    service: "",
  };
}

/** Parts of other kinds stand ready empty, so that another kind can be chosen. */
export function valuesOf(profile: ShippingProfile, country: string): ProfileValues {
  const fresh = newProfile(profile.market, country);
  const { pickup } = profile;
  return {
    ...fresh,
    id: profile.id,
    name: profile.name,
    kind: profile.kind,
    price: profile.price ? amountText(profile.price) : "",
    additional: profile.additional_price ? amountText(profile.additional_price) : "",
    freeFrom: profile.free_from ? amountText(profile.free_from) : "",
    minDays: String(profile.min_days),
    maxDays: String(profile.max_days),
    weightSteps: orEmpty(
      profile.weight_steps.map((step) => ({
        bound: String(step.up_to_grams / 1000),
        price: amountText(step.price),
      })),
      fresh.weightSteps,
    ),
    valueSteps: orEmpty(
      profile.value_steps.map((step) => ({ bound: amountText(step.from), price: amountText(step.price) })),
      fresh.valueSteps,
    ),
    zones: orEmpty(
      profile.zones.map((zone) => ({
        name: zone.name,
        places: zone.places.map((place) => ({
          country: place.country,
          regions: place.regions,
          postalCodes: place.postal_codes,
        })),
        price: amountText(zone.price),
        additional: zone.additional_price.amount ? amountText(zone.additional_price) : "",
        minDays: String(zone.min_days),
        maxDays: String(zone.max_days),
      })),
      fresh.zones,
    ),
    pickup: pickup
      ? {
          line1: pickup.line1,
          line2: pickup.line2 ?? "",
          postalCode: pickup.postal_code,
          city: pickup.city,
          country: pickup.country,
          note: pickup.note ?? "",
        }
      : fresh.pickup,
    carrier: profile.carrier || CARRIERS[0],
    service: profile.service,
  };
}

function orEmpty<Item>(items: Item[], empty: Item[]): Item[] {
  return items.length > 0 ? items : empty;
}

export function draftOf(profile: ProfileValues, markets: Market[]): ShippingProfileDraft {
  const currency = currencyOf(profile.market, markets);
  const money = (text: string) => ({ amount: parseAmount(text, currency) ?? 0, currency });
  const ifAny = (text: string) => (text.trim() ? money(text) : null);
  return {
    ...(profile.id ? { id: profile.id } : {}),
    market: profile.market,
    name: profile.name.trim(),
    kind: profile.kind,
    min_days: Number(profile.minDays),
    max_days: Number(profile.maxDays),
    ...(hasFreeFrom(profile.kind) ? { free_from: ifAny(profile.freeFrom) } : {}),
    ...partsOf(profile, money, ifAny),
  };
}

type ToMoney = (text: string) => { amount: number; currency: string };

/** Only what belongs to the kind is sent. */
function partsOf(
  profile: ProfileValues,
  money: ToMoney,
  ifAny: (text: string) => ReturnType<ToMoney> | null,
): Partial<ShippingProfileDraft> {
  const { pickup } = profile;
  switch (profile.kind) {
    case "free":
      return {};
    case "flat":
      return { price: money(profile.price) };
    case "live":
      return { price: money(profile.price), carrier: profile.carrier, service: profile.service };
    case "additional":
      return { price: money(profile.price), additional_price: money(profile.additional) };
    case "weight":
      return {
        weight_steps: profile.weightSteps.map((step) => ({
          up_to_grams: gramsOf(step.bound) ?? 0,
          price: money(step.price),
        })),
      };
    case "value":
      return {
        value_steps: profile.valueSteps.map((step) => ({
          from: money(step.bound),
          price: money(step.price),
        })),
      };
    case "zone":
      return {
        zones: profile.zones.map((zone) => ({
          name: zone.name.trim(),
          places: zone.places.map((place) => ({
            country: place.country,
            regions: place.regions,
            postal_codes: place.postalCodes,
          })),
          price: money(zone.price),
          additional_price: ifAny(zone.additional),
          min_days: Number(zone.minDays),
          max_days: Number(zone.maxDays),
        })),
      };
    case "pickup":
      return {
        pickup: {
          line1: pickup.line1.trim(),
          line2: pickup.line2.trim(),
          postal_code: pickup.postalCode.trim(),
          city: pickup.city.trim(),
          country: pickup.country,
          note: pickup.note.trim(),
        },
      };
  }
}

/** Whether a value of goods from which it is free makes sense. */
export function hasFreeFrom(kind: Kind): boolean {
  return kind !== "free" && kind !== "pickup";
}

export function currencyOf(marketId: string, markets: Market[]): string {
  return markets.find((market) => market.id === marketId)?.currency ?? "";
}

/** Typed kilograms (`1.5`, `0,25`) in whole grams; null when it is no weight. */
export function gramsOf(text: string): number | null {
  const found = /^(\d{1,4})(?:[.,](\d{1,3}))?$/.exec(text.trim());
  if (!found) return null;
  const [, kilograms = "0", rest = ""] = found;
  return Number(kilograms) * 1000 + Number(rest.padEnd(3, "0"));
}
