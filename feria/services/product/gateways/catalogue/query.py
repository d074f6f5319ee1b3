"""From what the shopper asked to a Tantivy query, built from terms: raw input never reaches a query parser."""

from collections.abc import Sequence
from typing import Literal

import msgspec
import tantivy

from feria.services.product.gateways.catalogue import question, schema
from feria.services.product.gateways.catalogue.spelling import Dictionary
from feria.services.product.gateways.catalogue.synonyms import Lookup

FREQUENCIES_MAX = 10_000

SortName = Literal["relevance", "newest", "price", "-price", "rating", "best_selling"]
Query = tantivy.Query
Clauses = question.Clauses
Words = question.Words
_MUST, _SHOULD = tantivy.Occur.Must, tantivy.Occur.Should


class SearchQuery(msgspec.Struct, frozen=True, kw_only=True):
    """What `GET /products` asks. Ids are the public ones; prices are minor units of the market's currency.

    Values of one attribute are alternatives, different attributes must all hold. `after` is `SearchAnswer.next` of
    the page before. Without `sort` it is `relevance` with a question and `newest` without.
    """

    market: str
    q: str = ""
    category: str | None = None
    seller: str | None = None
    brands: tuple[str, ...] = ()
    min_price: int | None = None
    max_price: int | None = None
    stars: int | None = None
    in_stock: bool = False
    attributes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    sort: SortName | None = None
    limit: int = 24
    after: tuple[int, int] | None = None
    facets: bool = False

    def order(self) -> SortName:
        """The sort that applies."""
        return self.sort or ("relevance" if self.q.strip() else "newest")

    def what(self) -> tuple[object, ...]:
        """The part that says which products match, without order and page."""
        chosen = (self.q, self.category, self.seller, self.brands, self.attributes)
        return (self.market, *chosen, self.min_price, self.max_price, self.stars, self.in_stock)


class Compiled(msgspec.Struct):
    """A query in parts: one per dimension, so that a facet can be counted without its own filter."""

    parts: dict[str, Query]
    fewest: int
    """At most so many documents have to be looked at: the size of the rarest part."""
    question: Query | None = None
    matching: Query | None = None
    """What the question finds, without its score."""
    words: Words = []
    """What meets each of its words."""
    forgiven: bool = False
    """Whether a word of the question was taken for another one."""

    def clauses(self, without: str = "") -> Clauses:
        """All parts as conditions; their score means nothing."""
        parts = self.filters(without)
        return parts if self.matching is None else [(_MUST, self.matching), *parts]

    def filters(self, without: str = "") -> Clauses:
        """The same without the question."""
        return [(_MUST, part) for name, part in self.parts.items() if name != without]

    def scored(self) -> Clauses:
        """The same, of which the question alone makes the score."""
        if self.question is None:
            return self.clauses()
        others = [(_MUST, Query.const_score_query(part, 0.0)) for part in self.parts.values()]
        return [(_MUST, self.question), *others]


class Compiler:
    """Builds queries against one opened state of the index."""

    def __init__(
        self,
        index_schema: tantivy.Schema,
        searcher: tantivy.Searcher,
        covered: frozenset[str],
        dictionary: Dictionary,
        lookup: Lookup,
    ) -> None:
        """`covered` are the markets in which every product is sold, which therefore need no filter."""
        self._schema, self._searcher, self._covered = index_schema, searcher, covered
        self._frequencies: dict[tuple[str, str], int] = {}
        self.questions = question.Reader(index_schema, searcher, dictionary, self.frequency, lookup)

    def filters(self, query: SearchQuery) -> Compiled:
        """Compiles everything but the question and the price range."""
        out = Compiled({}, self._searcher.num_docs)
        if query.market not in self._covered:
            self._add(out, "market", "market", [query.market])
        if query.category is not None:
            self._add(out, "category", "category", [query.category])
        if query.seller is not None:
            self._add(out, "seller", "seller", [query.seller])
        if query.brands:
            self._add(out, "brand", "brand", [schema.clean(brand) for brand in query.brands])
        for name, values in query.attributes:
            terms = [schema.attribute_term(name, value) for value in values]
            self._add(out, f"attribute {name}", "attribute", terms)
        if query.in_stock:
            self._add(out, "in_stock", "flag", [schema.IN_STOCK])
        if query.stars:
            self._add(out, "stars", "flag", [schema.STARS[min(query.stars, 5) - 1]])
        return out

    def _add(self, out: Compiled, dimension: str, field: str, terms: Sequence[str]) -> None:
        out.fewest = min(out.fewest, sum([self.frequency(field, term) for term in terms]))
        out.parts[dimension] = any_of([self.term(field, term) for term in terms])

    def frequency(self, field: str, term: str) -> int:
        """How many documents hold the term; kept, since what is filtered by is asked for again and again."""
        known = self._frequencies.get((field, term))
        if known is None:
            if len(self._frequencies) >= FREQUENCIES_MAX:
                self._frequencies.clear()
            known = self._frequencies[field, term] = int(self._searcher.doc_freq(field, term))
        return known

    def term(self, field: str, value: str) -> Query:
        """Returns the query for one exact term."""
        return Query.term_query(self._schema, field, value, "basic")

    def ask(
        self,
        out: Compiled,
        words: Sequence[question.Word],
        fuzzy: bool,
        letters_min: int = question.PREFIX_LETTERS_MIN,
    ) -> None:
        """Adds the words of a question, at least one, of which the last may be unfinished."""
        asked = self.questions.compile(words, fuzzy, letters_min)
        out.question, out.matching, out.forgiven = asked.question, asked.matching, asked.forgiven
        out.words = asked.words
        out.fewest = min(out.fewest, asked.products)

    def between(self, field: str, low: int | None, high: int | None, by_terms: bool = False) -> Query:
        """Returns the range of a sort field, ends included; `by_terms` costs by its width, else by the index."""
        kind = tantivy.FieldType.Unsigned
        return Query.range_query(self._schema, field, kind, low, high, use_inverted_index=by_terms)


def any_of(queries: list[Query]) -> Query:
    """Joins alternatives."""
    return queries[0] if len(queries) == 1 else Query.boolean_query([(_SHOULD, query) for query in queries])


def all_of(clauses: Clauses) -> Query:
    """Joins conditions; none at all means everything."""
    if not clauses:
        return Query.all_query()
    return clauses[0][1] if len(clauses) == 1 else Query.boolean_query(clauses)


def must(query: Query) -> tuple[tantivy.Occur, Query]:
    """Makes a condition of a query."""
    return _MUST, query
