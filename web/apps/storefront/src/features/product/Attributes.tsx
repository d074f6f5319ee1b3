import type { Attribute, Product } from "@feria/api";
import { useTranslation } from "../../texts";
import { useMarket } from "../../market";
import { attributeRows } from "./attributeRows";

/** Facts in two columns. */
export function Attributes({ product, known }: { product: Product; known: Attribute[] }) {
  const { t } = useTranslation();
  const { locale } = useMarket();
  const words = { yes: t("filters.yes"), no: t("product.no"), locale };
  const rows = attributeRows(product.attributes, known, words);
  if (rows.length === 0) return null;
  return (
    <section>
      <h2 className="mb-8 type-heading">{t("product.facts")}</h2>
      <dl className="max-w-measure divide-y divide-line border-y border-line">
        {rows.map(({ name, label, value }) => (
          <div key={name} className="grid grid-cols-2 gap-16 py-12">
            <dt className="text-ink-2">{label}</dt>
            <dd className="numbers">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
