"""One step for many orders of a shop: each in a transaction of its own, so that one that is refused stops no other.

Whatever is broken off is sent again: what has taken the step is then unchanged.
"""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from feria.core import ids
from feria.core.auth import Principal
from feria.core.db import Tx
from feria.core.errors import Forbidden, NotFound, Problem, invalid
from feria.core.platform import Platform
from feria.services.order.actions import status
from feria.services.order.actions.shipping import NothingToShip
from feria.services.order.actions.status import ShipmentNeeded
from feria.services.order.actions.steps import StatusConflict
from feria.services.order.queries import access, rows
from feria.services.order.schemas import StatusIn, StatusShipmentIn
from feria.services.order.schemas.selling import BulkIn, BulkOut, BulkOutcome, BulkResultOut

PACKED = "It is packed with a label. Hand that parcel over on the order's own page."
PARTLY_PACKED = "Some of it is packed with a label. Send the rest from the order's own page."
_ARRIVED, _UNPAID = "It has arrived already.", "It is not paid for yet."
_CANCELLED, _EXPIRED = "It was cancelled.", "It was not paid for in time."
_LEFT = "It is on its way already."
# Why an order takes no such step, by the step and where the order is.
SAID = {
    ("accepted", "awaiting_payment"): _UNPAID,
    ("accepted", "partially_shipped"): _LEFT,
    ("accepted", "shipped"): _LEFT,
    ("accepted", "delivered"): _ARRIVED,
    ("accepted", "completed"): _ARRIVED,
    ("accepted", "cancelled"): _CANCELLED,
    ("accepted", "expired"): _EXPIRED,
    ("shipped", "awaiting_payment"): _UNPAID,
    ("shipped", "placed"): "It has to be accepted first.",
    ("shipped", "delivered"): _ARRIVED,
    ("shipped", "completed"): _ARRIVED,
    ("shipped", "cancelled"): _CANCELLED,
    ("shipped", "expired"): _EXPIRED,
}


async def change_orders(
    platform: Platform, actor: Principal, request_id: str, seller_id: int, data: BulkIn
) -> BulkOut:
    """Take each of these seller orders one step on. Raises NotFound if one is not the shop's, and changes nothing then.

    Forbidden and Invalid are raised for all of them, too; whatever else stands against it is said of each.
    """
    step = _step(data)
    numbers = {ids.path("sord", one): one for one in data.orders}
    async with platform.db.reading(actor) as tx:
        known = await _known(tx, seller_id, list(numbers), data.reason)
    results = []
    for order_id, ref in numbers.items():
        outcome, reason = await _changed(platform, actor, request_id, order_id, step)
        results.append(BulkResultOut(order_id=ref, number=known[order_id], outcome=outcome, reason=reason))
    count = Counter(one.outcome for one in results)
    return BulkOut(
        done=count["done"], unchanged=count["unchanged"], refused=count["refused"], results=results
    )


def _step(data: BulkIn) -> StatusIn:
    if data.action == "accept":
        if data.carrier is not None:
            raise invalid("carrier", "belongs to the action ship only")
        return StatusIn(status="accepted", reason=data.reason)
    if data.carrier is None:
        raise invalid("carrier", "is required to ship")
    return StatusIn(status="shipped", reason=data.reason, shipment=StatusShipmentIn(carrier=data.carrier))


async def _known(tx: Tx, seller_id: int, order_ids: Sequence[UUID], reason: str) -> dict[UUID, str]:
    """The numbers of these seller orders, if they are all the shop's and the actor may do its work."""
    if not tx.actor.member_of(seller_id):
        if not tx.actor.is_operator(*access.STAFF):
            raise NotFound
        if not tx.actor.is_operator("support"):
            raise Forbidden
        access.acting_seller(tx, ["operator"], reason)
    found = await rows.seller_orders_by_id(tx, seller_id, list(order_ids))
    if len(found) != len(order_ids):
        raise NotFound
    return {one.id: one.number for one in found}


async def _changed(
    platform: Platform, actor: Principal, request_id: str, order_id: UUID, step: StatusIn
) -> tuple[BulkOutcome, str]:
    try:
        done = await platform.db.act(actor, request_id, status.change_status, order_id, step, token=None)
    except ShipmentNeeded:
        return "refused", PARTLY_PACKED
    except NothingToShip:
        return "refused", PACKED
    except StatusConflict as conflict:
        return "refused", SAID.get((step.status, conflict.extra["status_now"]), conflict.title)
    except Problem as problem:
        return "refused", problem.detail or problem.title
    return ("done" if done else "unchanged"), ""
