"""Shapes of the marketplace's own settings, its markets and legal pages, and the keys of its access tokens."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from feria.core.types import (
    Closed,
    Country,
    CurrencyCode,
    Hue,
    Locale,
    LongText,
    MarketId,
    OptionalLine,
    ShortLine,
)
from feria.services.user.schemas import LegalAddress, Out, TimeZone, VatId

Approval = Literal["nobody", "new_sellers", "everyone"]
SupportEmail = Annotated[str, Meta(max_length=254, pattern=r"^([^@\s\x00-\x1f<>\"]+@[^@\s\x00-\x1f<>\"]+)?$")]


class Seat(LegalAddress, frozen=True, kw_only=True):
    """Where the company that runs the marketplace sits, with its country."""

    country: Annotated[str, Meta(pattern=r"^([A-Z]{2})?$", description="ISO 3166-1 alpha-2, or empty")] = ""


class SettingsIn(Closed, frozen=True, kw_only=True):
    """Name and ways of the marketplace; with `reviews_checked_first` nobody sees a review before you have.

    `product_approval` says whose products wait for the operator before they are on sale; with `new_sellers` it is each
    seller's first so many, `product_approval_first`.
    """

    name: ShortLine
    support_email: SupportEmail
    accent_hue: Hue
    locale: Locale
    time_zone: TimeZone
    default_market: MarketId
    company: OptionalLine = ""
    vat_id: VatId = ""
    legal_address: Seat = Seat()
    reviews_checked_first: bool = False
    product_approval: Approval = "nobody"
    product_approval_first: Annotated[int, Meta(ge=1, le=1_000)] = 3


class SettingsOut(Out, frozen=True, kw_only=True):
    """Name and ways of the marketplace; `logo` is the address of a WebP picture of at most 480 × 160."""

    name: str
    logo: str | None
    support_email: str
    accent_hue: int
    locale: str
    time_zone: str
    default_market: str
    company: str
    vat_id: str
    legal_address: Seat
    reviews_checked_first: bool
    product_approval: Approval
    product_approval_first: int
    version: int


class MarketIn(Closed, frozen=True, kw_only=True):
    """A market; countries belong to one market each."""

    id: MarketId
    currency: CurrencyCode
    countries: Annotated[list[Country], Meta(min_length=1, max_length=250)]
    tax_inclusive: bool
    languages: Annotated[list[Locale], Meta(min_length=1, max_length=50)]
    is_default: bool


class MarketsIn(Closed, frozen=True, kw_only=True):
    """All markets."""

    items: Annotated[list[MarketIn], Meta(min_length=1, max_length=100)]


class MarketOut(Out, frozen=True, kw_only=True):
    """A market."""

    id: str
    currency: str
    countries: list[str]
    tax_inclusive: bool
    languages: list[str]
    is_default: bool


class MarketsOut(Out, frozen=True, kw_only=True):
    """All markets, the default first."""

    items: list[MarketOut]


class LegalPageIn(Closed, frozen=True, kw_only=True):
    """The text of a legal page, plain text or Markdown."""

    title: ShortLine
    body: LongText


class LegalPageOut(Out, frozen=True, kw_only=True):
    """A legal page; `updated_at` is null while it is the text that came with the software."""

    slug: str
    title: str
    body: str
    version: int
    updated_at: datetime | None


class LegalLinkOut(Out, frozen=True, kw_only=True):
    """Where a legal page is."""

    slug: str
    title: str


class MarketplaceOut(Out, frozen=True, kw_only=True):
    """What everybody may know of the marketplace; `logo` is the address of a WebP picture of at most 480 × 160."""

    name: str
    logo: str | None
    support_email: str
    accent_hue: int
    locale: str
    time_zone: str
    default_market: str
    markets: list[MarketOut]
    legal_pages: list[LegalLinkOut]


class KeyOut(Struct, frozen=True):
    """A public key that verifies access tokens (RFC 8037)."""

    kty: str
    crv: str
    x: str
    kid: str
    use: str
    alg: str


class KeysOut(Struct, frozen=True):
    """The JSON Web Key Set."""

    keys: list[KeyOut]
