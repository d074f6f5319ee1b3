"""How typed text falls into words: the same for questions, synonyms and what is counted as popular."""

import re
import unicodedata
from collections.abc import Mapping

_WORD = re.compile(r"[^\W_]+")


def readable(text: str) -> str:
    """The text with its accents composed and without what no index can hold."""
    return unicodedata.normalize("NFC", text.encode("utf-8", "ignore").decode())


def respelt(text: str, others: Mapping[str, str]) -> str:
    """The text with these words in place of others, and single spaces."""
    return " ".join(_WORD.sub(lambda found: others.get(found[0], found[0]), readable(text)).split())


def words_of(text: str) -> list[str]:
    """The words as they stand there: letters and digits, everything else parts them."""
    return _WORD.findall(readable(text))
