"""What a web process offers to those who type: categories and popular searches, held in memory and read anew at times.

What is searched for is counted here and written down with each reading, so that no search waits for a write.
"""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import structlog

from feria.core import ids
from feria.core.platform import Platform
from feria.services.product.actions import searches as actions
from feria.services.product.flows.catalogue import TRANSIENT
from feria.services.product.queries import searches
from feria.services.product.queries.categories import all_categories
from feria.services.product.rules import searching
from feria.services.product.schemas.search import SuggestedCategoryOut

SECONDS = 30.0
COUNTED_MAX = 1_000
"""So many different searches are counted between two readings; what comes beyond is not."""
QUERIES_SHOWN, CATEGORIES_SHOWN, CANDIDATES_MAX = 5, 3, 50
_log = structlog.get_logger("feria.catalogue")
_known: dict[Path, "Suggestions"] = {}


class _Named(NamedTuple):
    words: str
    id: str
    name: str
    path: str


class _Popular(NamedTuple):
    words: str
    shown: str


class Suggestions:
    """What one process offers, and what it has counted."""

    def __init__(self) -> None:
        self._categories: list[_Named] = []
        self._popular: list[_Popular] = []
        self._counts: dict[str, int] = {}

    def note(self, question: str) -> None:
        """Count a search that found something."""
        words = searching.countable(question)
        if words is not None and (words in self._counts or len(self._counts) < COUNTED_MAX):
            self._counts[words] = self._counts.get(words, 0) + 1

    def categories(self, typed: str, count: Callable[[str], int]) -> list[SuggestedCategoryOut]:
        """Those with a word for each that was typed, the fullest first; `count` says how many things one holds."""
        wanted = searching.folded(typed).split()
        named = [one for one in self._categories if wanted and _begins(one.words, wanted)]
        found = [
            SuggestedCategoryOut(id=one.id, name=one.name, path=one.path, product_count=count(one.id))
            for one in named[:CANDIDATES_MAX]
        ]
        found.sort(key=lambda one: -one.product_count)
        return [one for one in found[:CATEGORIES_SHOWN] if one.product_count]

    def queries(self, typed: str) -> list[str]:
        """Popular searches that go on from what was typed, or hold it at the beginning of a word."""
        wanted = searching.folded(typed)
        if not wanted:
            return []
        inside = f" {wanted}"
        found = [one.shown for one in self._popular if one.words.startswith(wanted) and one.words != wanted]
        found += [one.shown for one in self._popular if inside in one.words]
        return list(dict.fromkeys(found))[:QUERIES_SHOWN]

    async def exchange(self, platform: Platform) -> None:
        """Write down what was counted, and read what is to be offered."""
        counts, self._counts = self._counts, {}
        if counts:
            await platform.db.run(actions.count_searches, counts)
        async with platform.db.reading() as tx:
            categories = await all_categories(tx)
            popular = await searches.popular_searches(tx)
        self._categories = [
            _Named(f" {searching.folded(one.name)}", ids.encode("cat", one.id), one.name, one.path)
            for one in categories
        ]
        self._popular = [_Popular(searching.folded(one.words), one.words) for one in popular]

    async def run(self, platform: Platform) -> None:
        """Exchange for ever, every half a minute; a database that does not answer is asked again then.

        What could not be written down is not counted.
        """
        while True:
            try:
                await self.exchange(platform)
            except TRANSIENT as error:
                _log.warning("suggestions_wait", error=type(error).__name__)
            await asyncio.sleep(SECONDS)


def suggestions_of(platform: Platform) -> Suggestions:
    """What this process offers."""
    return _known.setdefault(platform.settings.home, Suggestions())


def _begins(words: str, wanted: Sequence[str]) -> bool:
    return all(f" {one}" in words for one in wanted)
