"""Shapes of what surrounds a search: suggestions, and the operator's synonyms."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from feria.core import types
from feria.core.types import Closed
from feria.services.product.schemas.catalogue import CardOut

SETS_MAX, PHRASES_MAX = 1_000, 20
Kind = Literal["equivalent", "one_way"]
Phrases = Annotated[list[types.ShortLine], Meta(max_length=PHRASES_MAX)]


class SuggestIn(Closed, kw_only=True, frozen=True):
    """What was typed so far."""

    q: Annotated[str, Meta(max_length=200, pattern=r"^[^\x00]*$")]
    market: types.MarketId | None = None


class SuggestedCategoryOut(msgspec.Struct, frozen=True, kw_only=True):
    """A category whose name has the words."""

    id: str
    name: str
    path: str
    product_count: int


class SuggestionsOut(msgspec.Struct, frozen=True, kw_only=True):
    """What the words may become: popular searches, categories, and the things found first."""

    queries: list[str]
    categories: list[SuggestedCategoryOut]
    products: list[CardOut]


class SynonymsSetIn(Closed, kw_only=True, frozen=True):
    """`equivalent`: at least two `words` that mean the same. `one_way`: who asks for one of `words` also finds `means`.

    Each may be up to four words long.
    """

    kind: Kind
    words: Annotated[list[types.ShortLine], Meta(min_length=1, max_length=PHRASES_MAX)]
    means: Phrases = msgspec.field(default_factory=list)


class SynonymsIn(Closed, kw_only=True, frozen=True):
    """The whole list anew."""

    items: Annotated[list[SynonymsSetIn], Meta(max_length=SETS_MAX)]


class SynonymsSetOut(msgspec.Struct, frozen=True, kw_only=True):
    """One set; `means` is empty for an equivalent one."""

    kind: Kind
    words: list[str]
    means: list[str]


class SynonymsOut(msgspec.Struct, frozen=True, kw_only=True):
    """The whole list, with the version that `If-Match` wants."""

    version: int
    items: list[SynonymsSetOut]
