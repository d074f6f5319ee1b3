import { stringifySearch, useCategories } from "@feria/api";
import { TextInput } from "@feria/ui";
import { MagnifyingGlassIcon } from "@feria/ui/icons";
import { useRouter, useRouterState } from "@tanstack/react-router";
import { useRef, type FormEvent } from "react";
import { useTranslation } from "../../texts";
import { rememberSearch } from "./recentSearches";

export type SearchFormProps = {
  /** The words that are there already. */
  words?: string;
  onWords?: (words: string) => void;
  /** Called once the search is under way. */
  onSearch?: () => void;
  isFirstFocus?: boolean;
  /** Where another one stands on the same page. */
  label?: string;
};

/** The search field; without scripts it is a form like any other. */
export function SearchForm({ words, onWords, onSearch, isFirstFocus = false, label }: SearchFormProps) {
  const { t } = useTranslation();
  const { history } = useRouter();
  const count = useCategories().data?.items.reduce((sum, category) => sum + category.product_count, 0);
  const inAddress = useRouterState({ select: ({ location }) => wordsOf(location) });
  const input = useRef<HTMLInputElement | null>(null);
  const search = (event: FormEvent) => {
    event.preventDefault();
    const q = input.current?.value.trim() ?? "";
    if (q === "") return input.current?.focus();
    rememberSearch(q);
    history.push(`/search${stringifySearch({ q })}`);
    input.current?.blur();
    onSearch?.();
  };
  return (
    <form role="search" aria-label={label} action="/search" onSubmit={search}>
      <TextInput
        ref={(element) => {
          input.current = element;
          // For `showModal`, which gives the focus to what carries the attribute; React would focus too early.
          if (isFirstFocus) element?.setAttribute("autofocus", "");
        }}
        key={inAddress}
        type="search"
        name="q"
        defaultValue={words ?? inAddress}
        onChange={(event) => onWords?.(event.target.value)}
        aria-label={t("frame.search")}
        placeholder={count ? t("frame.searchThings", { count }) : t("frame.search")}
        enterKeyHint="search"
        autoComplete="off"
        maxLength={200}
        start={<MagnifyingGlassIcon aria-hidden className="size-20" />}
        className="search-field"
      />
    </form>
  );
}

function wordsOf({ pathname, search }: { pathname: string; search: unknown }): string {
  const { q } = search as { q?: unknown };
  return pathname === "/search" && typeof q === "string" ? q : "";
}
