"""Shapes of shipping profiles, of a shop's working days, and of what a parcel would cost."""

from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta

from feria.core.money import Money
from feria.core.types import (
    Amount,
    Closed,
    Country,
    CurrencyCode,
    Grams,
    Line,
    MarketId,
    OptionalLine,
    Quantity,
    ShortLine,
)
from feria.services.user.rules.shipping import Kind, PickupPlace
from feria.services.user.schemas import Days, DeliveryOut, Out

Region = Annotated[str, Meta(max_length=80, pattern=r"^[^\x00-\x1f\x7f]*$")]
PostalCode = Annotated[str, Meta(max_length=20, pattern=r"^[^\x00-\x1f\x7f]*$")]
CodeStart = Annotated[str, Meta(max_length=12, pattern=r"^[A-Za-z0-9 -]*[A-Za-z0-9][A-Za-z0-9 -]*$")]
CarrierName = Annotated[str, Meta(max_length=40, pattern=r"^[a-z0-9_]*$")]


class MoneyIn(Closed, frozen=True, kw_only=True):
    """An amount in minor units."""

    amount: Amount
    currency: CurrencyCode


class WeightStepIn(Closed, frozen=True, kw_only=True):
    """The price up to a weight."""

    up_to_grams: Annotated[int, Meta(ge=1, le=10_000_000)]
    price: MoneyIn


class ValueStepIn(Closed, frozen=True, kw_only=True):
    """The price from a value of goods on."""

    from_value: MoneyIn = msgspec.field(name="from")
    price: MoneyIn


class ZonePlaceIn(Closed, frozen=True, kw_only=True):
    """A country; with regions or beginnings of postal codes only these parts of it."""

    country: Country
    regions: Annotated[list[ShortLine], Meta(max_length=100)] = msgspec.field(default_factory=list)
    postal_codes: Annotated[list[CodeStart], Meta(max_length=200)] = msgspec.field(default_factory=list)


class ZoneIn(Closed, frozen=True, kw_only=True):
    """Places with a price and days of their own; `additional_price` is for each piece after the first."""

    name: ShortLine
    places: Annotated[list[ZonePlaceIn], Meta(min_length=1, max_length=250)]
    price: MoneyIn
    additional_price: MoneyIn | None = None
    min_days: Days
    max_days: Days


class PickupIn(Closed, frozen=True, kw_only=True):
    """Where goods are collected; `note` says when, and what else to know."""

    line1: Line
    line2: OptionalLine = ""
    postal_code: Annotated[str, Meta(max_length=20, pattern=r"^[^\x00-\x1f\x7f]*$")]
    city: Line
    country: Country
    note: OptionalLine = ""


class ShippingProfileIn(Closed, frozen=True, kw_only=True):
    """A way to ship. Each kind has its own parts, and no others.

    `free` none; `flat` a `price`; `additional` a `price` for the first piece and an `additional_price` for each other;
    `weight` and `value` their steps, the first of value from 0; `zone` its zones, whose days take the place of those
    here; `pickup` an address; `live` a `carrier`, perhaps a `service`, and the `price` when the carrier tells none.
    `free_from` is the value of goods from which it costs nothing.
    """

    name: ShortLine
    market: MarketId
    kind: Kind = "flat"
    min_days: Days
    max_days: Days
    id: str | None = None
    price: MoneyIn | None = None
    additional_price: MoneyIn | None = None
    weight_steps: Annotated[list[WeightStepIn], Meta(max_length=30)] = msgspec.field(default_factory=list)
    value_steps: Annotated[list[ValueStepIn], Meta(max_length=30)] = msgspec.field(default_factory=list)
    zones: Annotated[list[ZoneIn], Meta(max_length=30)] = msgspec.field(default_factory=list)
    pickup: PickupIn | None = None
    carrier: CarrierName = ""
    service: CarrierName = ""
    free_from: MoneyIn | None = None


class ShippingProfilesIn(Closed, frozen=True, kw_only=True):
    """All shipping profiles of a shop, in its order; the first of a market is its default."""

    items: Annotated[list[ShippingProfileIn], Meta(max_length=50)]


class WeightStepOut(Out, frozen=True, kw_only=True):
    """The price up to a weight."""

    up_to_grams: int
    price: Money


class ValueStepOut(Out, frozen=True, kw_only=True):
    """The price from a value of goods on."""

    from_value: Money = msgspec.field(name="from")
    price: Money


class ZonePlaceOut(Out, frozen=True, kw_only=True):
    """A country, or parts of it."""

    country: str
    regions: list[str]
    postal_codes: list[str]


class ZoneOut(Out, frozen=True, kw_only=True):
    """Places with a price and days of their own."""

    name: str
    places: list[ZonePlaceOut]
    price: Money
    additional_price: Money
    min_days: int
    max_days: int


class ShippingProfileOut(Out, frozen=True, kw_only=True):
    """A way to ship; what does not belong to its kind is null or empty."""

    id: str
    name: str
    kind: Kind
    market: str
    price: Money | None
    additional_price: Money | None
    weight_steps: list[WeightStepOut]
    value_steps: list[ValueStepOut]
    zones: list[ZoneOut]
    pickup: PickupPlace | None
    carrier: str
    service: str
    free_from: Money | None
    min_days: int
    max_days: int


class ShippingProfilesOut(Out, frozen=True, kw_only=True):
    """All shipping profiles of a shop."""

    items: list[ShippingProfileOut]


class CalendarIn(Closed, frozen=True, kw_only=True):
    """When the shop works: weekdays from 1 (Monday), single days on which it is closed.

    An order from `cut_off_hour` on, by the shop's own clock, counts as one of the next working day; 24: never.
    """

    working_days: Annotated[list[Annotated[int, Meta(ge=1, le=7)]], Meta(min_length=1, max_length=7)]
    closed_on: Annotated[list[date], Meta(max_length=366)]
    cut_off_hour: Annotated[int, Meta(ge=1, le=24)]


class CalendarOut(Out, frozen=True, kw_only=True):
    """When the shop works, in its `time_zone`."""

    working_days: list[int]
    closed_on: list[date]
    cut_off_hour: int
    time_zone: str


class ParcelIn(Closed, frozen=True, kw_only=True):
    """A cart to try the profiles with: pieces, all of their weight, their value in the market's currency, where to."""

    market: MarketId
    pieces: Quantity = 1
    weight_grams: Grams = 0
    value: Amount = 0
    processing_days: Annotated[int, Meta(ge=0, le=90)] = 2
    country: Country
    region: Region = ""
    postal_code: PostalCode = ""


class ParcelOfferOut(Out, frozen=True, kw_only=True):
    """What a profile would cost for the parcel and when it would arrive if ordered now; null where it is not offered.

    `free_from_remaining` is how much more would make it free.
    """

    id: str
    name: str
    kind: Kind
    price: Money | None
    free_from_remaining: Money | None
    delivery: DeliveryOut | None


class ParcelOffersOut(Out, frozen=True, kw_only=True):
    """All profiles of the market, in the shop's order."""

    items: list[ParcelOfferOut]
