"""What carriers say of parcels: kept once, in any order; what it makes of the parcel moves the seller order with it."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import msgspec

from feria.core import ids
from feria.core.db import Tx
from feria.services.order import rules
from feria.services.order.actions import return_clock, returns, shipping
from feria.services.order.events import ShipmentTroubled
from feria.services.order.queries import claims, parcels, rows
from feria.services.order.queries.parcels import Tracked
from feria.services.order.queries.rows import OrderRow, SellerOrderRow
from feria.services.order.rules import parcels as ways
from feria.services.order.rules.parcels import Event, ParcelState

# Between two looks of pollers at the same parcel while the carrier is being asked.
LEASE = timedelta(minutes=5)
# By how much a carrier's local time may differ from ours, where it does not say of which zone it is.
CLOCKS_APART = timedelta(days=1)
_BY = "carrier"


class _Kind(msgspec.Struct, frozen=True):
    """Where parcels of a kind keep their events and their state."""

    events: str
    key: str
    parcels: str
    state: str


_OUT = _Kind("parcel_events", "shipment_id", "shipments", "state")
_BACK = _Kind("return_events", "return_id", "returns", "parcel_state")


async def note(
    tx: Tx, seller_id: int, shipment_id: UUID, state: ParcelState, *, code: str, words: str, place: str = ""
) -> None:
    """Add a line of our own to a parcel's way."""
    event = Event(at=tx.now, state=state, code=code, text=words, place=place)
    await _keep(tx, _OUT, seller_id, shipment_id, [event])


async def record_tracking(tx: Tx, known: Tracked, events: Sequence[Event]) -> bool:
    """Keep what a carrier says of one parcel, and move it; whether anything was new. For repeats nothing happens."""
    if known.is_return:
        return await _record_return(tx, known, events)
    found = await _locked(tx, known)
    if found is None:
        return False
    order, part = found
    # A number that was typed in may be that of an older parcel, which proves nothing of this one.
    since = (part.placed_at or part.created_at) - CLOCKS_APART
    own = [event for event in events if event.at >= since]
    fresh = await _keep(tx, _OUT, known.seller_id, known.parcel_id, own)
    if fresh:
        await _move(tx, order, part, known.parcel_id)
    return bool(fresh)


async def _record_return(tx: Tx, known: Tracked, events: Sequence[Event]) -> bool:
    """The same of a parcel that comes back: its first scan says that the return is on its way."""
    seen = await claims.return_row(tx, known.parcel_id)
    assert seen is not None
    order = await rows.order(tx, seen.shopper_id, seen.order_id)
    assert order is not None
    locked = await returns.locked_return(tx, order, known.parcel_id)
    if locked.found.tracking_number != known.tracking_number:
        return False
    fresh = await _keep(tx, _BACK, known.seller_id, known.parcel_id, events)
    before = locked.found.parcel_state or "label_created"
    after = ways.state_of(await parcels.states_of_return(tx, known.seller_id, known.parcel_id))
    if not fresh or after == before or before in ways.FINAL or not ways.has_left(after):
        return bool(fresh)
    await tx.execute(
        """UPDATE "order".returns SET parcel_state = $3, updated_at = $4, version = version + 1
           WHERE seller_id = $1 AND id = $2""",
        known.seller_id,
        known.parcel_id,
        after,
        tx.now,
    )
    if not ways.has_left(before):
        await return_clock.leave(tx, locked)
    return True


async def record_answer(tx: Tx, known: Tracked, events: Sequence[Event]) -> bool:
    """As `record_tracking` for the answer to a poll, which also says when to ask next, and what silence means."""
    fresh = await record_tracking(tx, known, events)
    await _lose_when_silent(tx, known)
    kind = _BACK if known.is_return else _OUT
    state = await tx.fetchval(
        f'SELECT {kind.state} FROM "order".{kind.parcels} WHERE seller_id = $1 AND id = $2',  # noqa: S608 - names
        known.seller_id,
        known.parcel_id,
    )
    unchanged = 0 if fresh else known.unchanged + 1
    pause = None if state is None else ways.poll_after(state, unchanged)
    if tx.now - known.created_at > ways.POLLED_FOR:
        pause = None
    await tx.execute(
        """UPDATE "order".tracked_parcels SET poll_at = $5, unchanged = $6
           WHERE carrier = $1 AND tracking_number = $2 AND seller_id = $3 AND parcel_id = $4""",
        known.carrier,
        known.tracking_number,
        known.seller_id,
        known.parcel_id,
        None if pause is None else tx.now + pause,
        unchanged,
    )
    return fresh


async def claim_parcels(tx: Tx, carrier: str, count: int) -> list[Tracked]:
    """At most `count` parcels that this carrier is to be asked about, put off while it is."""
    return await tx.all(
        Tracked,
        """WITH due AS (
               SELECT carrier, tracking_number, seller_id, parcel_id FROM "order".tracked_parcels
               WHERE carrier = $1 AND poll_at <= $2 ORDER BY poll_at LIMIT $3 FOR UPDATE SKIP LOCKED
           )
           UPDATE "order".tracked_parcels t SET poll_at = $4
           FROM due WHERE t.carrier = due.carrier AND t.tracking_number = due.tracking_number
               AND t.seller_id = due.seller_id AND t.parcel_id = due.parcel_id
           RETURNING t.carrier, t.tracking_number, t.seller_id, t.parcel_id, t.is_return, t.unchanged,
               t.created_at""",
        carrier,
        tx.now,
        count,
        tx.now + LEASE,
    )


async def _locked(tx: Tx, known: Tracked) -> tuple[OrderRow, SellerOrderRow] | None:
    """Order and seller order of a parcel, locked; None for one that is gone, or is at its end."""
    part_id = await rows.seller_order_of_shipment(tx, known.seller_id, known.parcel_id)
    part = None if part_id is None else await rows.seller_order(tx, known.seller_id, part_id)
    if part is None:
        return None
    order = await rows.locked_order(tx, part.shopper_id, part.order_id)
    still = await rows.seller_order_of_shipment(tx, known.seller_id, known.parcel_id)
    return None if still is None else (order, await rows.seller_order_of(tx, order, known.seller_id))


async def _keep(tx: Tx, kind: _Kind, seller_id: int, parcel_id: UUID, events: Sequence[Event]) -> int:
    """Write events that are not there yet; how many that were."""
    kept = list(events)[: ways.EVENTS_MAX]
    return await tx.execute(
        f"""INSERT INTO "order".{kind.events} (seller_id, id, {kind.key}, at, state, code, words, place, received_at)
           SELECT $1, e.id, $2, e.at, e.state, e.code, e.words, e.place, $3
           FROM unnest($4::uuid[], $5::timestamptz[], $6::text[], $7::text[], $8::text[], $9::text[])
               AS e(id, at, state, code, words, place)
           ON CONFLICT DO NOTHING""",  # noqa: S608 - names from above
        seller_id,
        parcel_id,
        tx.now,
        [ids.new(seller_id) for _ in kept],
        [event.at for event in kept],
        [event.state for event in kept],
        [event.code for event in kept],
        [event.text for event in kept],
        [event.place for event in kept],
    )


async def _move(tx: Tx, order: OrderRow, part: SellerOrderRow, shipment_id: UUID) -> None:
    """Take the parcel to the state that all events make, and its seller order along."""
    before = await tx.fetchval(
        'SELECT state FROM "order".shipments WHERE seller_id = $1 AND id = $2', part.seller_id, shipment_id
    )
    after = ways.state_of(await parcels.states_of(tx, part.seller_id, shipment_id))
    if after == before or before in ways.FINAL or not ways.has_left(after):
        return
    if not ways.has_left(before):
        part = await shipping.leave(tx, order, part, shipment_id, role=_BY)
    promised = part.deliver_by if part.max_days else None
    if after == "delivered":
        part = await shipping.arrive(tx, order, part, shipment_id, role=_BY)
        if part.status == "shipped" and part.due_at is None:
            await shipping.wait_until(tx, part, rules.due_at(part.status, tx.now, promised))
        return
    # While a parcel is in trouble the clock takes nothing for delivered; after that it does again.
    due_at = None if after in ways.IN_TROUBLE else rules.due_at(part.status, tx.now, promised)
    await tx.execute(
        """WITH part AS (
               UPDATE "order".seller_orders SET updated_at = $4, version = version + 1,
                   due_at = CASE WHEN status = 'shipped' THEN $5::timestamptz ELSE due_at END
               WHERE seller_id = $1 AND id = $6
           )
           UPDATE "order".shipments SET state = $3, version = version + 1 WHERE seller_id = $1 AND id = $2""",
        part.seller_id,
        shipment_id,
        after,
        tx.now,
        due_at,
        part.id,
    )
    if after in ways.IN_TROUBLE:
        await tx.publish(
            ShipmentTroubled(
                seller_id=part.seller_id,
                seller_order_id=part.id,
                order_id=part.order_id,
                shipment_id=shipment_id,
                state=after,
                words=await parcels.last_words(tx, part.seller_id, shipment_id, after),
                at=tx.now,
            )
        )


async def _lose_when_silent(tx: Tx, known: Tracked) -> None:
    """A parcel on its way of which nothing was heard for three weeks counts as lost, until it is heard of again."""
    kind = _BACK if known.is_return else _OUT
    last = await tx.fetchval(
        f"""SELECT max(e.at) FROM "order".{kind.parcels} s JOIN "order".{kind.events} e
                ON e.seller_id = s.seller_id AND e.{kind.key} = s.id
            WHERE s.seller_id = $1 AND s.id = $2
                AND s.{kind.state} IN ('in_transit', 'out_for_delivery', 'exception')""",  # noqa: S608 - names
        known.seller_id,
        known.parcel_id,
    )
    if last is not None and tx.now - last >= ways.LOST_AFTER:
        silent = Event(
            at=tx.now,
            state="lost",
            code="feria",
            text=f"Nothing has been heard of it for {ways.LOST_AFTER.days} days",
            place="",
        )
        await record_tracking(tx, known, [silent])
