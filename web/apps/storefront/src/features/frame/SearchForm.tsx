import { stringifySearch, useCategories } from "@feria/api";
import { TextInput } from "@feria/ui";
import { MagnifyingGlassIcon } from "@feria/ui/icons";
import { useRouter, useRouterState } from "@tanstack/react-router";
import { lazy, Suspense, useRef, useState, type ComponentProps, type FormEvent } from "react";
import { useTranslation } from "../../texts";
import { rememberSearch } from "./recentSearches";

const SuggestionBox = lazy(() => import("./SuggestionBox").then((part) => ({ default: part.SuggestionBox })));

const COMBOBOX = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": false } as const;

export type SearchFormProps = {
  /** The words that are there already. */
  words?: string;
  onWords?: (words: string) => void;
  /** Called once the search is under way. */
  onSearch?: () => void;
  isFirstFocus?: boolean;
  /** Where another one stands on the same page. */
  label?: string;
  /** Whether what the words may become is listed below the field. */
  hasList?: boolean;
};

/** The search field; without scripts it is a form like any other. */
export function SearchForm({ words, onWords, onSearch, isFirstFocus = false, ...props }: SearchFormProps) {
  const { history } = useRouter();
  const inAddress = useRouterState({ select: ({ location }) => wordsOf(location) });
  const input = useRef<HTMLInputElement | null>(null);
  const [typed, setTyped] = useState("");
  const close = () => setTyped("");
  const settle = (q?: string) => {
    if (q) rememberSearch(q);
    close();
    onSearch?.();
  };
  const leave = (href: string, q?: string) => {
    history.push(href);
    input.current?.blur();
    settle(q);
  };
  const search = (event: FormEvent) => {
    event.preventDefault();
    const q = input.current?.value.trim() ?? "";
    if (q === "") return input.current?.focus();
    leave(`/search${stringifySearch({ q })}`, q);
  };
  return (
    <form
      role="search"
      aria-label={props.label}
      action="/search"
      onSubmit={search}
      onBlur={({ currentTarget, relatedTarget }) => currentTarget.contains(relatedTarget) || close()}
      className="relative"
    >
      <Words
        ref={(element) => {
          input.current = element;
          // For `showModal`, which gives the focus to what carries the attribute; React would focus too early.
          if (isFirstFocus) element?.setAttribute("autofocus", "");
        }}
        key={inAddress}
        defaultValue={words ?? inAddress}
        onChange={(event) => {
          setTyped(event.target.value);
          onWords?.(event.target.value);
        }}
        {...(props.hasList && COMBOBOX)}
      />
      {props.hasList && typed && (
        <Suspense>
          <SuggestionBox input={input} typed={typed} onClose={close} onChoose={settle} onLeave={leave} />
        </Suspense>
      )}
    </form>
  );
}

function Words(props: ComponentProps<"input">) {
  const { t } = useTranslation();
  const count = useCategories().data?.items.reduce((sum, category) => sum + category.product_count, 0);
  return (
    <TextInput
      type="search"
      name="q"
      aria-label={t("frame.search")}
      placeholder={count ? t("frame.searchThings", { count }) : t("frame.search")}
      enterKeyHint="search"
      autoComplete="off"
      maxLength={200}
      start={<MagnifyingGlassIcon aria-hidden className="size-20" />}
      className="search-field"
      {...props}
    />
  );
}

function wordsOf({ pathname, search }: { pathname: string; search: unknown }): string {
  const { q } = search as { q?: unknown };
  return pathname === "/search" && typeof q === "string" ? q : "";
}
