import type { Attribute, Product } from "@feria/api";

export type AttributeRow = { name: string; label: string; value: string };
export type AttributeWords = { yes: string; no: string; locale: string };

/** A product's attributes in the category's order, with its labels and units; what it does not know comes last. */
export function attributeRows(
  attributes: Product["attributes"],
  known: Attribute[],
  words: AttributeWords,
): AttributeRow[] {
  const place = (name: string) => {
    const found = known.findIndex((one) => one.name === name);
    return found < 0 ? known.length : found;
  };
  return Object.entries(attributes)
    .filter(([, value]) => value !== "" && value !== null)
    .sort(([one], [other]) => place(one) - place(other))
    .map(([name, value]) => {
      const attribute = known.find((one) => one.name === name);
      return {
        name,
        label: attribute?.label ?? sentence(name.replaceAll("_", " ")),
        value: valueText(value, attribute?.unit ?? "", words),
      };
    });
}

function valueText(value: string | number | boolean, unit: string, words: AttributeWords): string {
  if (typeof value === "boolean") return value ? words.yes : words.no;
  if (typeof value === "string") return sentence(value);
  const number = new Intl.NumberFormat(words.locale).format(value);
  return unit ? `${number}\u00a0${unit}` : number;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
