"""What the routes of labels, packing and carriers' webhooks take and answer."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from feria.core.money import Money
from feria.core.types import Closed, OptionalLine, ShortLine
from feria.services.order.rules.parcels import LabelFormat
from feria.services.order.schemas import AddressOut, LineQuantities
from feria.services.user.contract import AddressIn

CarrierName = Literal["ups", "fedex"]
Millimetres = Annotated[int, Meta(ge=1, le=3_000, description="outer measure in millimetres")]
ServiceName = Annotated[str, Meta(min_length=1, max_length=60, pattern=r"^[a-z0-9_]+$")]
PackedGrams = Annotated[int, Meta(ge=1, le=70_000, description="packed, in grams")]
EmptyGrams = Annotated[int, Meta(ge=0, le=70_000, description="empty, in grams")]


class PackageIn(Closed, frozen=True, kw_only=True):
    """A packed box."""

    weight_grams: PackedGrams
    length_mm: Millimetres
    width_mm: Millimetres
    height_mm: Millimetres


class LabelRatesIn(Closed, frozen=True, kw_only=True):
    """Which parcel is to be priced. Without `items` it holds all that is open and not packed yet."""

    package: PackageIn
    items: LineQuantities | None = None


class LabelIn(LabelRatesIn, frozen=True, kw_only=True):
    """Which label is bought. `price` is what the shop was shown. Operator staff give a `reason`."""

    carrier: CarrierName
    service: ServiceName
    price: Money
    format: LabelFormat = "pdf"
    reason: OptionalLine = ""


class LabelRateOut(msgspec.Struct, frozen=True, kw_only=True):
    """What a carrier asks by one of its services; `days` are working days in transit, where it says."""

    carrier: CarrierName
    service: str
    name: str
    price: Money
    days: int | None


class RefusalOut(msgspec.Struct, frozen=True, kw_only=True):
    """A carrier that gave no prices, and why."""

    carrier: CarrierName
    detail: str


class LabelRatesOut(msgspec.Struct, frozen=True, kw_only=True):
    """Prices of one parcel, the cheapest first."""

    items: list[LabelRateOut]
    refused: list[RefusalOut]


class RatesToldOut(msgspec.Struct, frozen=True, kw_only=True):
    """How many live ways to ship a carrier told a new price of; their prices are in the cart."""

    told: int


class ReasonIn(Closed, frozen=True, kw_only=True):
    """Why; required of operator staff only."""

    reason: OptionalLine = ""


class PresetIn(Closed, frozen=True, kw_only=True):
    """A box that is used again and again."""

    name: ShortLine
    length_mm: Millimetres
    width_mm: Millimetres
    height_mm: Millimetres
    weight_grams: EmptyGrams


class PresetOut(msgspec.Struct, frozen=True, kw_only=True):
    """A box of the shop."""

    id: str
    name: str
    length_mm: int
    width_mm: int
    height_mm: int
    weight_grams: int


class PackingOut(msgspec.Struct, frozen=True, kw_only=True):
    """Where the shop's parcels start (null while it has not said), its boxes, and the carriers that sell labels.

    `labels_returns`: a label is bought by itself for each return that the shop has to answer for.
    """

    ship_from: AddressOut | None
    packages: list[PresetOut]
    carriers: list[CarrierName]
    labels_returns: bool


class ShipFromIn(Closed, frozen=True, kw_only=True):
    """Where the shop's parcels start."""

    address: AddressIn


class LabelsReturnsIn(Closed, frozen=True, kw_only=True):
    """Whether a label is bought by itself for each return that the shop has to answer for."""

    labels_returns: bool


class WebhookReceived(msgspec.Struct, frozen=True):
    """A webhook was taken."""

    received: Literal[True] = True
