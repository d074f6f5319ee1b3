"""One page of a sorted list at a cost that follows the page and not the catalogue.

Sorting all matches costs some 30 ns each, so for large sets a small spread sample of them tells which stretch of the
sort key holds the next page, and only that is searched. A stale sample costs another step, never a wrong answer.
"""

import time
from array import array
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Hashable

import msgspec
import tantivy

from feria.services.product.gateways.catalogue import query as queries
from feria.services.product.gateways.catalogue import schema
from feria.services.product.gateways.catalogue.query import Compiler

KEY_MAX = (1 << 64) - 1
HINTS_MAX = 1_000
HINT_SECONDS = 60.0
SAMPLE_MAX = 2_048
_SAMPLE_HITS_MAX = 3 * SAMPLE_MAX
_DIRECT_DOCUMENTS_MAX = 3_000
_RANK_MAX = 2_000
_RANK_SLACK = 8
_STEPS_MAX = 3
_DOCUMENT_NS, _BOUNDED_DOCUMENT_NS, _TERM_NS, _WINDOW_DOCUMENT_NS = 35, 150, 750, 40

Hits = list[tuple[int, tantivy.DocAddress]]


class Hint(msgspec.Struct):
    """The sorted keys of a sample of the matches: one in `level`."""

    keys: "array[int]"
    level: int
    documents: int
    made: float

    def matches(self) -> int:
        """How many matches there are, exactly at level 1."""
        return len(self.keys) * self.level

    def count(self, low: int, high: int) -> int:
        """About how many matches lie between two keys."""
        return (bisect_right(self.keys, high) - bisect_left(self.keys, low)) * self.level

    def bound(self, low: int, high: int, wanted: int, descending: bool) -> int | None:
        """The key up to which about `wanted` matches lie; None if the sample ends before."""
        ahead = 1 + -(-wanted * 3 // (2 * self.level))
        if descending:
            place = bisect_right(self.keys, high) - 1 - ahead
            return self.keys[place] if place >= 0 and self.keys[place] > low else None
        place = bisect_left(self.keys, low) + ahead
        return self.keys[place] if place < len(self.keys) and self.keys[place] < high else None


class Hints:
    """Keeps samples for a minute; a change of the index by a tenth ends them sooner."""

    def __init__(self) -> None:
        self._held: OrderedDict[Hashable, Hint] = OrderedDict()

    def get(self, name: Hashable, documents: int) -> Hint | None:
        hint = self._held.get(name)
        if hint is None or hint.made + HINT_SECONDS < time.monotonic():
            return None
        return hint if abs(hint.documents - documents) <= max(hint.documents // 10, 500) else None

    def put(self, name: Hashable, hint: Hint) -> None:
        self._held[name] = hint
        if len(self._held) > HINTS_MAX:
            self._held.popitem(last=False)


class Ask(msgspec.Struct):
    """One page to be found: conditions, what they are called, at most how many documents meet them, and where from."""

    clauses: queries.Clauses
    name: Hashable
    fewest: int
    sort: schema.Sort
    limit: int
    low: int = 0
    high: int = KEY_MAX
    rank: int | None = None
    """How many matches came before, when nothing but the cursor bounds the page."""


class Lists:
    """Finds pages on one opened state of the index."""

    def __init__(self, compiler: Compiler, searcher: tantivy.Searcher, hints: Hints) -> None:
        self._compiler, self._searcher, self._hints = compiler, searcher, hints

    def page(self, ask: Ask) -> Hits:
        """Returns up to `limit` matches in order from the bound on."""
        if ask.low > ask.high:
            return []
        if ask.fewest > _DIRECT_DOCUMENTS_MAX:
            hits = self._by_windows(ask)
            if hits is not None:
                return hits
        if ask.rank is not None and 0 < ask.rank <= _RANK_MAX:
            hits = self._by_rank(ask, ask.rank)
            if hits is not None:
                return hits
        clauses = ask.clauses
        if ask.low > 0 or ask.high < KEY_MAX:
            bounds = self._compiler.between(
                ask.sort.key, ask.low or None, ask.high if ask.high < KEY_MAX else None
            )
            clauses = [*clauses, queries.must(bounds)]
        return self._search(clauses, ask.sort, ask.limit)

    def hint(self, clauses: queries.Clauses, name: Hashable, fewest: int, sort: schema.Sort) -> Hint:
        """Returns the sample for these conditions and this sort key, fresh or kept."""
        documents = self._searcher.num_docs
        held = self._hints.get((name, sort.key), documents)
        if held is not None:
            return held
        level = level_for(fewest, SAMPLE_MAX)
        if level > 1:
            clauses = [*clauses, queries.must(self._compiler.term("sample", str(level)))]
        hits = self._search(clauses, schema.Sort(sort.key, sort.step, sort.shift, False), _SAMPLE_HITS_MAX)
        hint = Hint(array("Q", [key for key, _ in hits]), level, documents, time.monotonic())
        self._hints.put((name, sort.key), hint)
        return hint

    def _search(self, clauses: queries.Clauses, sort: schema.Sort, limit: int, offset: int = 0) -> Hits:
        order = tantivy.Order.Desc if sort.descending else tantivy.Order.Asc
        return self._searcher.search(
            queries.all_of(clauses), limit, count=False, order_by_field=sort.key, offset=offset, order=order
        ).hits

    def _by_rank(self, ask: Ask, rank: int) -> Hits | None:
        """Skips by number and checks by key: exact, unless more moved meanwhile than the slack allows."""
        skipped = max(rank - _RANK_SLACK, 0)
        wanted = ask.limit + rank - skipped + _RANK_SLACK
        found = self._search(ask.clauses, ask.sort, wanted, skipped)
        inside = [hit for hit in found if ask.low <= hit[0] <= ask.high]
        if skipped and len(inside) == len(found):
            return None
        if len(inside) < ask.limit and len(found) == wanted:
            return None
        return inside[: ask.limit]

    def _by_windows(self, ask: Ask) -> Hits | None:
        sort, wanted = ask.sort, ask.limit
        everything = self.hint([], "", self._searcher.num_docs, sort)
        hint = everything if not ask.clauses else self.hint(ask.clauses, ask.name, ask.fewest, sort)
        bounded = ask.rank is None and (ask.low > 0 or ask.high < KEY_MAX)
        if bounded and ask.clauses and self._none_inside(ask, hint):
            return []
        budget = ask.fewest * (_BOUNDED_DOCUMENT_NS if bounded else _DOCUMENT_NS)
        for _ in range(_STEPS_MAX):
            end = hint.bound(ask.low, ask.high, wanted, sort.descending)
            low, high = ask.low, ask.high
            if end is not None:
                low, high = (end, high) if sort.descending else (low, end)
            window, cost = self._window(sort, low, high, everything)
            budget -= cost
            if budget < 0:
                return None
            hits = self._search([*ask.clauses, queries.must(window)], sort, ask.limit)
            if len(hits) >= ask.limit or end is None:
                return hits
            wanted *= 4
        return None

    def _none_inside(self, ask: Ask, hint: Hint) -> bool:
        """Whether all matches lie on one side of the bounds, as they do in a range of prices that nothing there has.

        The sample says whether it is worth looking; the outermost match decides, at a third of what the range costs.
        """
        ascending = schema.Sort(ask.sort.key, ask.sort.step, ask.sort.shift, False)
        if hint.count(0, ask.high) == 0:
            lowest = self._search(ask.clauses, ascending, 1)
            return not lowest or lowest[0][0] > ask.high
        if hint.count(ask.low, KEY_MAX) == 0:
            descending = schema.Sort(ask.sort.key, ask.sort.step, ask.sort.shift, True)
            highest = self._search(ask.clauses, descending, 1)
            return not highest or highest[0][0] < ask.low
        return False

    def _window(self, sort: schema.Sort, low: int, high: int, everything: Hint) -> tuple[tantivy.Query, int]:
        """A stretch of the sort key by its terms, the whole steps inside it by the coarse copy; and its cost."""
        between, width = self._compiler.between, everything.count(low, high)
        first, last = low >> sort.shift, high >> sort.shift
        if last - first <= 1:
            return between(sort.key, low, high, by_terms=True), width * (_TERM_NS + _WINDOW_DOCUMENT_NS)
        head, tail = ((first + 1) << sort.shift) - 1, last << sort.shift
        ends = everything.count(low, head) + everything.count(tail, high)
        parts = [
            between(sort.key, low, head, by_terms=True),
            between(sort.step, first + 1, last - 1, by_terms=True),
            between(sort.key, tail, high, by_terms=True),
        ]
        terms = ends + min(last - first - 1, width)
        return queries.any_of(parts), terms * _TERM_NS + width * _WINDOW_DOCUMENT_NS


def level_for(documents: int, wanted: int) -> int:
    """The finest sample level that leaves at most `wanted` of so many documents."""
    for level in (1, *schema.SAMPLE_LEVELS):
        if documents <= wanted * level:
            return level
    return schema.SAMPLE_LEVELS[-1]
