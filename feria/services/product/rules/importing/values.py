"""Single cells of a product file: prices, counts, weights, flags, texts. A wrong one raises BadCell with its reason."""

import csv
import re

from feria.core import money

AMOUNT_MAX = 10**12
COUNT_MAX = 1_000_000_000
GRAMS_MAX = 10_000_000
URL_LENGTH_MAX = 2_000
FULFILMENTS = ("ship", "pickup", "digital")

_PRICE = re.compile(r"(-?)(\d{1,13})(?:\.(\d{1,12}))?", re.ASCII)
_WHOLE = re.compile(r"-?\d{1,12}", re.ASCII)
_GRAMS = re.compile(r"(\d{1,9})(?:\.\d{1,6})?", re.ASCII)
_GTIN = re.compile(r"\d{8}|\d{12,14}", re.ASCII)
_URL = re.compile(r"https?://[^\s/?#]+[^\s]*", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_YES, _NO = {"true", "yes", "1", "y"}, {"false", "no", "0", "n", ""}


class BadCell(ValueError):
    """The cell cannot be read; the message goes into the report."""


def price(text: str, currency: str) -> int | None:
    """An amount in minor units, None for an empty cell; decimals beyond the currency's must be zeros."""
    text = text.strip()
    if not text:
        return None
    found = _PRICE.fullmatch(text)
    if found is None:
        hint = (
            " with a point before the decimals and nothing else, such as 12.50"
            if re.search(r"\d", text)
            else ""
        )
        raise BadCell(f"“{shown(text)}” is no price: write a number{hint}")
    sign, whole, rest = found[1], found[2], found[3] or ""
    if sign and int(whole + rest):
        raise BadCell(f"“{text}” is negative")
    places = money.decimals(currency)
    if rest[places:].strip("0"):
        raise BadCell(f"“{text}” has more than the {places} decimals of {currency}")
    amount = int(whole + rest[:places].ljust(places, "0"))
    if amount > AMOUNT_MAX:
        raise BadCell(f"“{text}” is more than a price may be")
    return amount


def count(text: str) -> int | None:
    """A whole number, also a negative one; None for an empty cell."""
    text = text.strip()
    if not text:
        return None
    if _WHOLE.fullmatch(text) is None:
        raise BadCell(f"“{shown(text)}” is no whole number")
    if abs(int(text)) > COUNT_MAX:
        raise BadCell(f"“{text}” is more than can be in stock")
    return int(text)


def grams(text: str) -> int:
    """A weight in grams, decimals rounded half up; 0 for an empty cell."""
    text = text.strip()
    if not text:
        return 0
    found = _GRAMS.fullmatch(text)
    if found is None:
        raise BadCell(f"“{shown(text)}” is no weight in grams")
    whole, _, rest = text.partition(".")
    value = int(whole) + (rest[:1] >= "5")
    if value > GRAMS_MAX:
        raise BadCell(f"“{text}” is more than {GRAMS_MAX:,} grams")
    return value


def flag(text: str) -> bool:
    """True or false in the usual spellings; an empty cell is false."""
    plain = text.strip().lower()
    if plain not in _YES | _NO:
        raise BadCell(f"“{shown(text)}” is neither true nor false")
    return plain in _YES


def line(text: str, length_max: int) -> str:
    """A single line: blanks and line breaks drawn together, no other control characters, bounded."""
    plain = " ".join(text.split())
    if _CONTROL.search(plain):
        raise BadCell("holds a control character")
    if len(plain) > length_max:
        raise BadCell(f"has {len(plain):,} characters, {length_max} are allowed")
    return plain


def whole(text: str, least: int, most: int) -> int:
    """A whole number within bounds."""
    plain = text.strip()
    if _WHOLE.fullmatch(plain) is None or not least <= int(plain) <= most:
        raise BadCell(f"“{shown(text)}” is no whole number from {least} to {most}")
    return int(plain)


def word(text: str, pattern: re.Pattern[str], what: str) -> str:
    """A word of a fixed form, such as a language."""
    if pattern.fullmatch(text.strip()) is None:
        raise BadCell(f"“{shown(text)}” is no {what}")
    return text.strip()


def tags(text: str) -> list[str]:
    """Words between commas; one that holds a comma stands in quotation marks."""
    return next(csv.reader([" ".join(text.split())], skipinitialspace=True), [])


def fulfilment(text: str) -> str:
    """How the buyer gets it."""
    plain = text.strip().lower()
    if plain not in FULFILMENTS:
        raise BadCell(f"“{shown(text)}” is none of {', '.join(FULFILMENTS)}")
    return plain


def is_gtin(text: str) -> bool:
    """Whether it has the form of a GTIN (EAN, UPC)."""
    return _GTIN.fullmatch(text) is not None


def is_web_address(text: str) -> bool:
    """Whether it is an http(s) address of bearable length."""
    return len(text) <= URL_LENGTH_MAX and _URL.fullmatch(text) is not None and not _CONTROL.search(text)


def shown(text: str) -> str:
    """The beginning of a cell, as a message quotes it."""
    plain = _CONTROL.sub("�", text)
    return plain if len(plain) <= 40 else plain[:39] + "…"
