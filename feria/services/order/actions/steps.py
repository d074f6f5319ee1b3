"""The two writes that all other actions share: a step of a seller order, and the projection of the order above it.

Both expect the order and the seller order to be locked by the caller.
"""

from collections.abc import Sequence
from datetime import timedelta

import msgspec

from feria.core import ids
from feria.core.db import Tx
from feria.core.errors import Conflict
from feria.services.order import rules
from feria.services.order.queries import rows
from feria.services.order.queries.rows import OrderRow, SellerOrderRow
from feria.services.payment import contract as payment


class StatusConflict(Conflict):
    """The transition table has no such step; nothing has changed."""

    slug, title = "status-conflict", "The order cannot take this step from where it is."


def actor_of(tx: Tx, role: str) -> str:
    """Who, as the history keeps it: the role first, which is what others see."""
    return f"{role} {tx.actor.label}"


def role_of(actor: str) -> str:
    """The role of a history row's actor."""
    return actor.partition(" ")[0]


_MOVE = """
WITH steps AS (
    INSERT INTO "order".history (seller_id, id, seller_order_id, from_status, to_status, actor, reason, at)
    SELECT $1, s.id, $2, s.from_status, s.to_status, $5, $6, $7
    FROM unnest($3::uuid[], $4::text[], $8::text[]) AS s(id, from_status, to_status)
)
UPDATE "order".seller_orders
SET status = $9, cancel_reason = $10, placed_at = $11, accepted_at = $12, shipped_at = $13, delivered_at = $14,
    ship_by = $15, deliver_by = $16, due_at = $17, updated_at = $7, version = version + 1
WHERE seller_id = $1 AND id = $2"""


async def move(
    tx: Tx, part: SellerOrderRow, path: Sequence[str], *, role: str, reason: str = ""
) -> SellerOrderRow:
    """Take a seller order along `path`, one history row per step; the row as it is then. An empty path does nothing."""
    if not path:
        return part
    moved = part
    for status in path:
        moved = _arrived(moved, status, tx, reason)
    await tx.execute(
        _MOVE,
        part.seller_id,
        part.id,
        sorted(ids.new(part.seller_id) for _ in path),
        [part.status, *path[:-1]],
        actor_of(tx, role),
        reason,
        tx.now,
        list(path),
        moved.status,
        moved.cancel_reason,
        moved.placed_at,
        moved.accepted_at,
        moved.shipped_at,
        moved.delivered_at,
        moved.ship_by,
        moved.deliver_by,
        moved.due_at,
    )
    return msgspec.structs.replace(moved, version=part.version + 1)


def _arrived(part: SellerOrderRow, status: str, tx: Tx, reason: str) -> SellerOrderRow:
    """The row with the dates that belong to a status just reached; ship-by and deliver-by freeze at placement."""
    now = tx.now
    changes: dict[str, object] = {"status": status, "updated_at": now}
    if status == "placed":
        ship_by = now + timedelta(days=part.processing_days)
        changes |= {
            "placed_at": now,
            "ship_by": ship_by,
            "deliver_by": ship_by + timedelta(days=part.max_days),
        }
    elif status in ("accepted", "shipped", "delivered"):
        changes[f"{status}_at"] = now
    elif status == "cancelled":
        changes["cancel_reason"] = reason
    deliver_by = part.deliver_by if part.max_days else None
    return msgspec.structs.replace(part, **changes, due_at=rules.due_at(status, now, deliver_by))


_PARTS = """
SELECT s.status, coalesce(bool_or(l.cancelled > 0), false) AS some_cancelled
FROM "order".seller_orders s
LEFT JOIN "order".order_lines l ON l.seller_id = s.seller_id AND l.seller_order_id = s.id
WHERE s.seller_id = ANY($1::bigint[]) AND s.order_id = $2
GROUP BY s.seller_id, s.id, s.status"""

_PROJECT = """
WITH before AS (
    SELECT status, payment_status FROM "order".orders WHERE shopper_id = $1 AND id = $2
), written AS (
    UPDATE "order".orders o
    SET status = $3, payment_status = $4, updated_at = $5, version = o.version + 1,
        placed_at = CASE WHEN $3 IN ('pending_payment', 'expired') THEN o.placed_at
                         WHEN $3 = 'cancelled' THEN o.placed_at ELSE coalesce(o.placed_at, $5) END,
        cancel_reason = CASE WHEN $3 = 'cancelled' THEN $8 ELSE o.cancel_reason END
    FROM before b
    WHERE o.shopper_id = $1 AND o.id = $2 AND (b.status <> $3 OR b.payment_status <> $4)
)
INSERT INTO "order".order_history (shopper_id, id, order_id, from_status, to_status, actor, reason, at)
SELECT $1, $6, $2, b.status, $3, $7, $8, $5 FROM before b WHERE b.status <> $3"""


async def project(tx: Tx, order: OrderRow, *, role: str, reason: str = "") -> OrderRow:
    """Write the order's `status` and `payment_status` as they follow from its parts and its payment.

    The only place that writes them; the order is locked. The order as it is then.
    """
    parts = await tx.fetch(_PARTS, order.seller_ids, order.id)
    status = rules.order_status([(part["status"], part["some_cancelled"]) for part in parts])
    paid = await payment.payment_summary(tx, order.shopper_id, order.payment_id)
    payment_status = rules.payment_status(paid.status, paid.captured_amount, paid.refunded_amount)
    await tx.execute(
        _PROJECT,
        order.shopper_id,
        order.id,
        status,
        payment_status,
        tx.now,
        ids.new(order.shopper_id),
        actor_of(tx, role),
        reason,
    )
    found = await rows.order(tx, order.shopper_id, order.id)
    assert found is not None
    return found
