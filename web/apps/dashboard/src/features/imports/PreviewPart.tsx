import { useImportPreview, type ColumnMapping, type ImportPreview } from "@feria/api";
import { formatMoney, Panel, StatusDot } from "@feria/ui";
import { useTranslation } from "react-i18next";
import { Problem } from "../../frame/Problem";
import { useCount } from "./count";
import { TONES } from "./tones";

const STATES = { draft: "neutral", in_review: "info", published: "good" } as const;

type PreviewPartProps = {
  sellerId: string;
  importId: string;
  /** Null while something about the columns has to be put right. */
  mapping: ColumnMapping | null;
};

/** The first products as they would become, and what there is to say about their lines. */
export function PreviewPart({ sellerId, importId, mapping }: PreviewPartProps) {
  const { t } = useTranslation();
  const preview = useImportPreview(sellerId, importId, mapping);
  const { data, error } = preview;
  return (
    <Panel title={t("sell.imports.preview.title")} flush>
      <div aria-busy={preview.isFetching} aria-live="polite" className="border-t border-line">
        {error ? (
          <Problem fault={error} onRetry={() => void preview.refetch()} />
        ) : mapping && data ? (
          <Preview preview={data} />
        ) : (
          <p className="p-16 text-ink-2 md:px-20">{t("sell.imports.preview.none")}</p>
        )}
      </div>
    </Panel>
  );
}

function Preview({ preview }: { preview: ImportPreview }) {
  const { t } = useTranslation();
  const { products, lines } = preview;
  if (products.length + lines.length === 0)
    return <p className="p-16 text-ink-2 md:px-20">{t("sell.imports.preview.empty")}</p>;
  return (
    <>
      <ul className="divide-y divide-line">
        {products.map((product) => (
          <PreviewProduct key={product.line} product={product} />
        ))}
      </ul>
      {lines.length > 0 && <PreviewLines lines={lines} />}
    </>
  );
}

function PreviewProduct({ product }: { product: ImportPreview["products"][number] }) {
  const { t, i18n } = useTranslation();
  const count = useCount();
  const { title, category, price, variants, pictures, status } = product;
  const amount = price && formatMoney(price, i18n.language);
  const more = [
    category || t("sell.imports.preview.noCategory"),
    variants.length > 0 && variants.join(", "),
    pictures > 0 && t("sell.imports.preview.pictures", { count: pictures, number: count(pictures) }),
  ].filter(Boolean);
  return (
    <li className="flex flex-col gap-2 px-16 py-12 md:px-20">
      <span className="flex items-baseline justify-between gap-16">
        <span className="min-w-0 font-600 break-words">{title}</span>
        <span className="numbers shrink-0">
          {!amount && t("sell.imports.preview.noPrice")}
          {amount && (variants.length > 1 ? t("sell.imports.preview.from", { price: amount }) : amount)}
        </span>
      </span>
      <span className="flex items-baseline justify-between gap-16">
        <span className="min-w-0 text-ink-2">{more.join(" · ")}</span>
        <span className="shrink-0">
          <StatusDot tone={STATES[status]}>{t(`sell.imports.preview.${status}`)}</StatusDot>
        </span>
      </span>
    </li>
  );
}

function PreviewLines({ lines }: { lines: ImportPreview["lines"] }) {
  const { t } = useTranslation();
  const count = useCount();
  return (
    <ul aria-label={t("sell.imports.preview.lines")} className="divide-y divide-line border-t border-line">
      {lines.map((line, place) => (
        <li key={`${line.line} ${place}`} className="flex flex-col gap-2 px-16 py-12 md:px-20">
          <span className="flex items-baseline justify-between gap-12">
            <span className="numbers text-ink-2">
              {t("sell.imports.report.line", { number: count(line.line) })}
            </span>
            <StatusDot tone={TONES[line.outcome]}>{t(`sell.imports.report.${line.outcome}`)}</StatusDot>
          </span>
          <span>
            {line.field && <span className="font-500">{line.field} </span>}
            {line.message}
          </span>
        </li>
      ))}
    </ul>
  );
}
