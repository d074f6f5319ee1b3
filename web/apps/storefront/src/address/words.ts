import type { Address, AddressDraft, PickupPlace } from "@feria/api";

type AnyAddress = Address | AddressDraft;

/** As it stands on a parcel; the country by its name. */
export function addressLines(address: AnyAddress, country: (code: string) => string): string[] {
  const town = [address.postal_code, address.city].filter(Boolean).join(" ");
  return [
    address.name,
    address.company,
    address.line1,
    address.line2,
    town,
    address.region,
    country(address.country),
  ].filter((line): line is string => Boolean(line));
}

/** The same in one line. */
export function addressLine(address: AnyAddress, country: (code: string) => string): string {
  return addressLines(address, country).join(", ");
}

/** Where something is collected, in one line; the country goes without saying. */
export function placeText({ line1, line2, postal_code: code, city }: PickupPlace): string {
  return [line1, line2, [code, city].filter(Boolean).join(" ")].filter(Boolean).join(", ");
}
