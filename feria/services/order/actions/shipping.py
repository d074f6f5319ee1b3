"""Parcels: what is shipped leaves the stock; delivery and completion by the buyer's word or by the clock."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from feria.core import idempotency, ids
from feria.core.db import Tx
from feria.core.errors import Conflict
from feria.core.idempotency import Key
from feria.services.order import rules
from feria.services.order.actions import delivering, documents, packing, steps
from feria.services.order.actions.cancelling import asked_units
from feria.services.order.events import ShipmentCreated
from feria.services.order.queries import access, parcels, rows
from feria.services.order.queries.rows import LineRow, OrderRow, SellerOrderRow
from feria.services.order.rules import Role
from feria.services.order.rules.parcels import CARRIERS, IN_TROUBLE, carrier_code, plain_number
from feria.services.order.schemas import LineQuantityIn, ShipmentIn
from feria.services.product import contract as product


class NothingToShip(Conflict):
    """Everything has been shipped or cancelled, or the seller order is not accepted (yet, or any more)."""

    slug, title = "nothing-to-ship", "There is nothing to ship here now."


class ShipmentExists(Conflict):
    """This seller order has a parcel with this tracking number already; `shipment_id` names it."""

    slug, title = "shipment-exists", "A parcel with this tracking number is recorded already."


class Parcel(msgspec.Struct, frozen=True, kw_only=True):
    """What to send how; `items` None stands for everything open."""

    carrier: str
    tracking_number: str
    items: Sequence[LineQuantityIn] | None
    field: str = "items"


async def create_shipment(
    tx: Tx, seller_order_id: UUID, data: ShipmentIn, key: Key | None = None
) -> tuple[UUID, UUID, bool]:
    """Record a parcel of a seller order; ids of both, and whether the key did so before.

    For its seller, and staff with a reason. Without a key or a tracking number the same again is another parcel.
    """
    seen, part, roles = await access.seller_order_for(tx, seller_order_id, None)
    role = access.acting_seller(tx, roles, data.reason)
    known = await idempotency.begin(tx, key) if key is not None else None
    if known is not None:
        return part.id, known, True
    order = await rows.locked_order(tx, seen.shopper_id, seen.id)
    part = await rows.seller_order_of(tx, order, part.seller_id)
    parcel = Parcel(carrier=data.carrier, tracking_number=data.tracking_number, items=data.items)
    _, shipment_id = await ship(tx, order, part, parcel, role=role, reason=data.reason)
    if key is not None:
        idempotency.finish(tx, key, shipment_id)
    return part.id, shipment_id, False


async def ship(
    tx: Tx, order: OrderRow, part: SellerOrderRow, parcel: Parcel, *, role: Role, reason: str = ""
) -> tuple[SellerOrderRow, UUID]:
    """Record a parcel of a locked seller order: lines, state, projection, stock. The row then, and the parcel's id."""
    if part.status not in rules.SHIPPABLE:
        raise NothingToShip
    lines, units = await open_lines(tx, part, parcel.items, parcel.field)
    number = plain_number(parcel.carrier, parcel.tracking_number)
    parcel = msgspec.structs.replace(parcel, tracking_number=number)
    if parcel.tracking_number:
        for known in await rows.shipments(tx, [part]):
            if (known.carrier, known.tracking_number) == (parcel.carrier, parcel.tracking_number):
                raise ShipmentExists(shipment_id=ids.encode("shp", known.id))
    shipment_id = ids.new(part.seller_id)
    await _write_parcel(tx, part, parcel, shipment_id, units)
    code = carrier_code(parcel.carrier)
    if code in CARRIERS and parcel.tracking_number:
        await packing.follow(tx, code, parcel.tracking_number, part.seller_id, shipment_id)
    part = await _left(tx, order, part, shipment_id, lines, units, role=role, reason=reason)
    return part, shipment_id


async def open_lines(
    tx: Tx, part: SellerOrderRow, items: Sequence[LineQuantityIn] | None, field: str
) -> tuple[list[LineRow], dict[UUID, int]]:
    """The lines of a locked seller order, and the units to ship: these items, or all that is open and not packed.

    Raises NothingToShip, or Invalid naming what is not open.
    """
    lines = await rows.lines(tx, [part])
    free = parcels.without(lines, await parcels.packed(tx, [part]))
    if items is None:
        units = {line.id: rules.open_units(line) for line in free if rules.open_units(line)}
    else:
        units = asked_units({line.id: line for line in free}, items, field)
    if not units:
        raise NothingToShip
    return lines, units


async def leave(
    tx: Tx, order: OrderRow, part: SellerOrderRow, shipment_id: UUID, *, role: str, reason: str = ""
) -> SellerOrderRow:
    """A packed parcel of a locked seller order is on its way: what is inside is shipped. The row then."""
    lines = await rows.lines(tx, [part])
    parcel = next(one for one in await rows.shipments(tx, [part]) if one.id == shipment_id)
    units = dict(zip(parcel.line_ids, parcel.quantities, strict=True))
    await tx.execute(
        """WITH parcel AS (
               UPDATE "order".shipments SET state = 'in_transit', shipped_at = $3, version = version + 1
               WHERE seller_id = $1 AND id = $2
           ), label AS (
               UPDATE "order".labels SET state = 'bought', reason = ''
               WHERE seller_id = $1 AND shipment_id = $2 AND state = 'void_requested'
           ), part AS (
               UPDATE "order".seller_orders SET updated_at = $3, version = version + 1 WHERE seller_id = $1 AND id = $4
           )
           UPDATE "order".order_lines l SET shipped = l.shipped + u.quantity
           FROM unnest($5::uuid[], $6::integer[]) AS u(line_id, quantity)
           WHERE l.seller_id = $1 AND l.seller_order_id = $4 AND l.id = u.line_id""",
        part.seller_id,
        shipment_id,
        tx.now,
        part.id,
        list(units),
        list(units.values()),
    )
    return await _left(tx, order, part, shipment_id, lines, units, role=role, reason=reason)


async def _left(
    tx: Tx,
    order: OrderRow,
    part: SellerOrderRow,
    shipment_id: UUID,
    lines: Sequence[LineRow],
    units: Mapping[UUID, int],
    *,
    role: str,
    reason: str,
) -> SellerOrderRow:
    """What follows when units have been shipped: state, projection, stock, event. `lines` are as they were before."""
    after = rules.status_by_lines(
        part.status, [rules.after(line, shipped=units.get(line.id, 0)) for line in lines]
    )
    part = await steps.move(tx, part, [after] if after != part.status else [], role=role, reason=reason)
    await steps.project(tx, order, role=role, reason=reason)
    if role == "operator":
        tx.audit("seller_order.shipped", ids.encode("sord", part.id), reason=reason)
    taken = [(line.variant_id, units[line.id]) for line in lines if line.id in units]
    await product.take_stock(tx, part.seller_id, taken, cause="shipped", reference=shipment_id)
    await documents.issue_invoice(tx, order, part, lines)
    await tx.publish(
        ShipmentCreated(
            seller_id=part.seller_id, seller_order_id=part.id, order_id=part.order_id, shipment_id=shipment_id
        )
    )
    return part


async def arrive(
    tx: Tx, order: OrderRow, part: SellerOrderRow, shipment_id: UUID, *, role: str
) -> SellerOrderRow:
    """One parcel of a locked seller order has arrived; with the last one the seller order has."""
    parcel = next(one for one in await rows.shipments(tx, [part]) if one.id == shipment_id)
    lines = await rows.lines(tx, [part])
    inside = dict(zip(parcel.line_ids, parcel.quantities, strict=True))
    # The buyer, or the clock, may have been quicker.
    units = {line.id: min(inside.get(line.id, 0), line.shipped - line.delivered) for line in lines}
    await tx.execute(
        """WITH parcel AS (
               UPDATE "order".shipments SET state = 'delivered', delivered_at = $3, version = version + 1
               WHERE seller_id = $1 AND id = $2
           ), part AS (
               UPDATE "order".seller_orders SET updated_at = $3, version = version + 1 WHERE seller_id = $1 AND id = $4
           )
           UPDATE "order".order_lines l SET delivered = l.delivered + u.quantity
           FROM unnest($5::uuid[], $6::integer[]) AS u(line_id, quantity)
           WHERE l.seller_id = $1 AND l.seller_order_id = $4 AND l.id = u.line_id""",
        part.seller_id,
        shipment_id,
        tx.now,
        part.id,
        list(units),
        list(units.values()),
    )
    lines = await rows.lines(tx, [part])
    if rules.status_by_lines(part.status, lines) == "delivered" and part.status == "shipped":
        return await delivering.arrived_as_a_whole(tx, order, part, role=role)
    return part


async def _write_parcel(
    tx: Tx, part: SellerOrderRow, parcel: Parcel, shipment_id: UUID, units: Mapping[UUID, int]
) -> None:
    await tx.execute(
        """WITH parcel AS (
               INSERT INTO "order".shipments (seller_id, id, seller_order_id, carrier, tracking_number, created_at,
                   shipped_at)
               VALUES ($1, $2, $3, $4, $5, $6, $6)
           ), inside AS (
               INSERT INTO "order".shipment_lines (seller_id, shipment_id, line_id, quantity)
               SELECT $1, $2, u.line_id, u.quantity FROM unnest($7::uuid[], $8::integer[]) AS u(line_id, quantity)
           ), part AS (
               UPDATE "order".seller_orders SET updated_at = $6, version = version + 1
               WHERE seller_id = $1 AND id = $3
           )
           UPDATE "order".order_lines l SET shipped = l.shipped + u.quantity
           FROM unnest($7::uuid[], $8::integer[]) AS u(line_id, quantity)
           WHERE l.seller_id = $1 AND l.seller_order_id = $3 AND l.id = u.line_id""",
        part.seller_id,
        shipment_id,
        part.id,
        parcel.carrier,
        parcel.tracking_number,
        tx.now,
        list(units),
        list(units.values()),
    )


async def deliver(
    tx: Tx, order: OrderRow, part: SellerOrderRow, *, role: str, reason: str = ""
) -> SellerOrderRow:
    """Everything of a locked, shipped seller order has arrived."""
    await tx.execute(
        """WITH parcels AS (
               UPDATE "order".shipments SET state = 'delivered', delivered_at = $3, version = version + 1
               WHERE seller_id = $1 AND seller_order_id = $2 AND state NOT IN ('delivered', 'returned')
           )
           UPDATE "order".order_lines SET delivered = shipped WHERE seller_id = $1 AND seller_order_id = $2""",
        part.seller_id,
        part.id,
        tx.now,
    )
    return await delivering.arrived_as_a_whole(tx, order, part, role=role, reason=reason)


async def deliver_when_due(tx: Tx, seller_id: int, seller_order_id: UUID) -> bool:
    """The clock takes a shipped seller order for delivered; False when it moved meanwhile."""
    order, part = await _due(tx, seller_id, seller_order_id)
    if part.status != "shipped" or part.due_at is None or part.due_at > tx.now:
        return False
    if any(one.state in IN_TROUBLE for one in await rows.shipments(tx, [part])):
        await wait_until(tx, part, None)  # another parcel of it has moved since
        return False
    await deliver(tx, order, part, role="clock", reason="the promised date has passed")
    return True


async def wait_until(tx: Tx, part: SellerOrderRow, due_at: datetime | None) -> None:
    """When the clock takes a locked, shipped seller order for delivered; None: not by itself."""
    await tx.execute(
        """UPDATE "order".seller_orders SET due_at = $3, updated_at = $4, version = version + 1
           WHERE seller_id = $1 AND id = $2 AND status = 'shipped'""",
        part.seller_id,
        part.id,
        due_at,
        tx.now,
    )


async def complete_when_due(tx: Tx, seller_id: int, seller_order_id: UUID) -> bool:
    """The clock completes a seller order 14 days after its delivery; False when it moved meanwhile."""
    order, part = await _due(tx, seller_id, seller_order_id)
    if part.status != "delivered" or part.due_at is None or part.due_at > tx.now:
        return False
    await steps.move(tx, part, ["completed"], role="clock")
    await steps.project(tx, order, role="clock")
    return True


async def _due(tx: Tx, seller_id: int, seller_order_id: UUID) -> tuple[OrderRow, SellerOrderRow]:
    seen = await rows.seller_order(tx, seller_id, seller_order_id)
    assert seen is not None
    order = await rows.locked_order(tx, seen.shopper_id, seen.order_id)
    return order, await rows.seller_order_of(tx, order, seller_id)
