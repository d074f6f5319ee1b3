"""What notification, analytics and pages may ask of orders."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from feria.core import ids
from feria.core.db import Tx
from feria.core.errors import NotFound
from feria.services.order import rules
from feria.services.order.queries import claims, rows, threads
from feria.services.order.queries.checks import check
from feria.services.order.queries.claims import CaseRow, ReturnRow
from feria.services.order.queries.rows import LineRow, OrderRow, SellerOrderRow, ShipmentRow
from feria.services.order.queries.tasks import SellerTasks, cases_waiting, seller_tasks
from feria.services.order.rules import order_token
from feria.services.order.rules.parcels import carrier_name
from feria.services.user import contract as user
from feria.services.user.contract import PickupPlace

__all__ = [
    "ClaimKey",
    "ClaimSummary",
    "LineSummary",
    "OrderSummary",
    "SellerOrderSummary",
    "SellerTasks",
    "ShipmentSummary",
    "ThreadSummary",
    "case_key",
    "cases_waiting",
    "check",
    "claim_summary",
    "order_asked_for",
    "order_summary",
    "order_token",
    "return_key",
    "seller_order_summary",
    "seller_tasks",
    "shipment_summary",
    "thread_summary",
]

EXCERPT_LENGTH = 500


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
    """One seller's part of an order; quantities are without what was cancelled. `pickup` is where it is collected."""

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
    pickup: PickupPlace | None = None


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
    tax_inclusive: bool
    shipping_amount: int
    coupons: list[CouponSummary]
    seller_orders: list[SellerOrderSummary]


class ClaimKey(msgspec.Struct, frozen=True):
    """A return or a case."""

    kind: Literal["return", "case"]
    id: UUID


class ClaimSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A return or a case as mails tell of it; `title` is the first thing it is about, `answer` what was decided."""

    number: str
    order_id: UUID
    seller_id: int
    seller_name: str
    buyer_name: str
    title: str
    answer: str
    instructions: str
    refund_amount: int
    currency: str
    decided: bool


def return_key(return_id: UUID) -> ClaimKey:
    """Names a return."""
    return ClaimKey("return", return_id)


def case_key(case_id: UUID) -> ClaimKey:
    """Names a case."""
    return ClaimKey("case", case_id)


async def claim_summary(tx: Tx, key: ClaimKey) -> ClaimSummary:
    """A return or a case; raises NotFound."""
    found = await (claims.return_row if key.kind == "return" else claims.case_row)(tx, key.id)
    part = None if found is None else await rows.seller_order(tx, found.seller_id, found.seller_order_id)
    if found is None or part is None:
        raise NotFound
    lines = await rows.lines(tx, [part])
    if isinstance(found, ReturnRow):
        inside = {one.line_id for one in await claims.return_lines(tx, [found])}
        lines = [line for line in lines if line.id in inside]
    cards = await user.seller_cards(tx, [part.seller_id])
    return ClaimSummary(
        number=found.number,
        order_id=found.order_id,
        seller_id=found.seller_id,
        seller_name=cards[found.seller_id].name,
        buyer_name=part.buyer_name,
        title=lines[0].product_title,
        answer=found.answer if isinstance(found, ReturnRow) else found.decision,
        instructions=found.instructions if isinstance(found, ReturnRow) else "",
        refund_amount=found.refund_amount,
        currency=found.currency,
        decided=isinstance(found, CaseRow) and found.decided_at is not None,
    )


async def order_summary(tx: Tx, order_id: UUID) -> OrderSummary:
    """The order with all its parts; raises NotFound."""
    order = await rows.order(tx, ids.owner_of(order_id), order_id)
    if order is None:
        raise NotFound
    parts = await rows.seller_orders(tx, order.seller_ids, [order.id])
    return _summary(order, await _parts(tx, parts))


async def order_asked_for(tx: Tx, number: str, email: str) -> OrderSummary | None:
    """The order with this number if it was placed with this e-mail address, whatever its case."""
    owner = await rows.owner_of_number(tx, number) if rules.is_number(number) else None
    order = None if owner is None else await rows.order(tx, *owner)
    if order is None or order.email.casefold() != email.casefold():
        return None
    return _summary(order, [])


class ThreadSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A thread as a mail tells of one of its messages; the buyer is an account, or a guest's by the order."""

    id: UUID
    seller_id: int
    seller_name: str
    buyer_name: str
    account_id: int | None
    order_id: UUID | None
    title: str
    text: str
    has_picture: bool


async def thread_summary(tx: Tx, thread_id: UUID, message_id: UUID) -> ThreadSummary:
    """A thread and one of its messages, whose text is cut to a few lines; raises NotFound."""
    found = await threads.thread(tx, thread_id)
    if found is None:
        raise NotFound
    one = await threads.message(tx, found, message_id)
    cards = await user.seller_cards(tx, [found.seller_id])
    cut = one.text[:EXCERPT_LENGTH]
    return ThreadSummary(
        id=found.id,
        seller_id=found.seller_id,
        seller_name=cards[found.seller_id].name,
        buyer_name=found.buyer_name,
        account_id=found.account_id,
        order_id=found.order_id,
        title=found.title,
        text=cut if cut == one.text else f"{cut.rstrip()} …",
        has_picture=one.picture_key is not None,
    )


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
            pickup=msgspec.convert(part.pickup, PickupPlace | None),
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
        tax_inclusive=order.tax_inclusive,
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
        carrier=carrier_name(one.carrier),
        tracking_number=one.tracking_number,
        shipped_at=one.shipped_at or one.created_at,
        lines=[
            _line(by_id[line_id], quantity)
            for line_id, quantity in zip(one.line_ids, one.quantities, strict=True)
        ],
    )
