import { useCategories, useShelf } from "@feria/api";
import { Anchor, Sheet, formatMoney } from "@feria/ui";
import { ArrowCounterClockwiseIcon, CaretRightIcon } from "@feria/ui/icons";
import { useEffect, useState, type ReactNode } from "react";
import { useTranslation } from "../../texts";
import { forgetSearches, recentSearches } from "./recentSearches";
import { SearchForm } from "./SearchForm";

const ROW =
  "flex min-h-48 items-center gap-12 rounded-thumb px-8 -mx-8 hover:bg-sunken focus-visible:-outline-offset-2";
const TYPING_MS = 200;
const FOUND_MAX = 6;

/** Search over the whole phone: what was searched before, what the words would find, and the categories. */
export function SearchSheet({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const [words, setWords] = useState("");
  const settled = useSettled(words.trim());
  return (
    <Sheet isOpen={isOpen} onClose={onClose} title={t("frame.search")} closeLabel={t("frame.close")}>
      <div className="flex flex-col gap-24">
        <SearchForm words="" onWords={setWords} onSearch={onClose} isFirstFocus />
        {settled.length > 1 ? <Found words={settled} onClose={onClose} /> : <Recent onClose={onClose} />}
        <Categories words={settled} onClose={onClose} />
      </div>
    </Sheet>
  );
}

function Found({ words, onClose }: { words: string; onClose: () => void }) {
  const { t } = useTranslation();
  const { data } = useShelf({ q: words, limit: FOUND_MAX });
  if (!data?.items.length) return null;
  return (
    <Part title={t("frame.found")}>
      {data.items.map((card) => (
        <li key={card.id}>
          <Anchor href={`/p/${card.slug}-${card.id}`} onClick={onClose} className={ROW}>
            <span className="min-w-0 flex-1">
              <span className="block truncate">{card.title}</span>
              <span className="block truncate type-small text-ink-2">{card.seller.name}</span>
            </span>
            <span className="numbers type-label">{formatMoney(card.price)}</span>
          </Anchor>
        </li>
      ))}
    </Part>
  );
}

function Recent({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [searches, setSearches] = useState(recentSearches);
  if (searches.length === 0) return null;
  const clear = () => {
    forgetSearches();
    setSearches([]);
  };
  return (
    <Part
      title={t("frame.recent")}
      aside={
        <button
          type="button"
          onClick={clear}
          className="min-h-44 type-label text-plum-text underline underline-offset-4"
        >
          {t("frame.forgetRecent")}
        </button>
      }
    >
      {searches.map((words) => (
        <li key={words}>
          <Anchor href={`/search?${new URLSearchParams({ q: words })}`} onClick={onClose} className={ROW}>
            <ArrowCounterClockwiseIcon aria-hidden className="size-20 text-ink-3" />
            <span className="truncate">{words}</span>
          </Anchor>
        </li>
      ))}
    </Part>
  );
}

function Categories({ words, onClose }: { words: string; onClose: () => void }) {
  const { t } = useTranslation();
  const tree = useCategories().data?.items ?? [];
  const all = tree.flatMap((category) => [category, ...category.children]);
  const wanted = words.toLowerCase();
  const shown = wanted ? all.filter(({ name }) => name.toLowerCase().includes(wanted)) : tree;
  if (shown.length === 0) return null;
  return (
    <Part title={t("frame.categories")}>
      {shown.map((category) => (
        <li key={category.id}>
          <Anchor href={`/c/${category.path}`} onClick={onClose} className={ROW}>
            <span className="flex-1 truncate">{category.name}</span>
            <span className="numbers type-label text-ink-3">{category.product_count}</span>
            <CaretRightIcon aria-hidden className="size-16 text-ink-3 rtl:-scale-x-100" />
          </Anchor>
        </li>
      ))}
    </Part>
  );
}

function Part({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section>
      <header className="flex min-h-44 items-center justify-between gap-16">
        <h3 className="type-label text-ink-2">{title}</h3>
        {aside}
      </header>
      <ul>{children}</ul>
    </section>
  );
}

/** The words once typing has paused. */
function useSettled(words: string): string {
  const [settled, setSettled] = useState(words);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(words), TYPING_MS);
    return () => clearTimeout(timer);
  }, [words]);
  return settled;
}
