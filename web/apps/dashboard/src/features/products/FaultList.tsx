import { ErrorSummary } from "@feria/ui";
import { useTranslation } from "react-i18next";
import { titleOf } from "./matrix";
import type { Editor } from "./useEditor";

/** What is wrong in the form, each as a link to its field. */
export function FaultList({ editor }: { editor: Editor }) {
  const { t } = useTranslation();
  const labelOf = useLabels(editor);
  const errors = Object.entries(editor.faults).map(([field, message]) => ({
    field,
    message: `${labelOf(field)}: ${message}`,
  }));
  return <ErrorSummary title={t("sell.field.errors", { count: errors.length })} errors={errors} />;
}

/** A field's name as the form writes it; the variant's before those of variants. */
function useLabels({ values, attributes }: Editor): (field: string) => string {
  const { t } = useTranslation();
  return (field) => {
    const [first = "", place = "", ...rest] = field.split(".");
    if (first === "attributes") return attributes.find(({ name }) => name === place)?.label ?? place;
    if (first === "options") return t("sell.product.field.options");
    if (first === "shipping_profiles") return t("sell.shop.shipping");
    if (first !== "variants") return t(`sell.product.field.${first}`, { defaultValue: first });
    const variant = values.variants[Number(place)];
    const title = variant ? titleOf(variant.options, values.options) : "";
    const name = rest.at(-1) ?? "";
    return [title, t(`sell.product.variantField.${name}`, { defaultValue: name })].filter(Boolean).join(", ");
  };
}
