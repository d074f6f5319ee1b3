"""Bounded types for request fields, so that no string, number or list is without a limit.

NUL, lone surrogates and duplicate keys are refused for a whole body before it is decoded (`core.parsing`).
"""

from typing import Annotated

import msgspec
from litestar.params import QueryParameter
from msgspec import Meta

# A line has at least one character that is no space and no control characters; a text may have line breaks and tabs.
_LINE = r"^[^\x00-\x1f\x7f]*[^\s\x00-\x20\x7f][^\x00-\x1f\x7f]*$"

Line = Annotated[str, Meta(min_length=1, max_length=200, pattern=_LINE)]
ShortLine = Annotated[str, Meta(min_length=1, max_length=80, pattern=_LINE)]
OptionalLine = Annotated[str, Meta(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
Text = Annotated[str, Meta(max_length=10_000)]
LongText = Annotated[str, Meta(max_length=100_000)]
Slug = Annotated[str, Meta(min_length=1, max_length=80, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Email = Annotated[
    str,
    Meta(
        min_length=3,
        max_length=254,
        # Without the signs that mean something in a mail's headers.
        pattern=r"^[^@\s\x00-\x1f<>\"(),:;\[\]\\]+@[^@\s\x00-\x1f<>\"(),:;\[\]\\]+\.[^@\s\x00-\x1f<>\"(),:;\[\]\\.]+$",
    ),
]
Password = Annotated[str, Meta(min_length=8, max_length=128)]
Token = Annotated[str, Meta(min_length=1, max_length=2_000, pattern=r"^[\x21-\x7e]+$")]
Country = Annotated[str, Meta(pattern=r"^[A-Z]{2}$", description="ISO 3166-1 alpha-2")]
CurrencyCode = Annotated[str, Meta(pattern=r"^[A-Z]{3}$", description="ISO 4217")]
Locale = Annotated[str, Meta(max_length=12, pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")]
MarketId = Annotated[str, Meta(min_length=2, max_length=20, pattern=r"^[a-z][a-z0-9-]*$")]
Quantity = Annotated[int, Meta(ge=1, le=999)]
StockCount = Annotated[int, Meta(ge=0, le=1_000_000_000)]
StockDelta = Annotated[int, Meta(ge=-1_000_000_000, le=1_000_000_000)]
Amount = Annotated[int, Meta(ge=0, le=10**12, description="minor units of the currency")]
Grams = Annotated[int, Meta(ge=0, le=10_000_000)]
BasisPoints = Annotated[int, Meta(ge=0, le=10_000)]
Version = Annotated[int, Meta(ge=0, le=2**53)]
Hue = Annotated[int, Meta(ge=0, le=359)]

# Query parameters: there Litestar heeds its own marks only, and none inside a union, so that null stands inside.
Limit = Annotated[int, QueryParameter(ge=1, le=100)]
Words = Annotated[str, QueryParameter(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
MarketChoice = Annotated[
    str | None,
    QueryParameter(
        min_length=2,
        max_length=20,
        pattern=r"^[a-z][a-z0-9-]*$",
        description="a market by its id; without it the default one",
    ),
]


class Closed(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """Base of request bodies: an unknown field is an error, never ignored."""
