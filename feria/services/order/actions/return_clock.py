"""Steps of returns that nobody asks for: those of the clock, and those that a carrier's scan makes."""

from uuid import UUID

from feria.core.db import Tx
from feria.services.order.actions import return_parcels, returns
from feria.services.order.actions.returns import Locked
from feria.services.order.queries import claims, rows


async def approve_when_due(tx: Tx, seller_id: int, return_id: UUID) -> bool:
    """The clock approves a return that its seller left unanswered; False when it moved meanwhile."""
    locked = await _due(tx, return_id, "requested")
    if locked is None:
        return False
    await returns.approve(tx, locked, role="clock", reason="No answer within 48 hours.")
    return True


async def close_when_due(tx: Tx, seller_id: int, return_id: UUID) -> bool:
    """The clock closes a return that was approved and never sent; False when it moved meanwhile."""
    locked = await _due(tx, return_id, "approved")
    if locked is None:
        return False
    await returns.move(tx, locked, "cancelled", role="clock", reason="Not sent within 14 days.")
    return True


async def leave(tx: Tx, locked: Locked) -> None:
    """The carrier has the parcel of a return: it is on its way, if it was still expected to go."""
    found = locked.found
    await return_parcels.keep_label(tx, found.seller_id, found.id, found.tracking_number)
    if found.status == "approved":
        await returns.move(tx, locked, "in_transit", role="carrier", sent_at=tx.now)


async def _due(tx: Tx, return_id: UUID, status: str) -> Locked | None:
    """The return, locked, when the clock is to end this status of it now."""
    seen = await claims.return_row(tx, return_id)
    assert seen is not None
    order = await rows.order(tx, seen.shopper_id, seen.order_id)
    assert order is not None
    locked = await returns.locked_return(tx, order, return_id)
    is_due = locked.found.due_at is not None and locked.found.due_at <= tx.now
    return locked if locked.found.status == status and is_due else None
