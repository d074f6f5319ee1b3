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
    """A placed seller order, or a part of its units, was cancelled; `amount` goes back to the buyer.

    `by` is the role that did it: buyer, seller, operator, clock; payment where a refund by hand left nothing to ship.
    """

    name: ClassVar[str] = "seller_order.cancelled"
    seller_id: int
    seller_order_id: UUID
    order_id: UUID
    units: int
    whole: bool
    amount: Money
    placed_at: datetime
    by: str
    reason: str
    version: int

    @property
    def subject(self) -> str:
        return encode("sord", self.seller_order_id)


class LatePaymentReturned(Event, frozen=True, kw_only=True):
    """Money came for an order that nothing can be delivered for any more, and is on its way back."""

    name: ClassVar[str] = "order.late_payment_returned"
    order_id: UUID
    seller_orders: list[tuple[int, UUID]]

    @property
    def subject(self) -> str:
        return encode("ord", self.order_id)


class DeliveryAddressChanged(Event, frozen=True, kw_only=True):
    """A paid seller order goes to another address than it was ordered to; `by` is the role that said so."""

    name: ClassVar[str] = "seller_order.address_changed"
    seller_id: int
    seller_order_id: UUID
    order_id: UUID
    by: str
    reason: str
    version: int

    @property
    def subject(self) -> str:
        return encode("sord", self.seller_order_id)


class MessageWritten(Event, frozen=True, kw_only=True):
    """A message came to those (`told`: buyer, seller) who had read all that was written before."""

    name: ClassVar[str] = "message.written"
    seller_id: int
    thread_id: UUID
    message_id: UUID
    by: str
    told: list[str]

    @property
    def subject(self) -> str:
        return encode("thr", self.thread_id)


class OrderLinkRequested(Event, frozen=True, kw_only=True):
    """Somebody, who may be anybody, asks for the link to an order by its number and an e-mail address."""

    name: ClassVar[str] = "order.link_requested"
    number: str
    email: str

    @property
    def subject(self) -> str:
        return self.number


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


class ShipmentTroubled(Event, frozen=True, kw_only=True):
    """A parcel is held up (`exception`), comes back (`returned`) or counts as lost; `words` are the carrier's own."""

    name: ClassVar[str] = "shipment.troubled"
    seller_id: int
    seller_order_id: UUID
    order_id: UUID
    shipment_id: UUID
    state: str
    words: str
    at: datetime

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


class ReturnMoved(Event, frozen=True, kw_only=True):
    """A return was asked for, or has reached another status; `by` is the role that made the step."""

    name: ClassVar[str] = "return.moved"
    seller_id: int
    order_id: UUID
    return_id: UUID
    status: str
    by: str

    @property
    def subject(self) -> str:
        return encode("ret", self.return_id)


class ReturnLabelReady(Event, frozen=True, kw_only=True):
    """The buyer of a return can print a carrier's label now."""

    name: ClassVar[str] = "return.label_ready"
    seller_id: int
    return_id: UUID
    label_id: UUID

    @property
    def subject(self) -> str:
        return encode("ret", self.return_id)


class CaseMoved(Event, frozen=True, kw_only=True):
    """A case was opened, or has reached another status; `by` is the role that made the step."""

    name: ClassVar[str] = "case.moved"
    seller_id: int
    order_id: UUID
    case_id: UUID
    step_id: UUID
    status: str
    by: str

    @property
    def subject(self) -> str:
        return encode("case", self.case_id)
