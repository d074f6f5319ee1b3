"""The writes that all other actions share: a step of a seller order, and the projection of the order above it.

All expect the order to be locked by the caller, and the seller orders read after that.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from feria.core import ids
from feria.core.db import Rows, Tx
from feria.core.errors import Conflict
from feria.services.order import rules
from feria.services.order.queries.rows import LineRow, OrderRow, SellerOrderRow
from feria.services.payment import contract as payment
from feria.services.user import contract as user
from feria.services.user.contract import SellerCard


class StatusConflict(Conflict):
    """The transition table has no such step; nothing has changed."""

    slug, title = "status-conflict", "The order cannot take this step from where it is."


def actor_of(tx: Tx, role: str) -> str:
    """Who, as the history keeps it: the role first, which is what others see."""
    return f"{role} {tx.actor.label}"


def role_of(actor: str) -> str:
    """The role of a history row's actor."""
    return actor.partition(" ")[0]


_SET = (
    ("status", "text"), ("cancel_reason", "text"), ("placed_at", "timestamptz"), ("accepted_at", "timestamptz"),
    ("shipped_at", "timestamptz"), ("delivered_at", "timestamptz"), ("ship_by", "timestamptz"),
    ("deliver_from", "timestamptz"), ("deliver_by", "timestamptz"), ("due_at", "timestamptz"),
)  # fmt: skip
HISTORY = Rows(
    '"order".history',
    (("seller_id", "bigint"), ("id", "uuid"), ("seller_order_id", "uuid"), ("from_status", "text"),
     ("to_status", "text"), ("actor", "text"), ("reason", "text"), ("at", "timestamptz")),
)  # fmt: skip
ORDER_HISTORY = Rows(
    '"order".order_history',
    (("shopper_id", "bigint"), ("id", "uuid"), ("order_id", "uuid"), ("from_status", "text"), ("to_status", "text"),
     ("actor", "text"), ("reason", "text"), ("at", "timestamptz")),
)  # fmt: skip
CHANGES = Rows(
    '"order".changes',
    (("seller_id", "bigint"), ("id", "uuid"), ("seller_order_id", "uuid"), ("kind", "text"), ("actor", "text"),
     ("reason", "text"), ("detail", "jsonb"), ("at", "timestamptz")),
)  # fmt: skip
_MOVE = f"""
UPDATE "order".seller_orders o
SET {", ".join(f"{name} = m.{name}" for name, _ in _SET)}, updated_at = $1, version = o.version + 1
FROM unnest($2::bigint[], $3::uuid[], {", ".join(f"${place}::{kind}[]" for place, (_, kind) in enumerate(_SET, 4))})
    AS m(seller_id, id, {", ".join(name for name, _ in _SET)})
WHERE o.seller_id = m.seller_id AND o.id = m.id"""  # noqa: S608 - names from the table above
_PLACE = f"""
WITH parts AS ({_MOVE})
UPDATE "order".orders SET status = ${len(_SET) + 4}, payment_status = ${len(_SET) + 5}, placed_at = $1, updated_at = $1,
    version = version + 1
WHERE shopper_id = ${len(_SET) + 6} AND id = ${len(_SET) + 7}"""  # noqa: S608 - as above


async def move(
    tx: Tx, part: SellerOrderRow, path: Sequence[str], *, role: str, reason: str = ""
) -> SellerOrderRow:
    """Take a seller order along `path`, one history row per step; the row as it is then. An empty path does nothing."""
    return (await move_all(tx, [(part, path)], role=role, reason=reason))[0]


async def move_all(
    tx: Tx, paths: Sequence[tuple[SellerOrderRow, Sequence[str]]], *, role: str, reason: str = ""
) -> list[SellerOrderRow]:
    """Take each of these seller orders along its path by one statement; the rows as they are then."""
    after = [_arrived_along(tx, part, path, actor_of(tx, role), reason) for part, path in paths]
    changed = [moved for moved, (_, path) in zip(after, paths, strict=True) if path]
    if changed:
        await tx.execute(_MOVE, *_moved(tx, changed))
    return after


async def place(
    tx: Tx,
    order: OrderRow,
    parts: Sequence[SellerOrderRow],
    lines: Sequence[LineRow],
    *,
    cards: Mapping[int, SellerCard],
    reason: str,
) -> list[SellerOrderRow]:
    """Place a locked order that has just been paid in full, and project it, by one statement; its parts then.

    What goes to sellers who accept by themselves is accepted at once. What each promises is frozen by its calendar.
    """
    actor = actor_of(tx, "payment")
    after = [
        _arrived_along(
            tx,
            _promised(part, cards.get(part.seller_id), tx.now),
            ["placed", "accepted"]
            if part.seller_id in cards and cards[part.seller_id].auto_accept
            else ["placed"],
            actor,
            reason,
        )
        for part in parts
    ]
    cancelled = {line.seller_order_id for line in lines if line.cancelled}
    status = rules.order_status([(part.status, part.id in cancelled) for part in after])
    paid = rules.payment_status("succeeded", order.total_amount, 0)
    number = ids.new(order.shopper_id)
    tx.collect(ORDER_HISTORY, order.shopper_id, number, order.id, order.status, status, actor, reason, tx.now)
    await tx.execute(_PLACE, *_moved(tx, after), status, paid, order.shopper_id, order.id)
    return after


def _moved(tx: Tx, parts: Sequence[SellerOrderRow]) -> list[object]:
    """The arguments of `_MOVE`."""
    columns = [[getattr(part, name) for part in parts] for name, _ in _SET]
    return [tx.now, [part.seller_id for part in parts], [part.id for part in parts], *columns]


def _arrived_along(
    tx: Tx, part: SellerOrderRow, path: Sequence[str], actor: str, reason: str
) -> SellerOrderRow:
    """The row at the end of a path, a history row for each step on it."""
    if not path:
        return part
    moved = part
    for status, number in zip(path, sorted(ids.new(part.seller_id) for _ in path), strict=True):
        tx.collect(HISTORY, part.seller_id, number, part.id, moved.status, status, actor, reason, tx.now)
        moved = _arrived(moved, status, tx, reason)
    return msgspec.structs.replace(moved, version=part.version + 1)


def _promised(part: SellerOrderRow, card: SellerCard | None, now: datetime) -> SellerOrderRow:
    """The row with what its seller promises now; what needs no shipping is made ready, and does not travel."""
    calendar = card.calendar if card else user.Calendar()
    promised = user.promise(calendar, now, part.processing_days, part.min_days, part.max_days)
    travels = bool(part.shipping_kind)
    return msgspec.structs.replace(
        part,
        ship_by=promised.ship_by,
        deliver_from=promised.earliest if travels else None,
        deliver_by=promised.latest if travels else None,
    )


def _arrived(part: SellerOrderRow, status: str, tx: Tx, reason: str) -> SellerOrderRow:
    """The row with the dates that belong to a status just reached."""
    now = tx.now
    changes: dict[str, object] = {"status": status, "updated_at": now}
    if status in ("placed", "accepted", "shipped", "delivered"):
        changes[f"{status}_at"] = now
    elif status == "cancelled":
        changes["cancel_reason"] = reason
    deliver_by = part.deliver_by if part.max_days else None
    return msgspec.structs.replace(part, **changes, due_at=rules.due_at(status, now, deliver_by))


def note_change(
    tx: Tx, part: SellerOrderRow, kind: str, detail: Mapping[str, Any], *, role: str, reason: str
) -> None:
    """Add a row to the timeline of a part for what is no step of its status."""
    actor = actor_of(tx, role)
    tx.collect(CHANGES, part.seller_id, ids.new(part.seller_id), part.id, kind, actor, reason, detail, tx.now)


_PARTS = """
SELECT s.status, coalesce(bool_or(l.cancelled > 0), false) AS some_cancelled
FROM "order".seller_orders s
LEFT JOIN "order".order_lines l ON l.seller_id = s.seller_id AND l.seller_order_id = s.id
WHERE s.seller_id = ANY($1::bigint[]) AND s.order_id = $2
GROUP BY s.seller_id, s.id, s.status"""

_PROJECT = """
WITH before AS (
    SELECT status, payment_status, updated_at, version, placed_at, cancel_reason FROM "order".orders
    WHERE shopper_id = $1 AND id = $2
), written AS (
    UPDATE "order".orders o
    SET status = $3, payment_status = $4, updated_at = $5, version = o.version + 1,
        placed_at = CASE WHEN $3 IN ('pending_payment', 'expired') THEN o.placed_at
                         WHEN $3 = 'cancelled' THEN o.placed_at ELSE coalesce(o.placed_at, $5) END,
        cancel_reason = CASE WHEN $3 = 'cancelled' THEN $8 ELSE o.cancel_reason END
    FROM before b
    WHERE o.shopper_id = $1 AND o.id = $2 AND (b.status <> $3 OR b.payment_status <> $4)
    RETURNING o.updated_at, o.version, o.placed_at, o.cancel_reason
), step AS (
    INSERT INTO "order".order_history (shopper_id, id, order_id, from_status, to_status, actor, reason, at)
    SELECT $1, $6, $2, b.status, $3, $7, $8, $5 FROM before b WHERE b.status <> $3
)
SELECT w.updated_at, w.version, w.placed_at, w.cancel_reason FROM written w
UNION ALL
SELECT b.updated_at, b.version, b.placed_at, b.cancel_reason FROM before b WHERE NOT EXISTS (SELECT FROM written)"""


async def project(tx: Tx, order: OrderRow, *, role: str, reason: str = "") -> OrderRow:
    """Write the order's `status` and `payment_status` as they follow from its parts and its payment.

    Only this module writes them; the order is locked. The order as it is then.
    """
    parts = await tx.fetch(_PARTS, order.seller_ids, order.id)
    status = rules.order_status([(part["status"], part["some_cancelled"]) for part in parts])
    paid = await payment.payment_summary(tx, order.shopper_id, order.payment_id)
    payment_status = rules.payment_status(paid.status, paid.captured_amount, paid.refunded_amount)
    row = await tx.fetchrow(
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
    assert row is not None
    return msgspec.structs.replace(order, status=status, payment_status=payment_status, **dict(row))


async def note_payment_started(tx: Tx, shopper_id: int, order_id: UUID) -> None:
    """As `project` by an attempt that begins, which fails as a whole unless the payment is still required."""
    await tx.execute(
        """UPDATE "order".orders SET payment_status = 'processing', updated_at = $3, version = version + 1
           WHERE shopper_id = $1 AND id = $2""",
        shopper_id,
        order_id,
        tx.now,
    )
