"""The reading side of the index: every web process opens it, polls one number, and answers lists as joined bytes."""

import asyncio
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import msgspec
import tantivy

from feria.core.errors import Unavailable
from feria.services.product.gateways.catalogue import facets, question, schema, state, suggest, synonyms
from feria.services.product.gateways.catalogue import query as queries
from feria.services.product.gateways.catalogue.cards import CardReader
from feria.services.product.gateways.catalogue.document import ORDINAL_MAX
from feria.services.product.gateways.catalogue.facets import Facets
from feria.services.product.gateways.catalogue.lists import KEY_MAX, Ask, Hints, Lists
from feria.services.product.gateways.catalogue.query import Compiled, Compiler, SearchQuery
from feria.services.product.gateways.catalogue.spelling import Dictionary

POLL_SECONDS = 0.2
# How long what is mapped is trusted: whoever reads on in a file that was cut meanwhile is killed (SIGBUS).
CHECK_SECONDS = 0.005
RELEVANCE_OFFSET_MAX = 1_000
EXACT_TOTAL_MAX = 20_000
WEIGHTED_MAX = 50_000
"""Above so many matches only the words decide: weighing each match would take longer than a list may."""
TOTALS_MAX = 2_000
_EXACT, _FUZZY = 0, 1
Read = TypeVar("Read")


class IndexUnavailable(Unavailable):
    """There is no usable index on this node at the moment; its indexer is making one."""

    slug, title = "catalogue-unavailable", "The catalogue is being put in order. Try again shortly."


class SearchAnswer(msgspec.Struct):
    """A page of encoded cards; `next` goes back in as `SearchQuery.after`, `total` is there on a first page."""

    cards: list[bytes]
    next: tuple[int, int] | None = None
    total: int | None = None
    facets: Facets | None = None
    forgiven: bool = False
    """Whether a word was taken for another one, since nothing has it as it was typed."""
    did_you_mean: str | None = None
    simplified: bool = False
    """Whether it was made without an index, from the tables."""

    def body(self, cursor: str | None, extra: bytes = b"") -> bytes:
        """Joins the JSON answer; `cursor` is `next` in its opaque form, `extra` further members (`"facets":…`)."""
        tail = [b'"next":', msgspec.json.encode(cursor)]
        if self.total is not None:
            tail.append(b',"total":%d' % self.total)
        if self.simplified:
            tail.append(b',"simplified":true')
        if extra:
            tail += [b",", extra]
        return b'{"items":[' + b",".join(self.cards) + b"]," + b"".join(tail) + b"}"


class _View:
    """One opened state of the index: everything that a reload replaces."""

    def __init__(self, root: Path, current: state.Current, hints: Hints) -> None:
        self.current, self.folder = current, root / current.folder
        if current.schema != schema.fingerprint(current.markets):
            raise ValueError("the index was written in another format")
        self.index = schema.prepare(tantivy.Index.open(str(self.folder)))
        self.index.config_reader("manual")
        self.cards = CardReader(self.folder, len(current.markets))
        self.hints, self.dictionary = hints, Dictionary()
        self._held: tuple[tuple[tuple[str, ...], int], synonyms.Lookup] | None = None
        self.load(current)

    def load(self, current: state.Current) -> None:
        self.index.reload()
        self.current, self.searcher = current, self.index.searcher()
        self.marks = state.marks(self.folder) or {}
        frequency = self.searcher.doc_freq
        held = frequency("market", schema.EVERYTHING)
        self.has_deletes = held != self.searcher.num_docs
        covered = frozenset(market for market in current.markets if frequency("market", market) == held)
        self.compiler = Compiler(self.index.schema, self.searcher, covered, self.dictionary, self._lookup())
        self.lists = Lists(self.compiler, self.searcher, self.hints)
        self.totals: dict[tuple[object, ...], int] = {}

    def _lookup(self) -> synonyms.Lookup:
        """The operator's synonyms, read anew when they, or the languages here, are others than before."""
        codes, path = question.codes_in(self.searcher), self.folder.parent / synonyms.FILE
        try:
            mark = (codes, path.stat().st_mtime_ns)
        except OSError:
            mark = (codes, 0)
        if self._held is None or self._held[0] != mark:
            found = synonyms.read(path.parent)
            sets = found.sets if found and found.source == self.current.source else ()
            self._held = mark, synonyms.Lookup(sets, question.tongue(codes).phrase)
        return self._held[1]

    def place_of(self, market: str) -> tuple[str, int]:
        """The market with its number here."""
        return market, self.current.markets.index(market)

    def damaged(self) -> bool:
        """Tells whether somebody wrote into the files that are mapped."""
        return self.cards.shrunk() or state.changed(self.folder, self.marks)

    def total(self, query: SearchQuery, compiled: Compiled, clauses: queries.Clauses, mode: int) -> int:
        """Counts the matches: exactly up to EXACT_TOTAL_MAX, above where it costs nothing, else by the sample."""
        if not clauses:
            return self.searcher.num_docs
        name = (mode, *query.what())
        if (known := self.totals.get(name)) is not None:
            return known
        if compiled.fewest <= EXACT_TOTAL_MAX:
            found = _count(self.searcher.search(queries.all_of(clauses), 1, count=True))
        elif len(clauses) == len(compiled.parts) == 1 and not self.has_deletes:
            found = compiled.fewest
        else:
            sort = schema.sort_of("newest", 0)
            found = self.lists.hint(clauses, name, compiled.fewest, sort).matches()
        return self.keep_total(name, found)

    def keep_total(self, name: tuple[object, ...], found: int) -> int:
        """Remember, until the index changes, how many match what `name` says; returns it."""
        if len(self.totals) < TOTALS_MAX:
            self.totals[name] = found
        return found


class Catalogue:
    """The catalogue as a web process reads it; use from one thread (the event loop's)."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._view: _View | None = None
        self._seen: tuple[int, int] | None = None
        self._checked = 0.0

    @property
    def generation(self) -> int:
        """The number of what is being served; 0 when there is nothing to serve."""
        return self._view.current.generation if self._view else 0

    def poll(self) -> bool:
        """Takes over what the indexer has published; returns whether answers may differ from before."""
        before = self.generation
        self._check()
        try:
            stat = os.stat(self._root / state.CURRENT)
            seen = (stat.st_mtime_ns, stat.st_ino)
        except OSError:
            return self.generation != before  # what is mapped stays readable until a new index is there
        if seen != self._seen:
            self._seen = seen
            self._take()
        return self.generation != before

    def _check(self) -> None:
        """Lets go of what somebody wrote into: nothing in it can be trusted, and where it was cut, reading kills."""
        self._checked = time.monotonic()
        if self._view and self._view.damaged():
            self._view = None

    def _take(self) -> None:
        current = state.read_current(self._root)
        view = self._view
        if current is None or (view and view.current.generation == current.generation):
            return
        try:
            if view and view.current.folder == current.folder:
                view.load(current)
            else:
                self._view = _View(self._root, current, Hints())
                if view:
                    view.cards.close()
        except BaseException as error:
            if _tells_of_damage(error):
                self._seen = None  # tried again at the next poll
                return
            raise

    async def watch(self, changed: Callable[[], None]) -> None:
        """Polls for ever; calls `changed` after each reload, so that caches of answers can be dropped."""
        told = self.generation
        while True:
            self.poll()
            if self.generation != told:  # an answer may have looked before
                told = self.generation
                changed()
            await asyncio.sleep(POLL_SECONDS)

    def search(self, query: SearchQuery) -> SearchAnswer:
        """Answers one page; some 100 µs for usual lists.

        Raises:
            IndexUnavailable: no usable index here at the moment, or it does not know this market yet.
        """
        return self._read(query.market, lambda view: _answer(view, query))

    def suggest(self, text: str, market: str) -> list[bytes]:
        """The cards of what the words would find first, of which the last may be unfinished; at most five.

        Raises:
            IndexUnavailable: as `search` does.
        """
        return self._read(
            market,
            lambda view: suggest.products(
                view.compiler, view.searcher, view.cards, text, view.place_of(market)
            ),
        )

    def related(self, product_id: UUID, market: str) -> list[bytes]:
        """The cards of at most eight products that resemble this one; none for what is not listed.

        Raises:
            IndexUnavailable: as `search` does.
        """
        return self._read(
            market,
            lambda view: suggest.related(
                view.compiler, view.searcher, view.cards, product_id, view.place_of(market)
            ),
        )

    def cards_of(self, product_ids: Sequence[UUID], market: str) -> list[bytes]:
        """The cards of these products in their order; those that are not listed in the market are left out.

        Raises:
            IndexUnavailable: as `search` does.
        """
        return self._read(
            market,
            lambda view: suggest.chosen(
                view.compiler, view.searcher, view.cards, product_ids, view.place_of(market)
            ),
        )

    def held_in(self, category: str) -> int:
        """How many products the category and all below it hold, in whatever market."""
        return self._view.compiler.frequency("category", category) if self._view else 0

    def _read(self, market: str, answer: Callable[[_View], Read]) -> Read:
        """What is there to be read, looked at just now; lets go of it where reading fails."""
        if time.monotonic() >= self._checked + CHECK_SECONDS:
            self._check()
        view = self._view
        if view is None:
            self.poll()
            view = self._view
        if view is None or market not in view.current.markets:
            raise IndexUnavailable
        try:
            return answer(view)
        except BaseException as error:
            if _tells_of_damage(error):
                self._view, self._seen = None, None
                raise IndexUnavailable from None
            raise


def _tells_of_damage(error: BaseException) -> bool:
    """Whether reading ended so because files are damaged; a panic of the Rust side is no Exception."""
    return (
        isinstance(error, ValueError | OSError | IndexUnavailable) or type(error).__name__ == "PanicException"
    )


def _count(found: tantivy.SearchResult) -> int:
    return int(found.count)  # type: ignore[attr-defined] # its type hints forget it


def _answer(view: _View, query: SearchQuery) -> SearchAnswer:
    market = view.current.markets.index(query.market)
    compiled, price = view.compiler.filters(query), schema.price_sort(market)
    if query.min_price is not None or query.max_price is not None:
        compiled.parts[facets.PRICE] = view.compiler.between(price.key, *_price_bounds(query))
    asked = bool(query.q.strip())
    mode = query.after[1] & 1 if asked and query.after else _EXACT
    words = view.compiler.questions.tongue.words(query.q) if asked else []
    if asked and not words:
        return SearchAnswer([], total=None if query.after else 0)
    filtered = compiled.fewest
    if words:
        view.compiler.ask(compiled, words, fuzzy=mode == _FUZZY)
    answer = _page(view, query, compiled, mode)
    if words and not answer.cards and query.after is None:
        compiled = msgspec.structs.replace(compiled, fewest=filtered)
        view.compiler.ask(compiled, words, fuzzy=True)
        answer = _page(view, query, compiled, _FUZZY)
    answer.forgiven = compiled.forgiven
    if words and query.after is None and (answer.forgiven or (answer.total or 0) <= suggest.FEW):
        more_than = 0 if answer.forgiven else answer.total or 0
        plain = msgspec.structs.replace(compiled, fewest=filtered)
        answer.did_you_mean = suggest.spelling(
            view.compiler,
            view.searcher,
            view.cards,
            plain,
            query,
            market_number=market,
            more_than=more_than,
        )
    if query.facets and query.after is None:
        answer.facets = facets.count(view.compiler, view.searcher, compiled, market)
    return answer


def _price_bounds(query: SearchQuery) -> tuple[int, int]:
    low = schema.key(schema.price_value(query.min_price or 0), 0)
    if query.max_price is None:
        return low, KEY_MAX
    return low, schema.key(schema.price_value(query.max_price), ORDINAL_MAX)


def _page(view: _View, query: SearchQuery, compiled: Compiled, mode: int) -> SearchAnswer:
    market = view.current.markets.index(query.market)
    if query.order() == "relevance":
        return _by_relevance(view, query, compiled, market, mode)
    sort = schema.sort_of(query.order(), market)
    ask = Ask(compiled.clauses(), query.what(), compiled.fewest, sort, query.limit + 1, rank=0)
    if facets.PRICE in compiled.parts and sort.key == schema.price_sort(market).key:
        ask.clauses = compiled.clauses(without=facets.PRICE)
        ask.low, ask.high = _price_bounds(query)
        ask.rank = None
    before = 0
    if query.after:
        last, before = min(max(query.after[0], 0), KEY_MAX), max(query.after[1], 0) >> 1
        if sort.descending:
            ask.high = min(ask.high, last - 1)
        else:
            ask.low = max(ask.low, last + 1)
        ask.rank = before if ask.rank is not None else None
    hits = view.lists.page(ask) if ask.high >= 0 else []
    shown = hits[: query.limit]
    answer = SearchAnswer(view.cards.read([key & ORDINAL_MAX for key, _ in shown], market))
    if len(hits) > query.limit:
        answer.next = (shown[-1][0], (before + query.limit) << 1 | mode)
    if query.after is None:
        everything = len(hits) if len(hits) <= query.limit else None
        answer.total = (
            view.total(query, compiled, compiled.clauses(), mode) if everything is None else everything
        )
    return answer


def _by_relevance(
    view: _View, query: SearchQuery, compiled: Compiled, market: int, mode: int
) -> SearchAnswer:
    offset = min(max(query.after[0], 0), RELEVANCE_OFFSET_MAX) if query.after else 0
    name = (mode, *query.what())
    counted = query.after is None and compiled.fewest <= EXACT_TOTAL_MAX and name not in view.totals
    weighted = schema.WEIGHT if query.q.strip() and compiled.fewest <= WEIGHTED_MAX else None
    found = view.searcher.search(
        queries.all_of(compiled.scored()),
        query.limit + 1,
        count=counted,
        offset=offset,
        weight_by_field=weighted,
    )
    shown = [address for _, address in found.hits[: query.limit]]
    ordinals = [
        int(value) for value in view.searcher.fast_field_values("ordinal", shown) if value is not None
    ]
    answer = SearchAnswer(view.cards.read(ordinals, market))
    if len(found.hits) > query.limit and offset + query.limit <= RELEVANCE_OFFSET_MAX:
        answer.next = (offset + query.limit, mode)
    if query.after is None:
        if counted:
            answer.total = view.keep_total(name, _count(found))
        else:
            answer.total = view.total(query, compiled, compiled.clauses(), mode)
    return answer
