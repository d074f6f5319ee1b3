"""Parcels that have not left: units are set aside in them, or open again. All expect the order to be locked."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from feria.core.db import Tx
from feria.services.order import rules
from feria.services.order.queries import rows
from feria.services.order.queries.rows import SellerOrderRow
from feria.services.order.rules.parcels import POLL_FIRST


async def pack(
    tx: Tx, part: SellerOrderRow, carrier: str, shipment_id: UUID, units: Mapping[UUID, int]
) -> None:
    """Set units of a locked seller order aside in a parcel that has not left."""
    await tx.execute(
        """WITH parcel AS (
               INSERT INTO "order".shipments (seller_id, id, seller_order_id, carrier, state, created_at)
               VALUES ($1, $2, $3, $4, 'label_created', $5)
           ), part AS (
               UPDATE "order".seller_orders SET updated_at = $5, version = version + 1 WHERE seller_id = $1 AND id = $3
           )
           INSERT INTO "order".shipment_lines (seller_id, shipment_id, line_id, quantity)
           SELECT $1, $2, u.line_id, u.quantity FROM unnest($6::uuid[], $7::integer[]) AS u(line_id, quantity)""",
        part.seller_id,
        shipment_id,
        part.id,
        carrier,
        tx.now,
        list(units),
        list(units.values()),
    )


async def unpack(tx: Tx, seller_id: int, seller_order_id: UUID, shipment_ids: Sequence[UUID]) -> None:
    """Take apart parcels of a locked seller order that have not left; of others nothing happens."""
    packed = await tx.fetch(
        """SELECT id FROM "order".shipments
           WHERE seller_id = $1 AND id = ANY($2::uuid[]) AND state = 'label_created'""",
        seller_id,
        list(shipment_ids),
    )
    for table, column in (
        ("parcel_events", "shipment_id"),
        ("shipment_lines", "shipment_id"),
        ("tracked_parcels", "parcel_id"),
        ("shipments", "id"),
    ):
        await tx.execute(
            f'DELETE FROM "order".{table} WHERE seller_id = $1 AND {column} = ANY($2::uuid[])',  # noqa: S608 - as above
            seller_id,
            [row["id"] for row in packed],
        )
    await tx.execute(
        """UPDATE "order".seller_orders SET updated_at = $3, version = version + 1 WHERE seller_id = $1 AND id = $2""",
        seller_id,
        seller_order_id,
        tx.now,
    )


async def unpack_cancelled(tx: Tx, part: SellerOrderRow) -> None:
    """Take apart parcels for which too few units are open after a cancellation, and have their labels voided."""
    waiting = [one for one in await rows.shipments(tx, [part]) if one.state == "label_created"]
    if not waiting:
        return
    left = {line.id: rules.open_units(line) for line in await rows.lines(tx, [part])}
    gone = []
    for parcel in waiting:
        inside = dict(zip(parcel.line_ids, parcel.quantities, strict=True))
        if all(left[line_id] >= quantity for line_id, quantity in inside.items()):
            left.update({line_id: left[line_id] - quantity for line_id, quantity in inside.items()})
        else:
            gone.append(parcel.id)
    if gone:
        await tx.execute(
            """UPDATE "order".labels SET state = 'void_requested', next_try_at = $3, tries = 0,
                   reason = 'What was inside has been cancelled.'
               WHERE seller_id = $1 AND shipment_id = ANY($2::uuid[]) AND state = 'bought'""",
            part.seller_id,
            gone,
            tx.now,
        )
        await unpack(tx, part.seller_id, part.id, gone)


async def follow(
    tx: Tx, carrier: str, tracking_number: str, seller_id: int, parcel_id: UUID, *, is_return: bool = False
) -> None:
    """Ask the carrier about this parcel from now on, soon for the first time; that of a return has the return's id."""
    await tx.execute(
        """INSERT INTO "order".tracked_parcels (carrier, tracking_number, seller_id, parcel_id, is_return, poll_at,
               created_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING""",
        carrier,
        tracking_number,
        seller_id,
        parcel_id,
        is_return,
        tx.now + POLL_FIRST,
        tx.now,
    )
