"""What reading a product file gives: products, and a report of what was changed or refused, by line."""

from collections.abc import Mapping
from typing import Literal

import msgspec

Outcome = Literal["imported", "changed", "skipped", "refused"]


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One remark about one line; `field` is the column as the file calls it, empty for the line as a whole."""

    line: int
    outcome: Outcome
    message: str
    handle: str = ""
    field: str = ""


class MarketPrice(msgspec.Struct, frozen=True, kw_only=True):
    """A variant's price in a market other than the default one."""

    market: str
    currency: str
    price_amount: int
    compare_at_amount: int | None


class FileVariant(msgspec.Struct, frozen=True, kw_only=True):
    """A variant as the file gives it; `sku` is empty where one has to be made, `price_amount` None without a price."""

    line: int
    sku: str
    options: dict[str, str]
    price_amount: int | None
    compare_at_amount: int | None
    policy: str
    on_hand: int
    weight_grams: int
    gtin: str | None
    fulfilment: str
    prices: list[MarketPrice] = []


class FileImage(msgspec.Struct, frozen=True, kw_only=True):
    """The address of a picture and its line; `variant` is the place of the variant it shows, if any."""

    line: int
    url: str
    alt: str
    variant: int | None = None


class Currencies(msgspec.Struct, frozen=True):
    """The default market's currency, and those of the other markets by their ids."""

    default: str
    others: Mapping[str, str] = {}


class FileProduct(msgspec.Struct, frozen=True, kw_only=True):
    """A product that the file describes without fault."""

    handle: str
    title: str
    description: str
    category: str
    brand: str
    tags: list[str]
    publish: bool
    options: dict[str, list[str]]
    variants: list[FileVariant]
    images: list[FileImage]
    attributes: dict[str, str] = {}
    locale: str = "en"
    tax_category: str = "standard"
    max_per_order: int | None = None
    processing_days: int = 2

    @property
    def priced(self) -> bool:
        """Whether every variant costs something."""
        return all(variant.price_amount for variant in self.variants)


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """The lines of one handle: a product, or None and the reasons; `fingerprint` names this very content."""

    line: int
    last_line: int
    handle: str
    fingerprint: str
    product: FileProduct | None
    entries: list[Entry]
