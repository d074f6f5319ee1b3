"""Shapes of the storefront's front page: the sections that the operator chooses, and what they show."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from feria.core import ids
from feria.core.money import Money
from feria.core.types import Closed
from feria.services.product.schemas import MoneyIn
from feria.services.product.schemas.catalogue import CardOut

SECTIONS_MAX = 12
HEADLINE_THINGS_MAX = 4
Kind = Literal["headline", "products", "story", "categories", "text"]
Source = Literal["newest", "best_selling", "chosen"]
Words = Annotated[str, Meta(max_length=80, pattern=r"^[^\x00-\x1f\x7f]*$")]
# An address of this marketplace, as it stands behind the host; empty for none.
OwnPath = Annotated[str, Meta(max_length=200, pattern=r"^(/([^/\\\x00-\x20\x7f][^\\\x00-\x20\x7f]*)?)?$")]


class SectionIn(Closed, kw_only=True, frozen=True):
    """A part of the front page. What its kind has no use for is left out when it is kept.

    - `headline`: two lines (`title`, `subtitle`), `text`, a button, four `products` or else the newest of four shops.
    - `products`: a shelf of `count` things by `source`, of a category and up to a price if asked for.
    - `story`: a shop in its own words; without `seller_id` each that has some gets its day.
    - `categories`: these, or all at the root. `text`: a heading and simple HTML.

    Where `title` and the like are empty, the words are those that came with the software.
    """

    kind: Kind
    title: Words = ""
    subtitle: Words = ""
    text: Annotated[str, Meta(max_length=5_000)] = ""
    link_label: Annotated[str, Meta(max_length=40, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""
    link: OwnPath = ""
    source: Source = "newest"
    category_id: ids.CategoryRef | None = None
    price_below: MoneyIn | None = None
    count: Annotated[int, Meta(ge=2, le=24)] = 8
    products: Annotated[list[ids.ProductRef], Meta(max_length=24)] = msgspec.field(default_factory=list)
    categories: Annotated[list[ids.CategoryRef], Meta(max_length=24)] = msgspec.field(default_factory=list)
    seller_id: ids.SellerRef | None = None


class HomeIn(Closed, kw_only=True, frozen=True):
    """The front page, from the top."""

    sections: Annotated[list[SectionIn], Meta(min_length=1, max_length=SECTIONS_MAX)]


class HomeSettingsOut(msgspec.Struct, frozen=True, kw_only=True):
    """The front page as it is kept; `changed` is false while it is the one that came with the software."""

    sections: list[SectionIn]
    changed: bool
    version: int


class TellerOut(msgspec.Struct, frozen=True, kw_only=True):
    """The shop that tells its story."""

    id: str
    slug: str
    name: str
    town: str
    country: str
    stall_hue: int
    story: str


class TileOut(msgspec.Struct, frozen=True, kw_only=True):
    """A category, and what sells best in it, whose picture stands for one that has none of its own."""

    category_id: str
    card: CardOut | None


class HomeSectionOut(msgspec.Struct, frozen=True, kw_only=True):
    """A section with what it shows now; `category` is the path of the one that a shelf is about."""

    kind: Kind
    title: str
    subtitle: str
    text: str
    link_label: str
    link: str
    source: Source
    category: str | None
    price_below: Money | None
    cards: list[CardOut]
    seller: TellerOut | None
    tiles: list[TileOut]


class HomeOut(msgspec.Struct, frozen=True, kw_only=True):
    """The front page. What is not on sale any more is left out of a section, and a section that shows nothing, too."""

    sections: list[HomeSectionOut]
