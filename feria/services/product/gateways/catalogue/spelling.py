"""The index's own words as a dictionary: which of them somebody may have meant who typed one that is not there.

Distances are counted here, over the words that begin with the same letter, rather than by Tantivy's automata: those do
not say which words they found, and so neither how often these stand in the catalogue nor what to offer instead.
"""

import time
from collections import OrderedDict

import msgspec
import tantivy

from feria.services.product.gateways.catalogue import schema

LETTERS_MIN, LETTERS_TWO = 4, 8
"""A word of four letters may have one typing error, one of eight or more two; its first letter must be right."""
WORDS_PER_LETTER_MAX = 20_000
WORDS_SECONDS = 10.0
NEAR_MAX = 8
REMEMBERED_MAX = 2_000
_WORD_LETTERS_MIN = 3


class Near(msgspec.Struct, frozen=True):
    """A word of the catalogue: by how many errors the typed one differs, and how many products have it."""

    word: str
    errors: int
    products: int


class Dictionary:
    """Reads the words of the index by their first letter and keeps them for ten seconds, over reloads of the index."""

    def __init__(self) -> None:
        self._words: dict[str, tuple[float, list[tuple[str, int, int]]]] = {}
        self._known: OrderedDict[tuple[str, bool], tuple[float, list[Near]]] = OrderedDict()

    def near(self, searcher: tantivy.Searcher, word: str, beginning: bool = False) -> list[Near]:
        """The words that `word` may stand for, the nearest and then the most frequent first, itself left out.

        As a `beginning` it may also stand for the first letters of a longer word.
        """
        now = time.monotonic()
        known = self._known.get((word, beginning))
        if known is not None and known[0] > now:
            return known[1]
        found = self._find(searcher, word, errors_allowed(word), beginning, now)
        if len(self._known) >= REMEMBERED_MAX:
            self._known.popitem(last=False)
        self._known[word, beginning] = (now + WORDS_SECONDS, found)
        return found

    def _find(
        self, searcher: tantivy.Searcher, word: str, allowed: int, beginning: bool, now: float
    ) -> list[Near]:
        if not allowed:
            return []
        letters, shortest, longest = _letters(word), len(word) - allowed, len(word) + allowed
        found = []
        for other, products, others in self._words_from(searcher, word[0], now):
            if len(other) < shortest or (len(other) > longest and not beginning):
                continue
            # each error brings at most one letter that the other word does not have
            if (letters & ~others).bit_count() > allowed or other == word:
                continue
            if not beginning and (others & ~letters).bit_count() > allowed:
                continue
            errors = distance(word, other, allowed, beginning)
            if errors <= allowed:
                found.append(Near(other, errors, products))
        found.sort(key=lambda near: (near.errors, -near.products, near.word))
        return found[:NEAR_MAX]

    def _words_from(self, searcher: tantivy.Searcher, first: str, now: float) -> list[tuple[str, int, int]]:
        until, words = self._words.get(first, (0.0, []))
        if until <= now:
            listed = searcher.terms_with_prefix(schema.WORDS, first, limit=WORDS_PER_LETTER_MAX)
            words = [
                (word, products, _letters(word))
                for word, products in listed
                if len(word) >= _WORD_LETTERS_MIN and word.isalpha()
            ]
            self._words[first] = (now + WORDS_SECONDS, words)
        return words


def errors_allowed(word: str) -> int:
    """How many typing errors are forgiven in this word."""
    if len(word) < LETTERS_MIN or not word.isalpha():
        return 0
    return 2 if len(word) >= LETTERS_TWO else 1


def distance(word: str, other: str, most: int, beginning: bool = False) -> int:
    """How many letters are missing, too many, wrong or swapped with a neighbour; above `most` it only says so.

    With `beginning` the letters that `other` goes on with do not count.
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(word, 1):
        older, before, row = before, row, [place]
        for other_place, other_letter in enumerate(other, 1):
            cost = min(
                before[other_place] + 1,
                row[other_place - 1] + 1,
                before[other_place - 1] + (letter != other_letter),
            )
            swapped = place > 1 and other_place > 1 and letter == other[other_place - 2]
            if swapped and word[place - 2] == other_letter:
                cost = min(cost, older[other_place - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row) if beginning else row[-1]


def _letters(word: str) -> int:
    """The letters of a word as a set of bits."""
    found = 0
    for letter in word:
        found |= 1 << (ord(letter) & 63)
    return found
