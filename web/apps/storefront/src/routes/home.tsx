import { useCategories, useHome, type HomeSection } from "@feria/api";
import { Hero } from "../features/home/Hero";
import { CategoryTiles } from "../features/home/CategoryTiles";
import { Story } from "../features/home/Story";
import { TextPart } from "../features/home/TextPart";
import { useShelfWords } from "../features/home/shelfWords";
import { addressOf, thingOf } from "../features/products/card";
import { Shelf } from "../features/products/Shelf";
import { useMarket } from "../market";
import { usePage } from "../page";

/** The market at a glance: the sections that the operator has chosen. */
export function Home() {
  const { place } = useMarket();
  const { data, error } = useHome();
  usePage(place);
  if (error && !data) throw error;
  const sections = data?.sections;
  const firstShelf = sections?.findIndex(({ kind }) => kind === "products");
  return (
    <div className="flex flex-col gap-32 lg:gap-64">
      {!sections && <Hero section={undefined} hrefOf={addressOf} />}
      {sections && sections.every(({ kind }) => kind !== "headline") && <h1 className="sr-only">{place}</h1>}
      {sections?.map((section, at) => (
        <Section key={at} section={section} at={at} isFirstShelf={at === firstShelf} />
      ))}
    </div>
  );
}

type SectionProps = { section: HomeSection; at: number; isFirstShelf: boolean };

function Section({ section, at, isFirstShelf }: SectionProps) {
  switch (section.kind) {
    case "headline":
      return <Hero section={section} hrefOf={addressOf} />;
    case "products":
      return <HomeShelf section={section} at={at} isFirst={isFirstShelf} />;
    case "story":
      return (
        section.seller && <Story seller={section.seller} cards={section.cards} hrefOf={addressOf} at={at} />
      );
    case "categories":
      return <HomeCategories section={section} />;
    case "text":
      return <TextPart section={section} />;
  }
}

function HomeShelf({ section, at, isFirst }: { section: HomeSection; at: number; isFirst: boolean }) {
  const { title, more } = useShelfWords(section);
  return (
    <Shelf title={title} name={`home-${at}`} cards={section.cards} size={8} more={more} isFirst={isFirst} />
  );
}

/** Chosen categories that have things, with their pictures or those of what sells best in each. */
function HomeCategories({ section }: { section: HomeSection }) {
  const tree = useCategories().data?.items ?? [];
  const all = tree.flatMap(function below(one): typeof tree {
    return [one, ...one.children.flatMap(below)];
  });
  const shown = section.tiles.flatMap(({ category_id: id, card }) => {
    const category = all.find((one) => one.id === id);
    return category && category.product_count > 0 ? [{ category, sample: card }] : [];
  });
  if (shown.length === 0) return null;
  return (
    <section className="page-width">
      <CategoryTiles title={section.title} tiles={shown} thingOf={thingOf} total={total(tree)} />
    </section>
  );
}

const total = (tree: { product_count: number }[]) =>
  tree.reduce((sum, category) => sum + category.product_count, 0);
