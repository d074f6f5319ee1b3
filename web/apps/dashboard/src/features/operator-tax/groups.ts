import type { TaxRate } from "@feria/api";

/** A country with its rates: those in force first, then those to come, then those of before. */
export type CountryRates = { country: string; name: string; rates: TaxRate[] };

const RANK: Record<TaxRate["state"], number> = { in_force: 0, future: 1, superseded: 2 };

/** The countries by name that fit what is looked for, in any of their words; old rates only where they are wanted. */
export function groupsOf(
  rates: TaxRate[],
  nameOf: (country: string) => string,
  { text, showsOld }: { text: string; showsOld: boolean },
): CountryRates[] {
  const found = new Map<string, TaxRate[]>();
  for (const rate of rates) {
    if (!showsOld && rate.state === "superseded") continue;
    found.set(rate.country, [...(found.get(rate.country) ?? []), rate]);
  }
  const words = plain(text).split(/\s+/).filter(Boolean);
  return [...found]
    .map(([country, own]) => ({ country, name: nameOf(country), rates: own.sort(inForceFirst) }))
    .filter(({ country, name, rates: own }) => {
      const said = plain([country, name, ...own.map((rate) => rate.region_name)].join(" "));
      return words.every((word) => said.split(/[\s,]+/).some((one) => one.startsWith(word)));
    })
    .sort((one, other) => one.name.localeCompare(other.name));
}

function inForceFirst(one: TaxRate, other: TaxRate): number {
  return (
    RANK[one.state] - RANK[other.state] ||
    one.region_name.localeCompare(other.region_name) ||
    isStandard(other) - isStandard(one) ||
    one.tax_category.localeCompare(other.tax_category) ||
    other.valid_from.localeCompare(one.valid_from)
  );
}

const isStandard = (rate: TaxRate): number => Number(rate.tax_category === "standard");

/** Without what people type differently: case and accents. */
function plain(text: string): string {
  return text
    .normalize("NFKD")
    .replaceAll(/\p{Mark}/gu, "")
    .toLowerCase();
}
