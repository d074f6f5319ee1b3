import { useCategories, useSuggestions, type Suggestions } from "@feria/api";
import { Anchor, Sheet } from "@feria/ui";
import { ArrowCounterClockwiseIcon, CaretRightIcon } from "@feria/ui/icons";
import { useState, type ReactNode } from "react";
import { useTranslation } from "../../texts";
import { forgetSearches, recentSearches, rememberSearch } from "./recentSearches";
import { SearchForm } from "./SearchForm";
import { useSuggestionParts } from "./SuggestionRows";
import { useSettled } from "./useSettled";

const ROW =
  "flex min-h-48 items-center gap-12 rounded-thumb px-8 -mx-8 hover:bg-sunken focus-visible:-outline-offset-2";

/** Search over the whole phone: what was searched before, what the words would find, and the categories. */
export function SearchSheet({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const [words, setWords] = useState("");
  const settled = useSettled(words.trim());
  const isTyping = settled.length > 1;
  const found = useSuggestions(settled, isTyping).data;
  return (
    <Sheet isOpen={isOpen} onClose={onClose} title={t("frame.search")} closeLabel={t("frame.close")}>
      <div className="flex flex-col gap-24">
        <SearchForm words="" onWords={setWords} onSearch={onClose} isFirstFocus />
        {isTyping ? (
          <Found found={found} onClose={onClose} />
        ) : (
          <>
            <Recent onClose={onClose} />
            <Categories onClose={onClose} />
          </>
        )}
      </div>
    </Sheet>
  );
}

function Found({ found, onClose }: { found: Suggestions | undefined; onClose: () => void }) {
  const parts = useSuggestionParts(found);
  return parts.map(({ title, rows }) => (
    <Part key={title} title={title}>
      {rows.map(({ id, href, words, content }) => (
        <li key={id}>
          <Anchor
            href={href}
            onClick={() => {
              if (words) rememberSearch(words);
              onClose();
            }}
            className={ROW}
          >
            {content}
          </Anchor>
        </li>
      ))}
    </Part>
  ));
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

function Categories({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const tree = useCategories().data?.items ?? [];
  if (tree.length === 0) return null;
  return (
    <Part title={t("frame.categories")}>
      {tree.map((category) => (
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
