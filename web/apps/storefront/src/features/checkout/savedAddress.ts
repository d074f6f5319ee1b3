import { NO_ADDRESS, type AddressValues } from "../../address/schema";

const NAMES = Object.keys(NO_ADDRESS) as (keyof AddressValues)[];

/** An address as the form has it, out of anything that has its fields. */
export function valuesOf(address: Partial<AddressValues>): AddressValues {
  return Object.fromEntries(NAMES.map((name) => [name, address[name] ?? ""])) as AddressValues;
}

export function isSame(saved: Partial<AddressValues>, address: AddressValues): boolean {
  return NAMES.every((name) => (saved[name] ?? "") === address[name]);
}

/** Whether both lead a parcel to the same door and name, whatever number is called from there. */
export function isSameDoor(saved: Partial<AddressValues>, address: Partial<AddressValues>): boolean {
  return isSame({ ...saved, phone: "" }, { ...valuesOf(address), phone: "" });
}
