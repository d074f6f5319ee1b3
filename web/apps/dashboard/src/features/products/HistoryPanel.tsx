import { itemsOf, useProductVersions, type Product, type ProductVersionEntry } from "@feria/api";
import { Panel, formatMoment } from "@feria/ui";
import { useTranslation } from "react-i18next";
import { MoreRows } from "../../frame/MoreRows";

/** Who changed what. Without a change by hand there is no history, and no panel. */
export function HistoryPanel({ product }: { product: Product }) {
  const { t } = useTranslation();
  const versions = useProductVersions(product.id);
  const entries = itemsOf(versions.data);
  if (entries.length === 0) return null;
  return (
    <Panel title={t("sell.product.history.title")}>
      <ol className="flex flex-col gap-16">
        {entries.map((entry) => (
          <Entry key={entry.version} entry={entry} />
        ))}
      </ol>
      <MoreRows list={versions} />
    </Panel>
  );
}

/** Kinds whose change is said in a sentence of its own, or by their name alone. */
const SAID_APART = new Set(["scheduled", "unscheduled", "rejected"]);

function Entry({ entry: { kind, changes, actor, at } }: { entry: ProductVersionEntry }) {
  const { t, i18n } = useTranslation();
  const moment = formatMoment(at, { locale: i18n.language });
  return (
    <li className="flex flex-col gap-4 border-s border-line-strong ps-12">
      <span className="font-500">{t(`sell.product.history.${kind}`)}</span>
      <span className="type-small text-ink-2">
        <time dateTime={at} className="numbers">
          {moment}
        </time>{" "}
        · {actor || t("sell.actor.system")}
      </span>
      {kind === "rejected" && changes[0] && <q className="break-words">{changes[0].after}</q>}
      {!SAID_APART.has(kind) && (
        <dl className="flex flex-col gap-4">
          {changes.map((change) => (
            <Change key={change.field} {...change} />
          ))}
        </dl>
      )}
      {kind === "scheduled" && changes[0] && (
        <p>
          {t("sell.product.schedule.on", {
            moment: formatMoment(changes[0].after, { locale: i18n.language }),
          })}
        </p>
      )}
    </li>
  );
}

const LONG = 120;
const short = (text: string) => (text.length > LONG ? `${text.slice(0, LONG)}…` : text);

function Change({ field, before, after }: { field: string; before: string; after: string }) {
  const nameOf = useFieldName();
  return (
    <div className="flex flex-wrap gap-x-8 break-words">
      <dt className="text-ink-2">{nameOf(field)}</dt>
      <dd className="min-w-0">
        {before && <del className="text-ink-3">{short(before)}</del>} {after && <ins>{short(after)}</ins>}
      </dd>
    </div>
  );
}

const VARIANT = /^variants\[(.*)\]\.([a-z_]+)(?:\[(\w+)\])?$/;

/** `variants[CB-1].price[eu]` is "CB-1, price". */
function useFieldName() {
  const { t } = useTranslation();
  return (field: string) => {
    const [, sku, name] = VARIANT.exec(field) ?? [];
    if (name) {
      const said = t(`sell.product.variantField.${name}`, { defaultValue: name.replaceAll("_", " ") });
      return sku ? `${sku}, ${said}` : said;
    }
    const plain = field.replace("attributes.", "").replaceAll("_", " ");
    return t(`sell.product.historyField.${field}`, { defaultValue: plain });
  };
}
