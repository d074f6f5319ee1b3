"""Labels: set aside and written down before the carrier is asked, then bought, failed or taken back.

Every change happens under the order's lock. Only what `flows.labels` hears from the carrier ends up here.
"""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from feria.core import idempotency, ids
from feria.core.db import Tx
from feria.core.errors import Conflict, NotFound
from feria.core.idempotency import Key
from feria.core.money import Money
from feria.services.order import rules
from feria.services.order.actions import packing, return_parcels, shipping, tracking
from feria.services.order.actions.shipping import NothingToShip
from feria.services.order.queries import access, parcels, rows
from feria.services.order.queries.parcels import LabelRow
from feria.services.order.queries.rows import LineRow, OrderRow, SellerOrderRow
from feria.services.order.rules.parcels import Consignment, Goods, LabelFormat, Package, Place
from feria.services.order.schemas import LineQuantityIn
from feria.services.payment import contract as payment
from feria.services.user import contract as user

LEASE = timedelta(seconds=60)
BACK_OFF_MOST = timedelta(hours=1)
TRIES_MAX = 500


class ShipFromMissing(Conflict):
    """The shop has not said where its parcels start."""

    slug, title = "ship-from-missing", "Say first where your parcels are sent from."


class LabelUnderWay(Conflict):
    """The carrier has not answered yet about this label."""

    slug, title = "label-under-way", "The carrier has not answered yet. Look again in a minute."


class ParcelLeft(Conflict):
    """The parcel is on its way: its label cannot be taken back, and it leaves only once."""

    slug, title = "parcel-left", "This parcel is on its way already."


class LabelWish(msgspec.Struct, frozen=True, kw_only=True):
    """Which label is wanted for what; `price` is what the shop was shown."""

    carrier: str
    service: str
    form: LabelFormat
    package: Package
    price: Money
    items: Sequence[LineQuantityIn] | None
    reason: str


async def begin_label(tx: Tx, seller_order_id: UUID, wish: LabelWish, key: Key) -> tuple[LabelRow, bool]:
    """Set units aside in a parcel of its own and note that a label is wanted; and whether this key did so before.

    Raises Forbidden, NothingToShip, ShipFromMissing.
    """
    seen, part, roles = await access.seller_order_for(tx, seller_order_id, None)
    role = access.acting_seller(tx, roles, wish.reason)
    known = await idempotency.begin(tx, key)
    if known is not None:
        found = await parcels.label(tx, part.seller_id, known)
        assert found is not None
        return found, True
    order = await rows.locked_order(tx, seen.shopper_id, seen.id)
    part = await rows.seller_order_of(tx, order, part.seller_id)
    if part.status not in rules.SHIPPABLE or part.pickup is not None:
        raise NothingToShip
    lines, units = await shipping.open_lines(tx, part, wish.items, "items")
    sender = await parcels.ship_from(tx, part.seller_id)
    if sender is None:
        raise ShipFromMissing
    label_id, shipment_id = ids.new(part.seller_id), ids.new(part.seller_id)
    sent = await consignment(tx, order, part, [(line, units[line.id]) for line in lines if line.id in units],
                             reference=ids.encode("lbl", label_id), sender=sender, package=wish.package)  # fmt: skip
    await packing.pack(tx, part, wish.carrier, shipment_id, units)
    await insert(tx, part, label_id, wish, sent, shipment_id=shipment_id)
    if role == "operator":
        tx.audit("label.requested", ids.encode("sord", part.id), reason=wish.reason)
    idempotency.finish(tx, key, label_id)
    return await read(tx, part.seller_id, label_id), False


async def insert(
    tx: Tx,
    part: SellerOrderRow,
    label_id: UUID,
    wish: LabelWish,
    sent: Consignment,
    *,
    shipment_id: UUID | None = None,
    return_id: UUID | None = None,
) -> None:
    """Write down a label that the carrier is asked for next: that of a packed parcel, or of a return."""
    await tx.execute(
        """INSERT INTO "order".labels (seller_id, id, seller_order_id, shipment_id, return_id, carrier, service, form,
               consignment, price_amount, currency, created_at, next_try_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)""",
        part.seller_id,
        label_id,
        part.id,
        shipment_id,
        return_id,
        wish.carrier,
        wish.service,
        wish.form,
        msgspec.to_builtins(sent),
        wish.price.amount,
        wish.price.currency,
        tx.now,
        tx.now + LEASE,
    )


async def consignment_for(
    tx: Tx, seller_order_id: UUID, package: Package, items: Sequence[LineQuantityIn] | None
) -> Consignment:
    """What carriers are asked about before a label is wanted; for members and staff, nothing is written.

    Raises NothingToShip, ShipFromMissing.
    """
    order, part, roles = await access.seller_order_for(tx, seller_order_id, None)
    access.acting_seller(tx, roles, "looks at prices")
    if part.status not in rules.SHIPPABLE or part.pickup is not None:
        raise NothingToShip
    lines, units = await shipping.open_lines(tx, part, items, "items")
    sender = await parcels.ship_from(tx, part.seller_id)
    if sender is None:
        raise ShipFromMissing
    inside = [(line, units[line.id]) for line in lines if line.id in units]
    return await consignment(tx, order, part, inside, reference="rates", sender=sender, package=package)


async def label_to_print(tx: Tx, seller_order_id: UUID, shipment_id: UUID) -> LabelRow:
    """The label of a parcel while it counts; for members and staff. Raises NotFound, LabelUnderWay."""
    _, part, roles = await access.seller_order_for(tx, seller_order_id, None)
    access.acting_seller(tx, roles, "prints the label")
    found = await parcels.label_of_parcel(tx, part.seller_id, shipment_id)
    if found is None or found.seller_order_id != part.id or found.state in ("failed", "voided"):
        raise NotFound
    if not found.file_key:
        raise LabelUnderWay
    return found


async def consignment(
    tx: Tx,
    order: OrderRow,
    part: SellerOrderRow,
    inside: Sequence[tuple[LineRow, int]],
    *,
    reference: str,
    sender: Place,
    package: Package,
) -> Consignment:
    """What a carrier is told of a parcel with these units, sent on the day that it is at the shop."""
    zone = (await user.seller_cards(tx, [part.seller_id]))[part.seller_id].time_zone
    address = part.shipping_address or order.shipping_address
    return Consignment(
        reference=reference,
        sender=sender,
        recipient=Place(**{name: address.get(name) or "" for name in Place.__struct_fields__}),
        package=package,
        ship_on=tx.now.astimezone(ZoneInfo(zone)).date(),
        goods=[
            Goods(title=line.product_title, quantity=quantity, value=Money(line.unit_amount, line.currency))
            for line, quantity in inside
        ],
        currency=part.currency,
    )


def turned(sent: Consignment) -> Consignment:
    """The same parcel on its way back to the shop."""
    return msgspec.structs.replace(sent, sender=sent.recipient, recipient=sent.sender, is_return=True)


async def record_label(
    tx: Tx, seller_id: int, label_id: UUID, *, tracking_number: str, price: Money | None, file_key: str
) -> LabelRow:
    """The carrier has made the label: its parcel gets the number, the shop pays. A second time changes nothing.

    A label whose parcel is gone meanwhile, for its units or its return were cancelled, is to be voided at once.
    """
    found, _, part = await _locked(tx, seller_id, label_id)
    if found.state != "requested":
        return found
    cost = price or Money(found.price_amount, found.currency)
    there = await _name_parcel(tx, found, part, tracking_number, is_kept=bool(file_key))
    await tx.execute(
        """UPDATE "order".labels SET state = $3, tracking_number = $4, file_key = $5, price_amount = $6, currency = $7,
               bought_at = $8, next_try_at = $8 WHERE seller_id = $1 AND id = $2""",
        seller_id,
        label_id,
        "bought" if there else "void_requested",
        tracking_number,
        file_key,
        cost.amount,
        cost.currency,
        tx.now,
    )
    await payment.charge_label(tx, seller_id, label_id, cost)
    return await read(tx, seller_id, label_id)


async def lose_label(
    tx: Tx, seller_id: int, label_id: UUID, tracking_number: str, price: Money | None
) -> LabelRow:
    """The carrier made the label, but its picture is lost: the parcel is unpacked and the label to be voided."""
    found = await record_label(
        tx, seller_id, label_id, tracking_number=tracking_number, price=price, file_key=""
    )
    if found.state == "bought" and not found.file_key:
        await end(tx, found, "void_requested", reason="The carrier's answer was lost. Buy it again.")
        await _unpack(tx, found)
    return await read(tx, seller_id, label_id)


async def fail_label(tx: Tx, seller_id: int, label_id: UUID, reason: str) -> LabelRow:
    """There is no label and there will be none: the units are open again."""
    found, _, _ = await _locked(tx, seller_id, label_id)
    if found.state == "requested":
        await end(tx, found, "failed", reason=reason)
        await _unpack(tx, found)
    return await read(tx, seller_id, label_id)


async def request_void(tx: Tx, seller_order_id: UUID, shipment_id: UUID, reason: str) -> LabelRow:
    """The shop takes a label back; until the carrier agrees its units stay set aside. Once more changes nothing.

    Raises NotFound without a label, LabelUnderWay, ParcelLeft.
    """
    seen, part, roles = await access.seller_order_for(tx, seller_order_id, None)
    role = access.acting_seller(tx, roles, reason)
    await rows.locked_order(tx, seen.shopper_id, seen.id)
    found = await parcels.label_of_parcel(tx, part.seller_id, shipment_id)
    if found is None or found.seller_order_id != part.id:
        raise NotFound
    if found.state == "requested":
        raise LabelUnderWay
    if found.state == "bought":
        if await _state_of_parcel(tx, found) != "label_created":
            raise ParcelLeft
        await end(tx, found, "void_requested", reason="")
        if role == "operator":
            tx.audit("label.void_requested", ids.encode("sord", part.id), reason=reason)
    return await read(tx, part.seller_id, found.id)


async def record_void(tx: Tx, seller_id: int, label_id: UUID) -> LabelRow:
    """The carrier has taken the label back: its price goes back to the shop, its units are open again."""
    found, _, _ = await _locked(tx, seller_id, label_id)
    if found.state == "void_requested":
        await end(tx, found, "voided", reason=found.reason)
        await payment.return_label(tx, seller_id, label_id, Money(found.price_amount, found.currency))
        await _unpack(tx, found)
    return await read(tx, seller_id, label_id)


async def refuse_void(tx: Tx, seller_id: int, label_id: UUID, reason: str) -> LabelRow:
    """The carrier keeps the label: it counts again while its parcel is there, else it is paid for nothing."""
    found, _, _ = await _locked(tx, seller_id, label_id)
    if found.state == "void_requested":
        there = await _state_of_parcel(tx, found) is not None
        await end(tx, found, "bought" if there else "void_refused", reason=reason)
    return await read(tx, seller_id, label_id)


async def hand_over(tx: Tx, seller_order_id: UUID, shipment_id: UUID, reason: str) -> None:
    """The shop has given a labelled parcel to the carrier: its units are shipped.

    Raises NotFound, LabelUnderWay while the label is bought or voided, ParcelLeft.
    """
    seen, part, roles = await access.seller_order_for(tx, seller_order_id, None)
    role = access.acting_seller(tx, roles, reason)
    order = await rows.locked_order(tx, seen.shopper_id, seen.id)
    part = await rows.seller_order_of(tx, order, part.seller_id)
    found = await parcels.label_of_parcel(tx, part.seller_id, shipment_id)
    if found is None or found.seller_order_id != part.id:
        raise NotFound
    state = await _state_of_parcel(tx, found)
    if state is None or found.state in ("requested", "void_requested"):
        raise LabelUnderWay
    if state != "label_created":
        raise ParcelLeft
    await shipping.leave(tx, order, part, shipment_id, role=role, reason=reason)
    await tracking.note(
        tx, part.seller_id, shipment_id, "in_transit", code="feria", words="Handed to the carrier"
    )


async def claim_labels(tx: Tx, count: int) -> list[LabelRow]:
    """At most `count` labels of which the carrier has to be asked again, put off until the next try."""
    found = await tx.fetch(
        """WITH due AS (
               SELECT seller_id, id FROM "order".labels
               WHERE state IN ('requested', 'void_requested') AND next_try_at <= $1 AND tries < $3
               ORDER BY next_try_at LIMIT $2 FOR UPDATE SKIP LOCKED
           )
           UPDATE "order".labels l
           SET tries = l.tries + 1,
               next_try_at = $1::timestamptz + least($4::interval * power(2, least(l.tries, 8)), $5::interval)
           FROM due WHERE l.seller_id = due.seller_id AND l.id = due.id
           RETURNING l.seller_id, l.id""",
        tx.now,
        count,
        TRIES_MAX,
        LEASE,
        BACK_OFF_MOST,
    )
    return [await read(tx, row["seller_id"], row["id"]) for row in found]


async def _locked(tx: Tx, seller_id: int, label_id: UUID) -> tuple[LabelRow, OrderRow, SellerOrderRow]:
    """The label as it is under its order's lock."""
    seen = await read(tx, seller_id, label_id)
    part = await rows.seller_order(tx, seller_id, seen.seller_order_id)
    assert part is not None
    order = await rows.locked_order(tx, part.shopper_id, part.order_id)
    return await read(tx, seller_id, label_id), order, await rows.seller_order_of(tx, order, seller_id)


async def read(tx: Tx, seller_id: int, label_id: UUID) -> LabelRow:
    """A label that is known to be there."""
    found = await parcels.label(tx, seller_id, label_id)
    assert found is not None
    return found


async def end(tx: Tx, found: LabelRow, state: str, *, reason: str) -> None:
    """Take a label, whose order is locked, to a state."""
    await tx.execute(
        """UPDATE "order".labels SET state = $3::text, reason = $4, next_try_at = $5, tries = 0,
               ended_at = CASE WHEN $3::text IN ('failed', 'voided', 'void_refused') THEN $5::timestamptz END
           WHERE seller_id = $1 AND id = $2""",
        found.seller_id,
        found.id,
        state,
        reason,
        tx.now,
    )


async def _name_parcel(
    tx: Tx, found: LabelRow, part: SellerOrderRow, tracking_number: str, *, is_kept: bool
) -> bool:
    """Give the label's parcel its number, and follow it; False when there is no such parcel any more."""
    if found.shipment_id is None:
        return await return_parcels.name_parcel(tx, found, tracking_number, is_kept=is_kept)
    there = await tx.execute(
        """UPDATE "order".shipments SET tracking_number = $3, version = version + 1
           WHERE seller_id = $1 AND id = $2""",
        found.seller_id,
        found.shipment_id,
        tracking_number,
    )
    if there:
        await _touch(tx, part)
        await packing.follow(tx, found.carrier, tracking_number, found.seller_id, found.shipment_id)
    return bool(there)


async def _unpack(tx: Tx, found: LabelRow) -> None:
    if found.shipment_id is None:
        await return_parcels.forget_parcel(tx, found)
    else:
        await packing.unpack(tx, found.seller_id, found.seller_order_id, [found.shipment_id])


async def _state_of_parcel(tx: Tx, found: LabelRow) -> str | None:
    if found.shipment_id is None:
        return await return_parcels.state_of_parcel(tx, found)
    state: str | None = await tx.fetchval(
        'SELECT state FROM "order".shipments WHERE seller_id = $1 AND id = $2',
        found.seller_id,
        found.shipment_id,
    )
    return state


async def _touch(tx: Tx, part: SellerOrderRow) -> None:
    """What the seller order shows has changed."""
    await tx.execute(
        """UPDATE "order".seller_orders SET updated_at = $3, version = version + 1 WHERE seller_id = $1 AND id = $2""",
        part.seller_id,
        part.id,
        tx.now,
    )
