"""How typed text falls into words: the same for questions, synonyms and what is counted as popular."""

import re
import unicodedata
from collections.abc import Mapping

_WORD = re.compile(r"[^\W_]+")
_PERSONAL = re.compile(r"@|\d{5}|\d[\d ./-]{6,}\d|://")


def readable(text: str) -> str:
    """The text with its accents composed and without what no index can hold."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", text.encode("utf-8", "ignore").decode())


def respelt(text: str, others: Mapping[str, str]) -> str:
    """The text with these words in place of others, and single spaces."""
    return " ".join(_WORD.sub(lambda found: others.get(found[0], found[0]), readable(text)).split())


def folded(text: str) -> str:
    """The words in lower case and without accents, with single spaces."""
    plain = " ".join(words_of(text)).casefold()
    if plain.isascii():
        return plain
    plain = unicodedata.normalize("NFD", plain)
    return "".join(one for one in plain if not unicodedata.combining(one))


def countable(text: str) -> str | None:
    """A question as it may be shown to others; nothing for what is long, or may be an address or a number."""
    words = " ".join(readable(text).lower().split())
    return words if 2 <= len(words) <= 60 and not _PERSONAL.search(words) and words_of(words) else None


def words_of(text: str) -> list[str]:
    """The words as they stand there: letters and digits, everything else parts them."""
    return _WORD.findall(readable(text))
