"""Events that the order service publishes."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

import msgspec

from feria.core.events import Event
from feria.core.ids import encode
from feria.core.money import Money


class PlacedLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a placed order."""

    product_id: UUID
    variant_id: UUID
    quantity: int


class PlacedSellerOrder(msgspec.Struct, frozen=True, kw_only=True):
    """One seller's part of a placed order; `total` includes its shipping and tax."""

    seller_id: int
    id: UUID
    number: str
    total: Money
    lines: list[PlacedLine]


class OrderPlaced(Event, frozen=True, kw_only=True):
    """The order is paid and its seller orders are placed."""

    name: ClassVar[str] = "order.placed"
    order_id: UUID
    shopper_id: int
    number: str
    total: Money
    seller_orders: list[PlacedSellerOrder]
    placed_at: datetime

    @property
    def subject(self) -> str:
        return encode("ord", self.order_id)


class SellerOrderCancelled(Event, frozen=True, kw_only=True):
    """A placed seller order, or a part of its units, was cancelled; `amount` goes back to the buyer."""

    name: ClassVar[str] = "seller_order.cancelled"
    seller_id: int
    seller_order_id: UUID
    order_id: UUID
    units: int
    whole: bool
    amount: Money
    placed_at: datetime

    @property
    def subject(self) -> str:
        return encode("sord", self.seller_order_id)


class ShipmentCreated(Event, frozen=True, kw_only=True):
    """A parcel is on its way."""

    name: ClassVar[str] = "shipment.created"
    seller_id: int
    seller_order_id: UUID
    order_id: UUID
    shipment_id: UUID

    @property
    def subject(self) -> str:
        return encode("sord", self.seller_order_id)


class DeliveredLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of which at least one unit has arrived."""

    id: UUID
    product_id: UUID
    variant_title: str


class SellerOrderDelivered(Event, frozen=True, kw_only=True):
    """Every unit of the seller order that was not cancelled has arrived.

    `token_hash` is that of the order's secret, in hexadecimal digits: by it other services know a guest again.
    """

    name: ClassVar[str] = "seller_order.delivered"
    seller_id: int
    seller_order_id: UUID
    order_id: UUID
    shopper_id: int
    buyer_name: str
    token_hash: str
    lines: list[DeliveredLine]
    delivered_at: datetime

    @property
    def subject(self) -> str:
        return encode("sord", self.seller_order_id)
