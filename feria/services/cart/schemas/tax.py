"""Request and response shapes of the operator's tax rates."""

from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from feria.core.types import BasisPoints, Closed, Country, OptionalLine
from feria.services.cart.rules.rate_files import TAX_CATEGORY

RateRef = Annotated[str, Meta(pattern="^rate_[0-9a-hjkmnp-tv-z]{26}$")]
TaxCategory = Annotated[str, Meta(pattern=TAX_CATEGORY)]
State = Literal["in_force", "future", "superseded"]


class RateIn(Closed, frozen=True, kw_only=True):
    """How a rate is corrected; `source` says where it is from."""

    rate_bps: BasisPoints
    source: OptionalLine = ""


class NewRateIn(RateIn, frozen=True, kw_only=True):
    """A rate of a country, or of one of its regions by code or name, from a day on.

    Regions are known of the United States and Canada.
    """

    country: Country
    tax_category: TaxCategory
    valid_from: date
    region: OptionalLine = ""


class RateOut(msgspec.Struct, frozen=True, kw_only=True):
    """A rate. `state` tells whether its day has come, and whether a newer one has taken its place."""

    id: RateRef
    country: str
    region: str
    region_name: str
    tax_category: str
    valid_from: date
    rate_bps: int
    source: str
    state: State


class RatesOut(msgspec.Struct, frozen=True, kw_only=True):
    """Rates by country, region, category and day, at most 5,000. `version` is the whole table's, and its `ETag`."""

    version: int
    items: list[RateOut]


class RateLineOut(msgspec.Struct, frozen=True, kw_only=True):
    """What a line of a file does to the table."""

    line: int
    effect: Literal["added", "changed", "unchanged"]
    country: str
    region: str
    tax_category: str
    valid_from: date
    rate_bps: int
    source: str


class RateFaultOut(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong with a line; `column` is empty when it is the whole line."""

    line: int
    column: str
    message: str


class RateImportOut(msgspec.Struct, frozen=True, kw_only=True):
    """What a file has done, or with `dry_run` would do. With `faults` it does nothing at all.

    `lines` are the first 200 that add or change something. `version` is the table's, to be sent as `If-Match`.
    """

    dry_run: bool
    version: int
    added: int
    changed: int
    unchanged: int
    lines: list[RateLineOut]
    faults: list[RateFaultOut]
