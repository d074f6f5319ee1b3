import { useAccount } from "@feria/api";
import { useTranslation } from "react-i18next";

const KNOWN = new Set(["buyer", "seller", "operator", "clock", "payment", "system"]);
/** The digits of the API's ids, smallest first. */
const DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";

type Person = { account_id: string; name: string };

/** Who did something, as histories tell it: `clock`, `buyer`, `account:7`; by name where the person is known. */
export function useActorName(people: Person[] = []): (actor: string) => string {
  const { t } = useTranslation();
  const me = useAccount().data;
  const names = new Map(people.map((person) => [numberOf(person.account_id), person.name]));
  if (me) names.set(numberOf(me.id), me.name);
  return (actor) => {
    const [kind = "", number = ""] = actor.split(":");
    if (kind === "account") return names.get(Number(number)) ?? t("operator.actor.account", { number });
    return KNOWN.has(kind) ? t(`operator.actor.${kind}`) : actor;
  };
}

/** `usr_0000000c` is account 12. */
function numberOf(id: string): number {
  const digits = id.split("_")[1] ?? "";
  return [...digits].reduce((number, digit) => number * DIGITS.length + DIGITS.indexOf(digit), 0);
}
