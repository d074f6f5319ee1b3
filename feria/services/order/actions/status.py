"""`PUT /orders/{id}/status`: one guarded step of a seller order, or nothing at all."""

from uuid import UUID

from feria.core import ids
from feria.core.db import Tx
from feria.core.errors import Forbidden, PreconditionFailed, invalid
from feria.services.order import rules
from feria.services.order.actions import cancelling, shipping, steps
from feria.services.order.actions.shipping import Parcel
from feria.services.order.actions.steps import StatusConflict
from feria.services.order.queries import access, rows
from feria.services.order.queries.rows import OrderRow, SellerOrderRow
from feria.services.order.rules import Role
from feria.services.order.schemas import StatusIn


class ShipmentNeeded(StatusConflict):
    """`shipped` needs a parcel with everything that is open."""

    slug, title = "shipment-needed", "Say how it was shipped: give carrier and tracking number."


async def change_status(
    tx: Tx, seller_order_id: UUID, data: StatusIn, *, token: str | None, version: int | None = None
) -> bool:
    """Take a seller order to a status as the transition table allows it; False if it has that one already.

    Raises Forbidden for what the actor's role never may, StatusConflict for what the state does not allow.
    """
    seen, seen_part, roles = await access.seller_order_for(tx, seller_order_id, token)
    if not rules.may_request(roles, data.status):
        raise Forbidden
    order = await rows.locked_order(tx, seen.shopper_id, seen.id)
    part = await rows.seller_order_of(tx, order, seen_part.seller_id)
    if version is not None and version != order.version + part.version:
        raise PreconditionFailed
    if part.status == data.status:
        return False
    role = rules.role_for(roles, part.status, data.status)
    if role is None:
        raise StatusConflict(f"It is {part.status}.", status_now=part.status)
    if role != "buyer":
        role = access.acting_seller(tx, roles, data.reason)
    await _STEPS[data.status](tx, order, part, data, role)
    return True


async def _accept(tx: Tx, order: OrderRow, part: SellerOrderRow, data: StatusIn, role: Role) -> None:
    _no_shipment(data)
    await steps.move(tx, part, ["accepted"], role=role, reason=data.reason)
    await steps.project(tx, order, role=role, reason=data.reason)
    _audit(tx, part, data, role)


async def _cancel(tx: Tx, order: OrderRow, part: SellerOrderRow, data: StatusIn, role: Role) -> None:
    _no_shipment(data)
    if not data.reason.strip():
        raise invalid("reason", "is required to cancel")
    lines = await rows.lines(tx, [part])
    units = {line.id: rules.open_units(line) for line in lines if rules.open_units(line)}
    await cancelling.cancel_units(tx, order, [part], units, lines=lines, reason=data.reason, role=role)
    _audit(tx, part, data, role)


async def _ship(tx: Tx, order: OrderRow, part: SellerOrderRow, data: StatusIn, role: Role) -> None:
    given = data.shipment
    if given is None:
        raise ShipmentNeeded
    parcel = Parcel(
        carrier=given.carrier,
        tracking_number=given.tracking_number,
        items=given.items,
        field="shipment.items",
    )
    after, _ = await shipping.ship(tx, order, part, parcel, role=role, reason=data.reason)
    if after.status != "shipped":
        raise ShipmentNeeded("The parcel does not hold everything that is open. Record it as a shipment.")


async def _deliver(tx: Tx, order: OrderRow, part: SellerOrderRow, data: StatusIn, role: Role) -> None:
    _no_shipment(data)
    await shipping.deliver(tx, order, part, role=role, reason=data.reason)


_STEPS = {"accepted": _accept, "cancelled": _cancel, "shipped": _ship, "delivered": _deliver}


def _no_shipment(data: StatusIn) -> None:
    if data.shipment is not None:
        raise invalid("shipment", "belongs to the status shipped only")


def _audit(tx: Tx, part: SellerOrderRow, data: StatusIn, role: Role) -> None:
    if role == "operator":
        tx.audit(f"seller_order.{data.status}", ids.encode("sord", part.id), reason=data.reason)
