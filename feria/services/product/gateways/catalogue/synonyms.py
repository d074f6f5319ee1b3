"""The operator's synonyms as the index's folder holds them, and as questions look them up: by stems."""

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from feria.services.product.gateways.catalogue import state

FILE = "SYNONYMS"
PHRASE_WORDS_MAX = 4
MEANINGS_MAX = 20

Stems = tuple[tuple[str, str], ...]
Phrase = tuple[Stems, ...]


class Set(msgspec.Struct, frozen=True):
    """Phrases that mean the same; with `means`, `words` are also found by what these mean, but not the other way."""

    words: tuple[str, ...]
    means: tuple[str, ...] = ()


class Synonyms(msgspec.Struct, frozen=True):
    """The whole list, with its version in the database called `source`."""

    version: int = 0
    source: str = ""
    sets: tuple[Set, ...] = ()


def read(root: Path) -> Synonyms | None:
    """Reads the list; nothing where there is none, or the file is damaged."""
    try:
        return msgspec.json.decode((root / FILE).read_bytes(), type=Synonyms)
    except (OSError, msgspec.DecodeError):
        return None


def write(root: Path, synonyms: Synonyms) -> None:
    """Replaces the list in one step."""
    state.replace(root / FILE, msgspec.json.encode(synonyms))


class Lookup:
    """Finds what a stretch of words may also be called."""

    def __init__(self, sets: Sequence[Set], phrase: Callable[[str], Phrase]) -> None:
        """`phrase` turns typed words into the stems of each."""
        self._meanings: dict[tuple[tuple[str, str], ...], list[Phrase]] = {}
        self.longest = 0
        for one in sets:
            words = [phrase(text) for text in one.words]
            for place, known in enumerate(words):
                others = (
                    [phrase(text) for text in one.means] if one.means else words[:place] + words[place + 1 :]
                )
                self._add(known, [other for other in others if other and other != known])

    def _add(self, known: Phrase, meanings: Sequence[Phrase]) -> None:
        if not 0 < len(known) <= PHRASE_WORDS_MAX or not meanings:
            return
        self.longest = max(self.longest, len(known))
        for key in _keys(known):
            held = self._meanings.setdefault(key, [])
            held += [one for one in meanings if one not in held][: MEANINGS_MAX - len(held)]

    def meanings(self, words: Phrase) -> list[Phrase]:
        """What these words together may also be called."""
        if not self._meanings:
            return []
        found: dict[Phrase, None] = {}
        for key in _keys(words):
            found.update(dict.fromkeys(self._meanings.get(key, ())))
        return list(found)


def _keys(words: Phrase) -> list[tuple[tuple[str, str], ...]]:
    """The stems of all words in one language, for each language."""
    by_language: dict[str, list[tuple[str, str]]] = {}
    for stems in words:
        for code, stem in dict(stems[::-1]).items():  # the first stem of each language
            by_language.setdefault(code, []).append((code, stem))
    return [tuple(key) for key in by_language.values() if len(key) == len(words)]
