"""Returns: asking for one, and each step of it, under the order's lock."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from feria.core import ids
from feria.core.db import Tx
from feria.core.errors import Conflict, FieldError, Forbidden, Invalid, PreconditionFailed, invalid
from feria.services.order.actions import claiming, documents, return_parcels, steps
from feria.services.order.events import ReturnMoved
from feria.services.order.queries import access, claim_views, claims, parcels, rows
from feria.services.order.queries.claims import ReturnLineRow, ReturnRow
from feria.services.order.queries.rows import LineRow, OrderRow, SellerOrderRow
from feria.services.order.rules import Role
from feria.services.order.rules import returns as rules
from feria.services.order.rules.parcels import plain_number
from feria.services.order.schemas import LineQuantityIn
from feria.services.order.schemas.returns import ReturnIn, ReturnStepIn
from feria.services.payment.contract import RefundPart
from feria.services.product import contract as product


class ReturnClosed(Conflict):
    """Nothing of this seller order has arrived, or the days to send it back are over."""

    slug, title = "return-closed", "This can no longer be sent back, or not yet."


class ReturnOpen(Conflict):
    """A return of this seller order waits for the seller's answer; `return_id` names it."""

    slug, title = "return-open", "The seller has not answered your last return yet."


class ReturnConflict(Conflict):
    """The table of steps has no such step; nothing has changed."""

    slug, title = "return-conflict", "The return cannot take this step from where it is."


class Locked(msgspec.Struct, frozen=True, kw_only=True):
    """A return whose order is locked, and what it is about."""

    order: OrderRow
    part: SellerOrderRow
    found: ReturnRow
    lines: list[LineRow]
    inside: dict[UUID, ReturnLineRow]


async def request_return(tx: Tx, seller_order_id: UUID, token: str | None, data: ReturnIn) -> UUID:
    """The buyer asks to send units back; the return's id.

    Raises ReturnClosed, ReturnOpen, or Invalid for lines that are not there or have fewer units to send back.
    """
    seen, seen_part, roles = await access.seller_order_for(tx, seller_order_id, token)
    if "buyer" not in roles:
        raise Forbidden
    order = await rows.locked_order(tx, seen.shopper_id, seen.id)
    part = await rows.seller_order_of(tx, order, seen_part.seller_id)
    if part.delivered_at is None or rules.window_ends(part.delivered_at, part.returns_days) < tx.now:
        raise ReturnClosed
    earlier = await claims.returns_of(tx, [part])
    waiting = next((one for one in earlier if one.status == "requested"), None)
    if waiting is not None:
        raise ReturnOpen(return_id=ids.encode("ret", waiting.id))
    if len(earlier) >= rules.RETURNS_MAX:
        raise ReturnClosed("This has been asked for and taken back too often. Write to the seller.")
    inside = await claims.return_lines(tx, earlier) if earlier else []
    units = _asked(await rows.lines(tx, [part]), claim_views.in_open_returns(earlier, inside), data.lines)
    return_id = ids.new(part.seller_id)
    await _insert(tx, part, data, f"{part.number}-R{len(earlier) + 1}", return_id, units)
    await _tell(tx, part, return_id, ("", "requested"), role="buyer", reason="")
    return return_id


def _asked(
    lines: Sequence[LineRow], taken: dict[UUID, int], wanted: Sequence[LineQuantityIn]
) -> dict[UUID, int]:
    by_id = {line.id: line for line in lines}
    found: dict[UUID, int] = {}
    faults = []
    for place, one in enumerate(wanted):
        line = by_id.get(ids.decode("line", one.id, f"lines[{place}].id"))
        if line is None or line.id in found:
            message = "is named twice" if line else "is not a line of this seller order"
            faults.append(FieldError(f"lines[{place}].id", message))
            continue
        most = rules.returnable(line, taken.get(line.id, 0))
        if one.quantity > most:
            faults.append(FieldError(f"lines[{place}].quantity", f"only {most} can be sent back"))
        found[line.id] = one.quantity
    if faults:
        raise Invalid(errors=faults)
    return found


async def _insert(
    tx: Tx, part: SellerOrderRow, data: ReturnIn, number: str, return_id: UUID, units: dict[UUID, int]
) -> None:
    await tx.execute(
        """WITH made AS (
               INSERT INTO "order".returns (seller_id, id, seller_order_id, order_id, shopper_id, number, status,
                   reason, note, currency, created_at, due_at, updated_at)
               VALUES ($1, $2, $3, $4, $5, $6, 'requested', $7, $8, $9, $10, $11, $10)
           )
           INSERT INTO "order".return_lines (seller_id, return_id, line_id, quantity)
           SELECT $1, $2, u.line_id, u.quantity FROM unnest($12::uuid[], $13::integer[]) AS u(line_id, quantity)""",
        part.seller_id,
        return_id,
        part.id,
        part.order_id,
        part.shopper_id,
        number,
        data.reason,
        data.note,
        part.currency,
        tx.now,
        rules.due_at("requested", tx.now),
        list(units),
        list(units.values()),
    )


async def _tell(
    tx: Tx, part: SellerOrderRow, return_id: UUID, path: tuple[str, str], *, role: str, reason: str
) -> None:
    claiming.note_step(tx, part.seller_id, return_id=return_id, path=path, role=role, reason=reason)
    await tx.publish(
        ReturnMoved(
            seller_id=part.seller_id, order_id=part.order_id, return_id=return_id, status=path[1], by=role
        )
    )


async def change_return(
    tx: Tx, return_id: UUID, data: ReturnStepIn, *, token: str | None, version: int | None = None
) -> None:
    """Take a return to a status as the table of steps allows it; the status it has already changes nothing.

    Raises Forbidden for what the actor's role never may, ReturnConflict for what the state does not allow.
    """
    _, seen = await claims.return_for(tx, return_id, token)
    if not rules.may_request(seen.roles, data.status):
        raise Forbidden
    locked = await locked_return(tx, seen.order, return_id)
    if version is not None and version != locked.found.version:
        raise PreconditionFailed
    if locked.found.status == data.status:
        return
    role = rules.role_for(seen.roles, locked.found.status, data.status)
    if role is None:
        raise ReturnConflict(f"It is {locked.found.status}.", status_now=locked.found.status)
    if role != "buyer":
        role = access.acting_seller(tx, seen.roles, data.reason)
    _check_form(data)
    await _STEPS[data.status](tx, locked, data, role)
    if role == "operator":
        tx.audit(f"return.{data.status}", ids.encode("ret", return_id), reason=data.reason)


async def locked_return(tx: Tx, seen: OrderRow, return_id: UUID) -> Locked:
    """The return with the lines of its seller order, read under the order's lock."""
    order = await rows.locked_order(tx, seen.shopper_id, seen.id)
    part = await rows.seller_order_of(tx, order, ids.owner_of(return_id))
    found = await claims.return_row(tx, return_id)
    assert found is not None
    inside = {one.line_id: one for one in await claims.return_lines(tx, [found])}
    return Locked(order=order, part=part, found=found, lines=await rows.lines(tx, [part]), inside=inside)


# What belongs to one status only.
_ONLY_OF = {
    "instructions": "approved",
    "carrier": "in_transit",
    "tracking_number": "in_transit",
    "deduction": "refunded",
}


def _check_form(data: ReturnStepIn) -> None:
    faults = [
        FieldError(name, f"belongs to the status {status} only")
        for name, status in _ONLY_OF.items()
        if getattr(data, name) and data.status != status
    ]
    if data.lines is not None and data.status not in ("received", "refunded"):
        faults.append(FieldError("lines", "belongs to the statuses received and refunded only"))
    if data.status in ("declined", "rejected") and not data.reason.strip():
        faults.append(FieldError("reason", "is required"))
    if data.deduction and not data.reason.strip():
        faults.append(FieldError("reason", "is required when something is kept"))
    if faults:
        raise Invalid(errors=faults)


async def move(
    tx: Tx, locked: Locked, status: str, *, role: str, reason: str = "", **columns: object
) -> None:
    """Write the step: status, what the clock does next, these columns, history, event.

    A carrier's label that the return ends without is given up.
    """
    found, part = locked.found, locked.part
    ended = tx.now if status not in rules.OPEN else None
    given = {"status": status, "due_at": rules.due_at(status, tx.now), "ended_at": ended, **columns}
    written = await tx.execute(
        f"""UPDATE "order".returns SET {", ".join(f"{name} = ${place}" for place, name in enumerate(given, 5))},
                updated_at = $3, version = version + 1
            WHERE seller_id = $1 AND id = $2 AND status = $4""",  # noqa: S608 - names of columns from below
        part.seller_id,
        found.id,
        tx.now,
        found.status,
        *given.values(),
    )
    assert written == 1, "the order is locked"
    if ended is not None:
        await return_parcels.give_up_label(tx, part.seller_id, found.id)
    await _tell(tx, part, found.id, (found.status, status), role=role, reason=reason)


async def _approve(tx: Tx, locked: Locked, data: ReturnStepIn, role: Role) -> None:
    await approve(tx, locked, role=role, reason=data.reason, instructions=data.instructions.strip())


async def approve(tx: Tx, locked: Locked, *, role: str, reason: str, instructions: str = "") -> None:
    """Approve a return; where the shop pays the way back, and has set it so, the clock buys a label next."""
    found = locked.found
    where = instructions or await claims.last_instructions(tx, found.seller_id)
    own = rules.label_paid_by(found.reason) == "seller" and await parcels.labels_returns(tx, found.seller_id)
    due_at = tx.now if own else None
    await move(tx, locked, "approved", role=role, reason=reason, instructions=where, label_due_at=due_at)


async def _decline(tx: Tx, locked: Locked, data: ReturnStepIn, role: Role) -> None:
    await move(tx, locked, "declined", role=role, reason=data.reason, answer=data.reason)


async def _cancel(tx: Tx, locked: Locked, data: ReturnStepIn, role: Role) -> None:
    await move(tx, locked, "cancelled", role=role, reason=data.reason)


async def _send(tx: Tx, locked: Locked, data: ReturnStepIn, role: Role) -> None:
    """The buyer has sent it: with the carrier's label, unless another number is told; then the label is given up."""
    carrier = data.carrier.strip()
    number = plain_number(carrier, data.tracking_number.strip())
    how: dict[str, object] = {}
    is_label = plain_number(locked.found.carrier, number) in ("", locked.found.tracking_number)
    if not locked.found.parcel_state or not is_label:
        how = {"carrier": carrier, "tracking_number": number, "parcel_state": ""}
        await return_parcels.send_otherwise(tx, locked.found, carrier, number)
    await move(tx, locked, "in_transit", role=role, reason=data.reason, sent_at=tx.now, **how)


async def _receive(tx: Tx, locked: Locked, data: ReturnStepIn, role: Role) -> None:
    """What came counts as returned: everything, unless the request names fewer units of some lines."""
    came = {one.line_id: one.quantity for one in locked.inside.values()}
    for place, one in enumerate(data.lines or ()):
        line_id = _inside(locked, one.id, place)
        if one.restock:
            raise invalid(f"lines[{place}].restock", "belongs to the status refunded only")
        if one.quantity is not None and one.quantity > came[line_id]:
            raise invalid(f"lines[{place}].quantity", f"only {came[line_id]} are in this return")
        came[line_id] = came[line_id] if one.quantity is None else one.quantity
    if not any(came.values()):
        raise invalid("lines", "at least one unit must have come")
    await _count(tx, locked, came, sign=1)
    await move(tx, locked, "received", role=role, reason=data.reason, received_at=tx.now)


def _inside(locked: Locked, ref: str, place: int) -> UUID:
    line_id = ids.decode("line", ref, f"lines[{place}].id")
    if line_id not in locked.inside:
        raise invalid(f"lines[{place}].id", "is not in this return")
    return line_id


async def _count(tx: Tx, locked: Locked, came: dict[UUID, int], *, sign: int) -> None:
    """Add to the units that came back, or take off again."""
    await tx.execute(
        """WITH came AS (
               SELECT * FROM unnest($4::uuid[], $5::integer[]) AS u(line_id, quantity)
           ), inside AS (
               UPDATE "order".return_lines r SET received = CASE WHEN $6 > 0 THEN c.quantity ELSE r.received END
               FROM came c WHERE r.seller_id = $1 AND r.return_id = $2 AND r.line_id = c.line_id
           )
           UPDATE "order".order_lines l SET returned = l.returned + $6 * c.quantity
           FROM came c WHERE l.seller_id = $1 AND l.seller_order_id = $3 AND l.id = c.line_id""",
        locked.part.seller_id,
        locked.found.id,
        locked.part.id,
        list(came),
        list(came.values()),
        sign,
    )


async def _reject(tx: Tx, locked: Locked, data: ReturnStepIn, role: Role) -> None:
    """What came goes back to the buyer and counts as returned no more."""
    await _count(tx, locked, {one.line_id: one.received for one in locked.inside.values()}, sign=-1)
    await move(tx, locked, "rejected", role=role, reason=data.reason, answer=data.reason)


async def _refund(tx: Tx, locked: Locked, data: ReturnStepIn, role: Role) -> None:
    """Give the money back less a deduction, and put into stock what may be sold again.

    What was refunded behind the return's back is not paid twice: then less goes back, down to nothing.
    """
    part, found = locked.part, locked.found
    with_goods = found.status == "received"
    restock = _restocked(locked, data, with_goods=with_goods)
    units = claim_views.units_of(found, locked.lines, locked.inside)
    fee = rules.label_fee(found, await parcels.label_of_return(tx, found))
    try:
        worth = rules.refund(part, locked.lines, units, data.deduction, fee)
    except ValueError:
        raise invalid("deduction", "is more than what goes back") from None
    back = RefundPart(
        seller_id=part.seller_id,
        seller_order_id=part.id,
        amount=worth.amount,
        commission_amount=worth.commission_amount,
        commission_tax_amount=worth.commission_tax_amount,
        promotion_amount=worth.promotion_amount,
        remitted_tax_amount=worth.tax_amount,
    )
    refund_id = await claiming.give_back(
        tx, locked.order, back, part, reason=f"return {found.number}", cause_id=found.id, by_hand=False
    )
    await tx.execute(
        """WITH again AS (
               UPDATE "order".return_lines r SET restocked = r.received
               WHERE r.seller_id = $1 AND r.return_id = $5 AND r.line_id = ANY($6::uuid[])
           )
           UPDATE "order".order_lines l SET refunded = least(l.ordered, l.refunded + u.quantity)
           FROM unnest($3::uuid[], $4::integer[]) AS u(line_id, quantity)
           WHERE l.seller_id = $1 AND l.seller_order_id = $2 AND l.id = u.line_id AND u.quantity > 0""",
        part.seller_id,
        part.id,
        [line.id for line in locked.lines],
        units,
        found.id,
        restock,
    )
    if refund_id is not None:
        inside = [(line, line.refunded, more) for line, more in zip(locked.lines, units, strict=True)]
        await documents.name_credited_units(tx, refund_id, locked.order, part, inside)
    kept = {"deduction_amount": data.deduction, "deduction_reason": data.reason if data.deduction else ""}
    paid = {"refund_id": refund_id, "refund_amount": worth.amount, "with_goods": with_goods}
    paid["label_fee_amount"] = worth.fee_amount
    await move(tx, locked, "refunded", role=role, reason=data.reason, answer=data.reason, **kept, **paid)
    await steps.project(tx, locked.order, role=role, reason=data.reason)
    variants = {line.id: line.variant_id for line in locked.lines}
    again = [(variants[line_id], locked.inside[line_id].received) for line_id in restock]
    await product.return_stock(tx, part.seller_id, again, cause="returned", reference=found.id)


def _restocked(locked: Locked, data: ReturnStepIn, *, with_goods: bool) -> list[UUID]:
    """Lines whose units go back into stock; only what has come can."""
    found = []
    for place, one in enumerate(data.lines or ()):
        line_id = _inside(locked, one.id, place)
        if one.quantity is not None:
            raise invalid(f"lines[{place}].quantity", "belongs to the status received only")
        if one.restock and not with_goods:
            raise invalid(f"lines[{place}].restock", "needs the goods to have come")
        if one.restock and line_id not in found and locked.inside[line_id].received:
            found.append(line_id)
    return found


_STEPS = {
    "approved": _approve,
    "declined": _decline,
    "cancelled": _cancel,
    "in_transit": _send,
    "received": _receive,
    "rejected": _reject,
    "refunded": _refund,
}
