"""What to offer somebody who is still typing, or who typed what nothing has."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec
import tantivy

from feria.services.product.gateways.catalogue import query as queries
from feria.services.product.gateways.catalogue import schema
from feria.services.product.gateways.catalogue.cards import CardReader
from feria.services.product.gateways.catalogue.query import Compiled, Compiler, SearchQuery
from feria.services.product.gateways.catalogue.question import Word
from feria.services.product.rules import searching

SUGGESTED = 5
RELATED = 8
RELATED_MATCHES_MAX = 10_000
LETTERS_MIN = 2
FEW = 3
"""With so few results, or none, another spelling is offered."""
NARROWED_FROM = 1_500
"""From so many matches on only those are suggested that have the words in their title, as long as they are enough."""
WEIGHTED_MAX = 5_000


_ALIKE = {"category": 1.0, "attribute": 0.5, "brand": 0.5}
"""What each term that two products share counts, beside the words of their titles."""
Query = tantivy.Query
Hits = list[tuple[float, tantivy.DocAddress]]


class _Titled(msgspec.Struct):
    title: str


def products(
    compiler: Compiler, searcher: tantivy.Searcher, cards: CardReader, text: str, market: tuple[str, int]
) -> list[bytes]:
    """The cards of what the words, of which the last may be unfinished, would find first; `market` with its number."""
    words = compiler.questions.tongue.words(text)
    if not words or (len(words) == 1 and len(words[0].word) < LETTERS_MIN):
        return []
    compiled = compiler.filters(SearchQuery(market=market[0]))
    compiler.ask(compiled, words, fuzzy=False, letters_min=LETTERS_MIN)
    if compiled.fewest > NARROWED_FROM:
        named, products = compiler.questions.in_titles(words, LETTERS_MIN)
        narrow = msgspec.structs.replace(compiled, question=named)
        best = _best(searcher, narrow.scored(), min(products, compiled.fewest))
        if len(best) == SUGGESTED:
            return _cards(searcher, cards, best, market[1])
    return _cards(searcher, cards, _best(searcher, compiled.scored(), compiled.fewest), market[1])


def _best(searcher: tantivy.Searcher, clauses: queries.Clauses, fewest: int) -> Hits:
    weighted = schema.WEIGHT if fewest <= WEIGHTED_MAX else None
    return searcher.search(queries.all_of(clauses), SUGGESTED, count=False, weight_by_field=weighted).hits


def related(
    compiler: Compiler,
    searcher: tantivy.Searcher,
    cards: CardReader,
    product_id: UUID,
    market: tuple[str, int],
) -> list[bytes]:
    """The cards of what resembles this product, of whatever stall: its narrowest category, attributes and title.

    A category of more than ten thousand things is narrowed to those that share a word of the title or an attribute.
    """
    one = compiler.term("id", product_id.hex)
    found = searcher.aggregate(one, {field: {"terms": {"field": field, "size": 64}} for field in _ALIKE})
    held = {field: [str(bucket["key"]) for bucket in found[field]["buckets"]] for field in _ALIKE}
    if not held["category"]:
        return []
    narrowest = min(held["category"], key=lambda term: (compiler.frequency("category", term), term))
    alike = [
        Query.const_score_query(compiler.term(field, term), score)
        for field, score in _ALIKE.items()
        for term in held[field]
    ]
    shown = _cards(searcher, cards, searcher.search(one, 1).hits, market[1])
    words = (
        compiler.questions.tongue.words(msgspec.json.decode(shown[0], type=_Titled).title) if shown else []
    )
    alike += [compiler.questions.titled(word) for word in words]
    clauses: queries.Clauses = [
        (tantivy.Occur.Must, Query.const_score_query(compiler.term("category", narrowest), 0.0)),
        (tantivy.Occur.MustNot, one),
    ]
    clauses += [
        (tantivy.Occur.Must, Query.const_score_query(part, 0.0))
        for part in compiler.filters(SearchQuery(market=market[0])).parts.values()
    ]
    if compiler.frequency("category", narrowest) > RELATED_MATCHES_MAX and alike:
        clauses.append((tantivy.Occur.Must, queries.any_of(alike)))
    else:
        clauses += [(tantivy.Occur.Should, part) for part in alike]
    best = searcher.search(Query.boolean_query(clauses), RELATED, count=False)
    return _cards(searcher, cards, best.hits, market[1])


def spelling(
    compiler: Compiler,
    searcher: tantivy.Searcher,
    cards: CardReader,
    compiled: Compiled,
    query: SearchQuery,
    *,
    market_number: int,
    more_than: int,
) -> str | None:
    """The question in other words of the catalogue that find more than `more_than` under the same filters, or nothing.

    A word is spelt as titles spell it, with its accents.
    """
    questions = compiler.questions
    words = questions.tongue.words(query.q)
    others = questions.respelt(words)
    if not others:
        return None
    asked = [word for typed in words for word in questions.tongue.read(others.get(typed.typed, typed.typed))]
    instead = msgspec.structs.replace(compiled)
    compiler.ask(instead, asked, fuzzy=False)
    found = searcher.search(queries.all_of(instead.scored()), SUGGESTED)
    if int(found.count) <= more_than:  # type: ignore[attr-defined] # its type hints forget it
        return None
    shown = _cards(searcher, cards, found.hits, market_number)
    written = _as_written(asked, shown, compiler)
    return searching.respelt(query.q, {typed: written.get(other, other) for typed, other in others.items()})


def chosen(
    compiler: Compiler,
    searcher: tantivy.Searcher,
    cards: CardReader,
    product_ids: Sequence[UUID],
    market: tuple[str, int],
) -> list[bytes]:
    """The cards of these products, as far as they are listed in the market, in the order in which they are named."""
    listed: queries.Clauses = [
        (tantivy.Occur.Must, part) for part in compiler.filters(SearchQuery(market=market[0])).parts.values()
    ]
    found = []
    for product_id in product_ids:
        one = (tantivy.Occur.Must, compiler.term("id", product_id.hex))
        hits = searcher.search(Query.boolean_query([one, *listed]), 1).hits
        found += _cards(searcher, cards, hits, market[1])
    return found


def _cards(searcher: tantivy.Searcher, cards: CardReader, hits: Hits, market_number: int) -> list[bytes]:
    addresses = [address for _, address in hits]
    values = searcher.fast_field_values("ordinal", addresses)
    return cards.read([int(value) for value in values if value is not None], market_number)


def _as_written(words: Sequence[Word], cards: Sequence[bytes], compiler: Compiler) -> Mapping[str, str]:
    """By folded word how the titles of these cards write it."""
    wanted = {word.word for word in words}
    found: dict[str, str] = {}
    for card in cards:
        for written in searching.words_of(msgspec.json.decode(card, type=_Titled).title):
            for word in compiler.questions.tongue.read(written):
                if word.word in wanted:
                    found.setdefault(word.word, written.lower())
    return found
