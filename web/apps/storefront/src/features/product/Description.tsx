import { useTranslation } from "../../texts";

/** The seller's own words: HTML that the API has cleaned. */
export function Description({ html }: { html: string }) {
  const { t } = useTranslation();
  if (html.trim() === "") return null;
  return (
    <section>
      <h2 className="mb-12 type-heading">{t("product.description")}</h2>
      <div className="rich max-w-measure" dangerouslySetInnerHTML={{ __html: html }} />
    </section>
  );
}
