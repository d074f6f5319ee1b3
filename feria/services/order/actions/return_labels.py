"""Labels for the way back: written down for an approved return by its shop, by staff, or by the clock.

From there on they are labels as all others (`actions.labels`, `flows.labels`).
"""

from datetime import timedelta
from uuid import UUID

from feria.core import idempotency, ids
from feria.core.db import Tx
from feria.core.errors import Conflict, NotFound
from feria.core.idempotency import Key
from feria.services.order.actions import labels, return_parcels, returns
from feria.services.order.actions.labels import LabelUnderWay, LabelWish, ParcelLeft, ShipFromMissing
from feria.services.order.actions.returns import Locked, ReturnConflict
from feria.services.order.queries import access, claims, parcels, rows
from feria.services.order.queries.claims import ReturnLineRow, ReturnRow
from feria.services.order.queries.parcels import LabelRow
from feria.services.order.queries.rows import LineRow, OrderRow, SellerOrderRow
from feria.services.order.rules.parcels import USUAL_BOX, Consignment, Package
from feria.services.product import contract as product

# Between two tries of the clock to buy a label; after the last one the shop is to do it itself.
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=2), timedelta(hours=2)
TRIES_MAX = 16


class LabelExists(Conflict):
    """The return has a label of a carrier already; take it back before another one is bought."""

    slug, title = "label-exists", "This return has a label already."


async def begin_return_label(tx: Tx, return_id: UUID, wish: LabelWish, key: Key) -> tuple[LabelRow, bool]:
    """Note that a label is wanted for an approved return; and whether this key did so before.

    Raises Forbidden, ReturnConflict, LabelExists, LabelUnderWay, ShipFromMissing.
    """
    found, seen = await claims.return_for(tx, return_id, None)
    role = access.acting_seller(tx, seen.roles, wish.reason)
    known = await idempotency.begin(tx, key)
    if known is not None:
        before = await parcels.label(tx, found.seller_id, known)
        assert before is not None
        return before, True
    locked = await returns.locked_return(tx, seen.order, return_id)
    _require_approved(locked.found)
    label = await _write(tx, locked, wish)
    if role == "operator":
        tx.audit("return_label.requested", ids.encode("ret", return_id), reason=wish.reason)
    idempotency.finish(tx, key, label.id)
    return label, False


async def begin_by_clock(tx: Tx, return_id: UUID, wish: LabelWish) -> LabelRow | None:
    """Note that a label is wanted by the shop's own setting; None when the return needs none, or has one.

    Raises LabelUnderWay while nobody knows what became of the one before.
    """
    locked = await _locked_by_clock(tx, return_id)
    if locked.found.status != "approved":
        return None
    try:
        return await _write(tx, locked, wish)
    except (LabelExists, ShipFromMissing):
        return None


async def consignment_for(tx: Tx, return_id: UUID, package: Package) -> Consignment:
    """What carriers are asked about before a label is wanted; for members and staff. Nothing is written.

    Raises ReturnConflict, ShipFromMissing.
    """
    found, seen = await claims.return_for(tx, return_id, None)
    access.acting_seller(tx, seen.roles, "looks at prices")
    _require_approved(found)
    inside = {one.line_id: one for one in await claims.return_lines(tx, [found])}
    return await _consignment(
        tx,
        seen.order,
        seen.part,
        await rows.lines(tx, [seen.part]),
        inside,
        reference="rates",
        package=package,
    )


async def consignment_by_clock(tx: Tx, return_id: UUID) -> Consignment | None:
    """What the clock asks carriers about: the shop's first box, and what the things weigh; None when none is needed.

    Raises LabelUnderWay while nobody knows what became of the one before.
    """
    found = await claims.return_row(tx, return_id)
    assert found is not None
    part = await rows.seller_order(tx, found.seller_id, found.seller_order_id)
    assert part is not None
    order = await rows.order(tx, found.shopper_id, found.order_id)
    assert order is not None
    before = await parcels.label_of_return(tx, found)
    if before is not None and before.state != "bought":
        raise LabelUnderWay
    if found.status != "approved" or before is not None:
        return None
    lines = await rows.lines(tx, [part])
    inside = {one.line_id: one for one in await claims.return_lines(tx, [found])}
    package = await _usual_package(tx, order, lines, inside)
    try:
        return await _consignment(tx, order, part, lines, inside, reference="rates", package=package)
    except ShipFromMissing:
        return None


async def request_void(tx: Tx, return_id: UUID, reason: str) -> LabelRow:
    """The shop takes the label of a return back. Once more changes nothing.

    Raises NotFound without a label, LabelUnderWay, ParcelLeft.
    """
    _, seen = await claims.return_for(tx, return_id, None)
    role = access.acting_seller(tx, seen.roles, reason)
    locked = await returns.locked_return(tx, seen.order, return_id)
    found = await parcels.label_of_return(tx, locked.found)
    if found is None:
        raise NotFound
    if found.state == "requested":
        raise LabelUnderWay
    if found.state == "bought":
        if locked.found.status != "approved" or locked.found.parcel_state != "label_created":
            raise ParcelLeft
        await labels.end(tx, found, "void_requested", reason="")
        await return_parcels.touch(tx, found.seller_id, return_id)
        if role == "operator":
            tx.audit("return_label.void_requested", ids.encode("ret", return_id), reason=reason)
    return await labels.read(tx, found.seller_id, found.id)


async def label_to_print(tx: Tx, return_id: UUID, token: str | None) -> LabelRow:
    """The label of a return while it counts; for its buyer, its shop and staff. Raises NotFound, LabelUnderWay."""
    found, _ = await claims.return_for(tx, return_id, token)
    label = await parcels.label_of_return(tx, found)
    if label is None:
        raise NotFound
    if label.state != "bought" or not label.file_key:
        raise LabelUnderWay
    return label


async def set_automatic(tx: Tx, seller_id: int, *, wanted: bool) -> None:
    """Have labels bought by themselves for what the shop has to answer for, or no longer. Raises ShipFromMissing."""
    parcels.require_member(tx, seller_id)
    changed = await tx.execute(
        'UPDATE "order".ship_from SET labels_returns = $2, updated_at = $3 WHERE seller_id = $1',
        seller_id,
        wanted,
        tx.now,
    )
    if not changed and wanted:
        raise ShipFromMissing


async def claim_returns(tx: Tx, count: int) -> list[UUID]:
    """At most `count` returns that the clock is to buy a label for now, put off until the next try."""
    found = await tx.fetch(
        """WITH due AS (
               SELECT seller_id, id FROM "order".returns
               WHERE label_due_at <= $1 AND status = 'approved' ORDER BY label_due_at LIMIT $2
               FOR UPDATE SKIP LOCKED
           )
           UPDATE "order".returns r
           SET label_tries = r.label_tries + 1,
               label_problem = CASE WHEN r.label_tries + 1 < $3 THEN '' ELSE 'No carrier has answered.' END,
               label_due_at = CASE WHEN r.label_tries + 1 < $3 THEN $1::timestamptz
                   + least($4::interval * power(2, least(r.label_tries, 8)), $5::interval) END
           FROM due WHERE r.seller_id = due.seller_id AND r.id = due.id
           RETURNING r.id""",
        tx.now,
        count,
        TRIES_MAX,
        FIRST_PAUSE,
        LONGEST_PAUSE,
    )
    return [UUID(int=row["id"].int) for row in found]


async def stop_trying(tx: Tx, return_id: UUID, problem: str) -> None:
    """The clock buys no label for this return any more; `problem` tells the shop why, empty when it need not."""
    await _locked_by_clock(tx, return_id)
    await tx.execute(
        """UPDATE "order".returns SET label_due_at = NULL, label_problem = $3, updated_at = $4, version = version + 1
           WHERE seller_id = $1 AND id = $2""",
        ids.owner_of(return_id),
        return_id,
        problem[:300],
        tx.now,
    )


async def _locked_by_clock(tx: Tx, return_id: UUID) -> Locked:
    seen = await claims.return_row(tx, return_id)
    assert seen is not None
    order = await rows.order(tx, seen.shopper_id, seen.order_id)
    assert order is not None
    return await returns.locked_return(tx, order, return_id)


def _require_approved(found: ReturnRow) -> None:
    if found.status != "approved":
        raise ReturnConflict(f"It is {found.status}.", status_now=found.status)


async def _write(tx: Tx, locked: Locked, wish: LabelWish) -> LabelRow:
    found, part = locked.found, locked.part
    before = await parcels.label_of_return(tx, found)
    if before is not None:
        raise LabelExists if before.state == "bought" else LabelUnderWay
    label_id = ids.new(part.seller_id)
    sent = await _consignment(
        tx, locked.order, part, locked.lines, locked.inside,
        reference=ids.encode("lbl", label_id), package=wish.package,
    )  # fmt: skip
    await labels.insert(tx, part, label_id, wish, sent, return_id=found.id)
    await return_parcels.touch(tx, part.seller_id, found.id)
    return await labels.read(tx, part.seller_id, label_id)


async def _consignment(
    tx: Tx,
    order: OrderRow,
    part: SellerOrderRow,
    lines: list[LineRow],
    inside: dict[UUID, ReturnLineRow],
    *,
    reference: str,
    package: Package,
) -> Consignment:
    """From the buyer to where the shop's parcels start."""
    place = await parcels.ship_from(tx, part.seller_id)
    if place is None:
        raise ShipFromMissing
    packed = [(line, inside[line.id].quantity) for line in lines if line.id in inside]
    sent = await labels.consignment(
        tx, order, part, packed, reference=reference, sender=place, package=package
    )
    return labels.turned(sent)


async def _usual_package(
    tx: Tx, order: OrderRow, lines: list[LineRow], inside: dict[UUID, ReturnLineRow]
) -> Package:
    """The shop's first box, else the usual one, with what the things are said to weigh."""
    back = [(line.variant_id, inside[line.id].quantity) for line in lines if line.id in inside]
    offers = await product.offers(tx, [variant_id for variant_id, _ in back], order.market)
    grams = sum(
        offers[variant_id].weight_grams * quantity for variant_id, quantity in back if variant_id in offers
    )
    boxes = await parcels.presets(tx, lines[0].seller_id)
    box = boxes[0] if boxes else None
    return Package(
        weight_grams=(grams or USUAL_BOX.weight_grams) + (box.weight_grams if box else 0),
        length_mm=(box or USUAL_BOX).length_mm,
        width_mm=(box or USUAL_BOX).width_mm,
        height_mm=(box or USUAL_BOX).height_mm,
    )
