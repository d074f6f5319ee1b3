import { useHomePreview, type Category, type HomeSection } from "@feria/api";
import { formatMoney, Panel, Picture, pictureOf } from "@feria/ui";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../../frame/Problem";
import type { Choices } from "./FrontForm";
import { completeOf, type FrontFields } from "./sections";
import { useSettled } from "./useSettled";

type FrontPreviewProps = { fields: FrontFields; choices: Choices };

/** What buyers would see of the sections as they are now, small. */
export function FrontPreview({ fields, choices }: FrontPreviewProps) {
  const { t } = useTranslation();
  const settled = useSettled(JSON.stringify(fields));
  const { currency } = choices;
  const sections = useMemo(
    () => completeOf(JSON.parse(settled) as FrontFields, currency),
    [settled, currency],
  );
  const preview = useHomePreview(sections);
  return (
    <section aria-label={t("operator.front.preview")} className="min-w-0">
      <Panel title={t("operator.front.preview")}>
        <p className="mb-16 text-ink-2">{t("operator.front.previewHelp")}</p>
        {preview.error && <Problem fault={preview.error} onRetry={() => void preview.refetch()} />}
        <div aria-busy={preview.isFetching} className="flex flex-col gap-24">
          {preview.data?.sections.map((section, at) => (
            <Part key={at} section={section} choices={choices} />
          ))}
        </div>
      </Panel>
    </section>
  );
}

type PartProps = { section: HomeSection; choices: Choices };

function Part({ section, choices }: PartProps) {
  const { t, i18n } = useTranslation();
  const { kind, title, subtitle, text, cards, seller, tiles } = section;
  if (kind === "headline") {
    return (
      <div className="grid grid-cols-2 items-center gap-16">
        <p className="type-heading break-words">
          {title || subtitle ? `${title} ${subtitle}` : t("operator.front.said.headline")}
        </p>
        <Things cards={cards} columns="grid-cols-4" isPlain />
      </div>
    );
  }
  if (kind === "text") {
    return (
      <div>
        {title && <p className="type-heading">{title}</p>}
        <div className="rich" dangerouslySetInnerHTML={{ __html: text }} />
      </div>
    );
  }
  if (kind === "story") {
    return (
      <div className="flex flex-col gap-8">
        <p className="font-600">{seller?.name}</p>
        <p className="line-clamp-3 text-ink-2">{seller?.story}</p>
        <Things cards={cards} columns="grid-cols-4" isPlain />
      </div>
    );
  }
  if (kind === "categories") {
    return (
      <div className="flex flex-col gap-8">
        <p className="font-600">{title || t("operator.front.said.categories")}</p>
        <Tiles tiles={tiles} tree={choices.tree} />
      </div>
    );
  }
  const { price_below: below, source } = section;
  const price = below && formatMoney(below, i18n.language);
  const words = price ? t("operator.front.said.under", { price }) : t(`operator.front.said.${source}`);
  return (
    <div className="flex flex-col gap-8">
      <p className="font-600">{title || words}</p>
      <Things cards={cards} columns="grid-cols-4" />
    </div>
  );
}

type ThingsProps = { cards: HomeSection["cards"]; columns: string; isPlain?: boolean };

function Things({ cards, columns, isPlain = false }: ThingsProps) {
  const { i18n } = useTranslation();
  return (
    <ul className={`grid gap-8 ${columns}`}>
      {cards.map((card) => (
        <li key={card.id} className="flex min-w-0 flex-col gap-4">
          <Picture
            picture={pictureOf(card.image)}
            hue={card.seller.stall_hue}
            rounding="thumb"
            sizes="(min-width: 80rem) 120px, 22vw"
          />
          {!isPlain && (
            <>
              <span className="truncate type-small">{card.title}</span>
              <span className="numbers type-small text-ink-2">{formatMoney(card.price, i18n.language)}</span>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Categories as pictures, as the shop shows them. */
function Tiles({ tiles, tree }: { tiles: HomeSection["tiles"]; tree: Category[] }) {
  const all = allOf(tree);
  return (
    <ul className="grid grid-cols-4 gap-8">
      {tiles.map(({ category_id: id, card }) => {
        const category = all.find((one) => one.id === id);
        const picture = category?.picture ?? pictureOf(card?.image);
        return (
          <li key={id} className="flex min-w-0 flex-col gap-4">
            <Picture
              picture={picture && { ...picture, alt: "" }}
              hue={card?.seller.stall_hue}
              shape="square"
              rounding="thumb"
              sizes="(min-width: 80rem) 120px, 22vw"
            />
            <span className="truncate type-small">{category?.name}</span>
          </li>
        );
      })}
    </ul>
  );
}

const allOf = (tree: Category[]): Category[] => tree.flatMap((one) => [one, ...allOf(one.children)]);
