"""Shapes of the catalogue's lists: the query, cards and facets."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from feria.core import ids, types
from feria.core.money import Money
from feria.core.types import Closed


class CardSellerOut(msgspec.Struct, frozen=True):
    """Whose product it is, and the colour of the stall."""

    id: str
    slug: str
    name: str
    stall_hue: int


class CardImageOut(msgspec.Struct, frozen=True):
    """A card's picture: `urls` holds its renditions by width, `url` is the one of a usual card.

    `placeholder` is a blur of it as a `data:` URI; empty where there is none, and for the second picture.
    """

    url: str
    alt: str
    width: int
    height: int
    placeholder: str
    urls: dict[str, str]


class CardOut(msgspec.Struct, frozen=True, kw_only=True):
    """A product in a list; the price is its lowest in the market, `price_from` when other variants cost more.

    `second_image` is shown when somebody points at the card. `rating` is null before the first review.
    """

    id: str
    slug: str
    title: str
    price: Money
    price_from: bool
    compare_at_price: Money | None
    image: CardImageOut | None
    second_image: CardImageOut | None
    rating: float | None
    review_count: int
    seller: CardSellerOut
    in_stock: bool
    published_at: datetime


class PriceStepOut(msgspec.Struct, frozen=True):
    """How many things cost at least `low` and less than `high`, in minor units."""

    low: int
    high: int
    count: int


class FacetsOut(msgspec.Struct, frozen=True, kw_only=True):
    """What could be chosen next, with counts; above 3,000 matches the counts are estimates. Prices in minor units."""

    category: dict[str, int]
    seller: dict[str, int]
    brand: dict[str, int]
    attributes: dict[str, dict[str, int]]
    stars: dict[str, int]
    in_stock: int
    min_price: int | None
    max_price: int | None
    prices: list[PriceStepOut]


class CatalogueOut(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A page of cards; `total` and `facets` on the first page only.

    `did_you_mean` is the question in another spelling that finds more, where few things have its words as they were
    typed. Where none has, what is listed are already the things with the likely words. `simplified`: made without the
    search index, which is being put in order; it has neither `total` nor `facets`, nor forgives errors.
    """

    items: list[CardOut]
    next: str | None
    total: int | None = None
    facets: FacetsOut | None = None
    did_you_mean: str | None = None
    simplified: bool = False


class CatalogueIn(Closed, kw_only=True, frozen=True):
    """The query of a list. Besides these, `attr.<name>` filters by attributes."""

    market: types.MarketId | None = None
    q: Annotated[str, Meta(max_length=200, pattern=r"^[^\x00]*$")] = ""
    category: ids.CategoryRef | None = None
    seller: ids.SellerRef | None = None
    brand: Annotated[list[types.Line], Meta(max_length=20)] = msgspec.field(default_factory=list)
    min_price: types.Amount | None = None
    max_price: types.Amount | None = None
    rating: Annotated[int, Meta(ge=1, le=5)] | None = None
    in_stock: bool = False
    sort: Literal["relevance", "newest", "price", "-price", "rating", "best_selling"] | None = None
    limit: Annotated[int, Meta(ge=1, le=100)] = 24
    after: str | None = None
    facets: bool = False
