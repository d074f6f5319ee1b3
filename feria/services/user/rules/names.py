"""Names of people, shops and places: how addresses are compared, slugs made, and codes checked."""

import re
import unicodedata
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

SLUG_LENGTH_MAX = 60
_NO_COUNTRIES = {
    "EU",
    "EZ",
    "QO",
    "UN",
    "XA",
    "XB",
    "ZZ",
}  # regions and placeholders among CLDR's territories
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "ø": "o", "đ": "d", "ł": "l", "œ": "oe", "þ": "th", "ı": "i", "&": " and "}
)


def email_key(email: str) -> str:
    """The form in which two addresses are the same account: NFKC, lower case."""
    return unicodedata.normalize("NFKC", email).lower()


def slug_of(name: str) -> str:
    """`Folha & Filho` → `folha-and-filho`; a name without Latin letters or digits gives `shop`."""
    plain = unicodedata.normalize("NFKD", name.lower().translate(_LETTERS))
    kept = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return re.sub(r"[^a-z0-9]+", "-", kept).strip("-")[:SLUG_LENGTH_MAX].strip("-") or "shop"


def is_country(code: str) -> bool:
    """Whether the code is a country of ISO 3166-1 (or Kosovo's XK)."""
    return code in _countries()


def is_language(tag: str) -> bool:
    """Whether CLDR knows the language of a tag such as `pt` or `pt-BR`."""
    return tag.partition("-")[0] in _languages()


def is_time_zone(name: str) -> bool:
    """Whether the name is a zone of the IANA database."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


@cache
def _countries() -> frozenset[str]:
    from babel import Locale  # not needed to start

    codes = {str(code) for code in Locale("en").territories}
    return frozenset(code for code in codes if len(code) == 2 and code.isalpha()) - _NO_COUNTRIES


@cache
def _languages() -> frozenset[str]:
    from babel import Locale

    return frozenset(str(code) for code in Locale("en").languages)
