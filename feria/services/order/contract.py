"""What notification, analytics and pages may ask of orders."""

from datetime import datetime
from uuid import UUID

import msgspec

from feria.core import ids
from feria.core.db import Tx
from feria.core.errors import NotFound
from feria.services.order.queries import rows
from feria.services.order.queries.checks import check
from feria.services.order.queries.rows import LineRow, OrderRow, SellerOrderRow, ShipmentRow
from feria.services.order.queries.tasks import SellerTasks, seller_tasks
from feria.services.order.rules import order_token
from feria.services.user import contract as user

__all__ = [
    "LineSummary",
    "OrderSummary",
    "SellerOrderSummary",
    "SellerTasks",
    "ShipmentSummary",
    "check",
    "order_summary",
    "order_token",
    "seller_order_summary",
    "seller_tasks",
    "shipment_summary",
]


class LineSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A line as a mail lists it."""

    title: str
    variant_title: str
    quantity: int
    unit_amount: int
    total_amount: int


class ShipmentSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A parcel with what is inside, each line with the quantity in this parcel."""

    id: UUID
    seller_order_id: UUID
    carrier: str
    tracking_number: str
    shipped_at: datetime
    lines: list[LineSummary]


class SellerOrderSummary(msgspec.Struct, frozen=True, kw_only=True):
    """One seller's part of an order; quantities are without what was cancelled."""

    id: UUID
    number: str
    order_id: UUID
    seller_id: int
    seller_name: str
    status: str
    currency: str
    lines: list[LineSummary]
    items_amount: int
    shipping_amount: int
    total_amount: int
    ship_by: datetime | None
    deliver_by: datetime | None
    shipments: list[ShipmentSummary]


class CouponSummary(msgspec.Struct, frozen=True):
    """A code that the order used, and what it took off."""

    code: str
    amount: int
    currency: str


class OrderSummary(msgspec.Struct, frozen=True, kw_only=True):
    """An order as mails tell of it. `account_id` None is a guest, who gets a link with `order_token`."""

    id: UUID
    number: str
    account_id: int | None
    email: str
    locale: str
    name: str
    status: str
    currency: str
    total_amount: int
    tax_amount: int
    shipping_amount: int
    coupons: list[CouponSummary]
    seller_orders: list[SellerOrderSummary]


async def order_summary(tx: Tx, order_id: UUID) -> OrderSummary:
    """The order with all its parts; raises NotFound."""
    order = await rows.order(tx, ids.owner_of(order_id), order_id)
    if order is None:
        raise NotFound
    parts = await rows.seller_orders(tx, order.seller_ids, [order.id])
    return _summary(order, await _parts(tx, parts))


async def seller_order_summary(tx: Tx, seller_id: int, seller_order_id: UUID) -> SellerOrderSummary:
    """One seller's part of an order; raises NotFound."""
    part = await rows.seller_order(tx, seller_id, seller_order_id)
    if part is None:
        raise NotFound
    return (await _parts(tx, [part]))[0]


async def shipment_summary(tx: Tx, seller_id: int, shipment_id: UUID) -> ShipmentSummary:
    """A parcel; raises NotFound."""
    seller_order_id = await rows.seller_order_of_shipment(tx, seller_id, shipment_id)
    if seller_order_id is None:
        raise NotFound
    part = await seller_order_summary(tx, seller_id, seller_order_id)
    return next(one for one in part.shipments if one.id == shipment_id)


async def _parts(tx: Tx, parts: list[SellerOrderRow]) -> list[SellerOrderSummary]:
    lines, shipments = await rows.lines(tx, parts), await rows.shipments(tx, parts)
    cards = await user.seller_cards(tx, [part.seller_id for part in parts])
    return [
        SellerOrderSummary(
            id=part.id,
            number=part.number,
            order_id=part.order_id,
            seller_id=part.seller_id,
            seller_name=cards[part.seller_id].name,
            status=part.status,
            currency=part.currency,
            lines=[
                _line(line, line.ordered - line.cancelled)
                for line in lines
                if line.seller_order_id == part.id and line.ordered > line.cancelled
            ],
            items_amount=part.items_amount,
            shipping_amount=part.shipping_amount,
            total_amount=part.total_amount,
            ship_by=part.ship_by,
            deliver_by=part.deliver_by,
            shipments=[_shipment(one, lines) for one in shipments if one.seller_order_id == part.id],
        )
        for part in parts
    ]


def _summary(order: OrderRow, parts: list[SellerOrderSummary]) -> OrderSummary:
    return OrderSummary(
        id=order.id,
        number=order.number,
        account_id=order.account_id,
        email=order.email,
        locale=order.locale,
        name=order.shipping_address["name"],
        status=order.status,
        currency=order.currency,
        total_amount=order.total_amount,
        tax_amount=order.tax_amount,
        shipping_amount=order.shipping_amount,
        coupons=[CouponSummary(code, one["amount"], order.currency) for code, one in order.coupons.items()],
        seller_orders=parts,
    )


def _line(line: LineRow, quantity: int) -> LineSummary:
    whole = quantity == line.ordered
    return LineSummary(
        title=line.product_title,
        variant_title=line.variant_title,
        quantity=quantity,
        unit_amount=line.unit_amount,
        total_amount=line.total_amount if whole else line.unit_amount * quantity,
    )


def _shipment(one: ShipmentRow, lines: list[LineRow]) -> ShipmentSummary:
    by_id = {line.id: line for line in lines}
    return ShipmentSummary(
        id=one.id,
        seller_order_id=one.seller_order_id,
        carrier=one.carrier,
        tracking_number=one.tracking_number,
        shipped_at=one.created_at,
        lines=[
            _line(by_id[line_id], quantity)
            for line_id, quantity in zip(one.line_ids, one.quantities, strict=True)
        ],
    )
