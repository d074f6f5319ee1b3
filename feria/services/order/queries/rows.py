"""Rows of orders, seller orders, lines and parcels as Structs, read plainly or under the locks that a change needs.

Lock order: (cart) → order → payment → stock. Who changes a part has locked its order, and so all that is read after.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from feria.core.db import Tx
from feria.core.errors import NotFound


class OrderRow(msgspec.Struct, frozen=True, kw_only=True):
    """An order; `status` and `payment_status` are projections."""

    shopper_id: int
    id: UUID
    number: str
    seller_ids: list[int]
    account_id: int | None
    email: str
    locale: str
    token_hash: bytes
    market: str
    status: str
    payment_status: str
    payment_id: UUID
    payment_method: str
    tax_inclusive: bool
    items_amount: int
    shipping_amount: int
    discount_amount: int
    promotion_amount: int
    tax_amount: int
    total_amount: int
    currency: str
    coupons: dict[str, dict[str, Any]]
    shipping_address: dict[str, Any]
    billing_address: dict[str, Any] | None
    cancel_reason: str
    created_at: datetime
    expires_at: datetime
    placed_at: datetime | None
    updated_at: datetime
    version: int


class SellerOrderRow(msgspec.Struct, frozen=True, kw_only=True):
    """One seller's part of an order."""

    seller_id: int
    id: UUID
    order_id: UUID
    shopper_id: int
    number: str
    status: str
    buyer_name: str
    shipping_id: UUID | None
    shipping_name: str
    shipping_kind: str
    pickup: dict[str, str] | None
    gift_note: str
    processing_days: int
    min_days: int
    max_days: int
    returns_days: int
    items_amount: int
    shipping_amount: int
    shipping_discount_amount: int
    shipping_tax_amount: int
    shipping_tax_rate_bps: int
    discount_amount: int
    promotion_amount: int
    tax_amount: int
    tax_reason: str
    remitted_by: str
    total_amount: int
    commission_amount: int
    commission_tax_amount: int
    refunded_amount: int
    refunded_commission_amount: int
    refunded_commission_tax_amount: int
    refunded_promotion_amount: int
    refunded_remitted_tax_amount: int
    currency: str
    cancel_reason: str
    created_at: datetime
    placed_at: datetime | None
    accepted_at: datetime | None
    shipped_at: datetime | None
    delivered_at: datetime | None
    ship_by: datetime | None
    deliver_from: datetime | None
    deliver_by: datetime | None
    due_at: datetime | None
    updated_at: datetime
    version: int
    shipping_address: dict[str, Any] | None = None
    """Where this part goes, when that is not the order's own address any more."""

    @property
    def remitted_tax_amount(self) -> int:
        """The buyer's tax that the marketplace remits in the seller's place: all of it or nothing."""
        return self.tax_amount if self.remitted_by == "marketplace" else 0


class LineRow(msgspec.Struct, frozen=True, kw_only=True):
    """What was bought of one variant, and what became of it."""

    seller_id: int
    id: UUID
    seller_order_id: UUID
    position: int
    product_id: UUID
    variant_id: UUID
    product_title: str
    variant_title: str
    options: dict[str, str]
    sku: str
    slug: str
    image_key: str | None
    personalisation: str
    fulfilment: str
    tax_category: str
    tax_rate_bps: int
    tax_source: str
    unit_amount: int
    gross_amount: int
    discount_amount: int
    promotion_amount: int
    net_amount: int
    tax_amount: int
    commission_rule_id: UUID
    commission_rule_version: int
    commission_base_amount: int
    commission_rate_bps: int
    commission_fixed_amount: int
    commission_amount: int
    commission_tax_amount: int
    currency: str
    ordered: int
    cancelled: int = 0
    shipped: int = 0
    delivered: int = 0
    returned: int = 0
    refunded: int = 0

    @property
    def total_amount(self) -> int:
        """What the buyer pays for the line: gross is net and tax, the discount taken off."""
        return self.gross_amount


class ShipmentRow(msgspec.Struct, frozen=True, kw_only=True):
    """A parcel; `items` are pairs of line and quantity."""

    seller_id: int
    id: UUID
    seller_order_id: UUID
    carrier: str
    tracking_number: str
    state: str
    created_at: datetime
    shipped_at: datetime | None
    delivered_at: datetime | None
    line_ids: list[UUID]
    quantities: list[int]


class StepRow(msgspec.Struct, frozen=True, kw_only=True):
    """A transition or another change; `seller_order_id` is None for the order's own, `to_status` a change's kind."""

    seller_order_id: UUID | None
    from_status: str | None
    to_status: str
    actor: str
    reason: str
    at: datetime
    detail: dict[str, Any] = {}
    id: UUID | None = None


_ORDER = """
SELECT shopper_id, id, number, seller_ids, account_id, email, locale, token_hash, market, status, payment_status,
       payment_id, payment_method, tax_inclusive, items_amount, shipping_amount, discount_amount, promotion_amount,
       tax_amount, total_amount, currency, coupons, shipping_address, billing_address, cancel_reason, created_at,
       expires_at, placed_at, updated_at, version
FROM "order".orders"""

_SELLER_ORDER = f"""
SELECT {", ".join(SellerOrderRow.__struct_fields__)}
FROM "order".seller_orders"""  # noqa: S608 - names of the fields above

_LINE = """
SELECT seller_id, id, seller_order_id, position, product_id, variant_id, product_title, variant_title, options, sku,
       slug, image_key, personalisation, fulfilment, tax_category, tax_rate_bps, tax_source, unit_amount, gross_amount,
       discount_amount, promotion_amount, net_amount, tax_amount, commission_rule_id, commission_rule_version,
       commission_base_amount, commission_rate_bps, commission_fixed_amount, commission_amount, commission_tax_amount,
       currency, ordered, cancelled, shipped, delivered, returned, refunded
FROM "order".order_lines"""


_PART_COLUMNS = len(SellerOrderRow.__struct_fields__)
_PARTS = f"""
SELECT {", ".join(f"s.{name}" for name in SellerOrderRow.__struct_fields__)},
       {", ".join(f"l.{name}" for name in LineRow.__struct_fields__)}
FROM "order".seller_orders s
JOIN "order".order_lines l ON l.seller_id = s.seller_id AND l.seller_order_id = s.id
WHERE s.seller_id = ANY($1::bigint[]) AND s.order_id = $2
ORDER BY s.seller_id, s.id, l.position"""  # noqa: S608 - names of the fields above


async def order(tx: Tx, shopper_id: int, order_id: UUID) -> OrderRow | None:
    """An order without a lock."""
    return await tx.one(OrderRow, _ORDER + " WHERE shopper_id = $1 AND id = $2", shopper_id, order_id)


async def orders(tx: Tx, shopper_ids: list[int], order_ids: list[UUID]) -> list[OrderRow]:
    """These orders without a lock, in no particular order."""
    return await tx.all(
        OrderRow,
        _ORDER + " WHERE shopper_id = ANY($1::bigint[]) AND id = ANY($2::uuid[])",
        shopper_ids,
        order_ids,
    )


async def locked_order(tx: Tx, shopper_id: int, order_id: UUID) -> OrderRow:
    """The order, locked: the first lock of every change of its parts. Raises NotFound."""
    found = await tx.one(
        OrderRow, _ORDER + " WHERE shopper_id = $1 AND id = $2 FOR UPDATE", shopper_id, order_id
    )
    if found is None:
        raise NotFound
    return found


async def seller_orders_of(tx: Tx, locked: OrderRow) -> list[SellerOrderRow]:
    """The seller orders of a locked order, in the sellers' order. Raises NotFound when one is missing."""
    found = await tx.all(
        SellerOrderRow,
        _SELLER_ORDER + " WHERE seller_id = ANY($1::bigint[]) AND order_id = $2 ORDER BY seller_id",
        locked.seller_ids,
        locked.id,
    )
    if len(found) != len(locked.seller_ids):
        raise NotFound
    return found


async def seller_order_of(tx: Tx, locked: OrderRow, seller_id: int) -> SellerOrderRow:
    """One seller's part of a locked order. Raises NotFound."""
    found = await tx.one(
        SellerOrderRow, _SELLER_ORDER + " WHERE seller_id = $1 AND order_id = $2", seller_id, locked.id
    )
    if found is None:
        raise NotFound
    return found


async def parts_of(tx: Tx, locked: OrderRow) -> tuple[list[SellerOrderRow], list[LineRow]]:
    """Seller orders and lines of a locked order by one statement, as `seller_orders_of` and `lines` give them."""
    parts: dict[UUID, SellerOrderRow] = {}
    lines = []
    for row in await tx.fetch(_PARTS, locked.seller_ids, locked.id):
        values = tuple(row)
        if values[1] not in parts:
            parts[values[1]] = SellerOrderRow(
                **dict(zip(SellerOrderRow.__struct_fields__, values, strict=False))
            )
        lines.append(LineRow(**dict(zip(LineRow.__struct_fields__, values[_PART_COLUMNS:], strict=True))))
    if len(parts) != len(locked.seller_ids):
        raise NotFound
    return list(parts.values()), lines


async def seller_order(tx: Tx, seller_id: int, seller_order_id: UUID) -> SellerOrderRow | None:
    """A seller order without a lock."""
    return await tx.one(
        SellerOrderRow, _SELLER_ORDER + " WHERE seller_id = $1 AND id = $2", seller_id, seller_order_id
    )


async def seller_orders(tx: Tx, seller_ids: list[int], order_ids: list[UUID]) -> list[SellerOrderRow]:
    """The parts of these orders, by number."""
    return await tx.all(
        SellerOrderRow,
        _SELLER_ORDER + " WHERE seller_id = ANY($1::bigint[]) AND order_id = ANY($2::uuid[]) ORDER BY number",
        seller_ids,
        order_ids,
    )


async def seller_orders_by_id(tx: Tx, seller_id: int, seller_order_ids: list[UUID]) -> list[SellerOrderRow]:
    """These seller orders of one seller, in no particular order."""
    return await tx.all(
        SellerOrderRow,
        _SELLER_ORDER + " WHERE seller_id = $1 AND id = ANY($2::uuid[])",
        seller_id,
        seller_order_ids,
    )


async def lines(tx: Tx, parts: list[SellerOrderRow]) -> list[LineRow]:
    """The lines of these seller orders, in the order of the cart."""
    return await tx.all(
        LineRow,
        _LINE
        + """ WHERE seller_id = ANY($1::bigint[]) AND seller_order_id = ANY($2::uuid[])
              ORDER BY seller_id, seller_order_id, position""",
        sorted({part.seller_id for part in parts}),
        [part.id for part in parts],
    )


async def shipments(tx: Tx, parts: list[SellerOrderRow]) -> list[ShipmentRow]:
    """The parcels of these seller orders, oldest first."""
    return await tx.all(
        ShipmentRow,
        """SELECT s.seller_id, s.id, s.seller_order_id, s.carrier, s.tracking_number, s.state, s.created_at,
                  s.shipped_at, s.delivered_at, array_agg(l.line_id ORDER BY l.line_id) AS line_ids,
                  array_agg(l.quantity ORDER BY l.line_id) AS quantities
           FROM "order".shipments s
           JOIN "order".shipment_lines l ON l.seller_id = s.seller_id AND l.shipment_id = s.id
           WHERE s.seller_id = ANY($1::bigint[]) AND s.seller_order_id = ANY($2::uuid[])
           GROUP BY s.seller_id, s.id ORDER BY s.created_at, s.id""",
        sorted({part.seller_id for part in parts}),
        [part.id for part in parts],
    )


async def steps(tx: Tx, of: OrderRow, parts: list[SellerOrderRow]) -> list[StepRow]:
    """The history of an order and of these parts of it, oldest first."""
    own = await tx.all(
        StepRow,
        """SELECT NULL::uuid AS seller_order_id, from_status, to_status, actor, reason, at FROM "order".order_history
           WHERE shopper_id = $1 AND order_id = $2 ORDER BY at, id""",
        of.shopper_id,
        of.id,
    )
    theirs = await tx.all(
        StepRow,
        """SELECT seller_order_id, from_status, to_status, actor, reason, at, '{}'::jsonb AS detail, id
           FROM "order".history WHERE seller_id = ANY($1::bigint[]) AND seller_order_id = ANY($2::uuid[])
           UNION ALL
           SELECT seller_order_id, NULL, kind, actor, reason, at, detail, id
           FROM "order".changes WHERE seller_id = ANY($1::bigint[]) AND seller_order_id = ANY($2::uuid[])
           ORDER BY at, id""",
        sorted({part.seller_id for part in parts}),
        [part.id for part in parts],
    )
    return own + theirs


async def owner_of_number(tx: Tx, number: str) -> tuple[int, UUID] | None:
    """Shopper and id of the order with this number, from the directory."""
    row = await tx.fetchrow(
        'SELECT shopper_id, order_id FROM "order".order_numbers WHERE number = $1', number
    )
    return None if row is None else (row["shopper_id"], UUID(int=row["order_id"].int))


async def orders_to_expire(tx: Tx, limit: int) -> list[tuple[int, UUID]]:
    """Orders whose payment deadline has passed, the oldest first."""
    found = await tx.fetch(
        """SELECT shopper_id, id FROM "order".orders WHERE status = 'pending_payment' AND expires_at <= $1
           ORDER BY expires_at LIMIT $2""",
        tx.now,
        limit,
    )
    return [(row["shopper_id"], row["id"]) for row in found]


async def seller_orders_due(tx: Tx, status: str, limit: int) -> list[tuple[int, UUID]]:
    """Seller orders in a status that the clock ends now, the oldest first."""
    found = await tx.fetch(
        """SELECT seller_id, id FROM "order".seller_orders WHERE status = $1 AND due_at <= $2
           ORDER BY due_at LIMIT $3""",
        status,
        tx.now,
        limit,
    )
    return [(row["seller_id"], row["id"]) for row in found]


async def seller_order_of_shipment(tx: Tx, seller_id: int, shipment_id: UUID) -> UUID | None:
    """The seller order that a parcel belongs to."""
    found: UUID | None = await tx.fetchval(
        'SELECT seller_order_id FROM "order".shipments WHERE seller_id = $1 AND id = $2',
        seller_id,
        shipment_id,
    )
    return found
