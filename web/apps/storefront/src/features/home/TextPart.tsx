import type { HomeSection } from "@feria/api";

/** The operator's own words: HTML that the API has cleaned. */
export function TextPart({ section: { title, text } }: { section: HomeSection }) {
  return (
    <section className="page-width">
      {title && <h2 className="mb-12 type-heading">{title}</h2>}
      <div className="rich max-w-measure" dangerouslySetInnerHTML={{ __html: text }} />
    </section>
  );
}
