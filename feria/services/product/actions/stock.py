"""Stock of one seller: reserving, releasing and taking by one statement each, and the movements a seller writes.

A statement first locks its rows in the order of their ids, so that two carts never wait for each other, and changes
all of them or none. Orders hold their units under every policy, `untracked` too: a shop may change it while they are
open, and what one order gives back must never be another's.
"""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from feria.core.db import Tx
from feria.core.errors import Conflict
from feria.core.ids import encode

Items = Sequence[tuple[UUID, int]]


class OutOfStock(Conflict):
    """Not enough of at least one variant; `variants` names those, and nothing was reserved of this seller's."""

    slug, title = "out-of-stock", "Something in your cart is no longer available in this quantity."


_LOCKED = """
WITH wanted AS (
    SELECT * FROM unnest($2::uuid[], $3::integer[]) AS w(variant_id, quantity)
), locked AS (
    SELECT s.variant_id, s.policy, s.on_hand, s.reserved, s.on_hand - s.reserved AS available
    FROM product.stock s
    WHERE s.seller_id = $1 AND s.variant_id = ANY($2) AND s.location_id = 0
    ORDER BY s.variant_id
    FOR UPDATE
)"""

# A product whose availability begins or ends has another card.
_NOTED = """, noted AS (
    INSERT INTO product.stock_movements
        (seller_id, variant_id, on_hand_delta, reserved_delta, cause, reference, actor, created_at)
    SELECT $1, variant_id, on_hand_delta, reserved_delta, $4, $5, $6, $7 FROM moved
), changed AS (
    INSERT INTO product.changes (seller_id, product_id, created_at)
    SELECT DISTINCT $1::bigint, product_id, $7::timestamptz FROM moved
    WHERE policy = 'tracked' AND (available > 0) <> (available + on_hand_delta - reserved_delta > 0)
)"""

_RESERVE = f"""{_LOCKED}, short AS (
    SELECT w.variant_id FROM wanted w LEFT JOIN locked l ON l.variant_id = w.variant_id
    WHERE l.variant_id IS NULL OR (l.policy = 'tracked' AND l.available < w.quantity)
), moved AS (
    UPDATE product.stock s SET reserved = s.reserved + w.quantity
    FROM locked l JOIN wanted w ON w.variant_id = l.variant_id
    WHERE s.seller_id = $1 AND s.variant_id = l.variant_id AND s.variant_id = ANY($2) AND s.location_id = 0
      AND NOT EXISTS (SELECT FROM short)
      AND (s.policy <> 'tracked' OR s.on_hand - s.reserved >= w.quantity)
    RETURNING s.variant_id, s.product_id, s.policy, l.available, 0 AS on_hand_delta, w.quantity AS reserved_delta
){_NOTED}
SELECT variant_id FROM short"""  # noqa: S608 - put together from the constants above

_RELEASE = f"""{_LOCKED}, moved AS (
    UPDATE product.stock s SET reserved = s.reserved - w.quantity
    FROM locked l JOIN wanted w ON w.variant_id = l.variant_id
    WHERE s.seller_id = $1 AND s.variant_id = l.variant_id AND s.variant_id = ANY($2) AND s.location_id = 0
    RETURNING s.variant_id, s.product_id, s.policy, l.available, 0 AS on_hand_delta, -w.quantity AS reserved_delta
){_NOTED}
SELECT variant_id FROM moved"""  # noqa: S608 - put together from the constants above

# `untracked` counts down what was counted, and is made to order after that.
_TAKE = f"""{_LOCKED}, moved AS (
    UPDATE product.stock s
    SET reserved = s.reserved - w.quantity,
        on_hand = CASE s.policy WHEN 'untracked' THEN greatest(s.on_hand - w.quantity, least(s.on_hand, 0))
            ELSE s.on_hand - w.quantity END,
        version = s.version + 1
    FROM locked l JOIN wanted w ON w.variant_id = l.variant_id
    WHERE s.seller_id = $1 AND s.variant_id = l.variant_id AND s.variant_id = ANY($2) AND s.location_id = 0
    RETURNING s.variant_id, s.product_id, s.policy, l.available,
              s.on_hand - l.on_hand AS on_hand_delta, -w.quantity AS reserved_delta
){_NOTED}
SELECT variant_id FROM moved"""  # noqa: S608 - put together from the constants above


_RETURN = f"""{_LOCKED}, moved AS (
    UPDATE product.stock s SET on_hand = s.on_hand + w.quantity, version = s.version + 1
    FROM locked l JOIN wanted w ON w.variant_id = l.variant_id
    WHERE s.seller_id = $1 AND s.variant_id = l.variant_id AND s.variant_id = ANY($2) AND s.location_id = 0
    RETURNING s.variant_id, s.product_id, s.policy, l.available, w.quantity AS on_hand_delta, 0 AS reserved_delta
){_NOTED}
SELECT variant_id FROM moved"""  # noqa: S608 - put together from the constants above


async def reserve_stock(tx: Tx, seller_id: int, items: Items, *, cause: str, reference: UUID) -> None:
    """Hold units of this seller's variants for an order: all, or none and OutOfStock. Loop over sellers in order.

    After OutOfStock for a second seller the first one's units are still held: leave the transaction or a savepoint.
    """
    rows = await _move(tx, _RESERVE, seller_id, items, cause, reference)
    if rows:
        raise OutOfStock(variants=[encode("var", variant_id) for variant_id in rows])


async def release_stock(tx: Tx, seller_id: int, items: Items, *, cause: str, reference: UUID) -> None:
    """Give back units that were held; the caller's own state says that this happens once."""
    await _move(tx, _RELEASE, seller_id, items, cause, reference)


async def take_stock(tx: Tx, seller_id: int, items: Items, *, cause: str, reference: UUID) -> None:
    """Units that were held have been shipped: they leave both `on_hand` and `reserved`."""
    await _move(tx, _TAKE, seller_id, items, cause, reference)


async def return_stock(tx: Tx, seller_id: int, items: Items, *, cause: str, reference: UUID) -> None:
    """Units that had been shipped are on hand again; the caller's own state says that this happens once."""
    await _move(tx, _RETURN, seller_id, items, cause, reference)


async def _move(tx: Tx, sql: str, seller_id: int, items: Items, cause: str, reference: UUID) -> list[UUID]:
    wanted: Counter[UUID] = Counter()
    for variant_id, quantity in items:
        wanted[variant_id] += quantity
    if not wanted:
        return []
    ordered = sorted(wanted)
    rows = await tx.fetch(
        sql,
        seller_id,
        ordered,
        [wanted[variant_id] for variant_id in ordered],
        cause,
        reference,
        tx.actor.label,
        tx.now,
    )
    return [row["variant_id"] for row in rows]
