import { useTranslation } from "react-i18next";

const KNOWN = new Set(["buyer", "seller", "operator", "clock", "payment", "system"]);

/** Who did something, as histories tell it: `clock`, `buyer`, `account:7`. */
export function useActorName(): (actor: string) => string {
  const { t } = useTranslation();
  return (actor) => {
    const [kind = "", number] = actor.split(":");
    if (kind === "account") return t("operator.actor.account", { number });
    return KNOWN.has(kind) ? t(`operator.actor.${kind}`) : actor;
  };
}
