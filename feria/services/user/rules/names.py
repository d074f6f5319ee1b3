"""Names of people, shops and places: how addresses are compared, slugs made, and codes checked."""

import re
import unicodedata
from functools import cache
from zoneinfo import available_timezones

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
    """Whether the name is UTC or a place's zone of the IANA database.

    Old names without a place are none: PostgreSQL takes `CET` for an offset that knows no summer, Python does not.
    """
    return name == "UTC" or ("/" in name and name in _time_zones())


@cache
def _time_zones() -> frozenset[str]:
    return frozenset(available_timezones())


@cache
def _countries() -> frozenset[str]:
    from babel import Locale  # not needed to start

    codes = {str(code) for code in Locale("en").territories}
    return frozenset(code for code in codes if len(code) == 2 and code.isalpha()) - _NO_COUNTRIES


@cache
def _languages() -> frozenset[str]:
    from babel import Locale

    return frozenset(str(code) for code in Locale("en").languages)
