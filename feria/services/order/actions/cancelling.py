"""Cancelling what was ordered: units give their stock back, and their price goes back to the buyer."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec

from feria.core import ids
from feria.core.db import Tx
from feria.core.errors import Conflict, FieldError, Invalid
from feria.core.money import Money
from feria.services.cart import contract as cart
from feria.services.order import rules
from feria.services.order.actions import closing, delivering, documents, packing, steps
from feria.services.order.actions.placing import PaymentInProgress
from feria.services.order.events import SellerOrderCancelled
from feria.services.order.queries import access, parcels, rows
from feria.services.order.queries.rows import LineRow, OrderRow, SellerOrderRow
from feria.services.order.schemas import CancelIn, LineQuantityIn
from feria.services.payment import contract as payment
from feria.services.payment.contract import RefundPart
from feria.services.product import contract as product

Units = Mapping[UUID, int]


class CancellationClosed(Conflict):
    """The buyer's hour is over, something is on its way already, or there is nothing left to cancel."""

    slug, title = "cancellation-closed", "This can no longer be cancelled. Ask the seller, or send it back."


async def cancel_order(tx: Tx, order_id: UUID, token: str | None, data: CancelIn) -> None:
    """The buyer takes back an order: whole before it is paid; after that whole or some units, within an hour."""
    order, _ = await access.order_for(tx, order_id, token, only_buyer=True)
    await _cancel(tx, order, order.seller_ids, data)


async def cancel_seller_order(tx: Tx, order: OrderRow, part: SellerOrderRow, data: CancelIn) -> None:
    """The buyer, who has been let in, takes back one seller's part of a paid order."""
    await _cancel(tx, order, [part.seller_id], data)


async def _cancel(tx: Tx, seen: OrderRow, seller_ids: Sequence[int], data: CancelIn) -> None:
    if seen.status == "pending_payment":
        await cart.lock_cart(tx, seen.shopper_id)
    order = await rows.locked_order(tx, seen.shopper_id, seen.id)
    parts = await rows.seller_orders_of(tx, order)
    if order.status == "pending_payment":
        if data.lines is not None or len(seller_ids) < len(parts):
            raise CancellationClosed("Before it is paid, an order can only be cancelled as a whole.")
        if await payment.attempt_under_way(tx, order.shopper_id, order.payment_id):
            raise PaymentInProgress(
                order_id=ids.encode("ord", order.id),
                number=order.number,
                payment_id=ids.encode("pay", order.payment_id),
            )
        await closing.close_unpaid(tx, order, parts, to_status="cancelled", reason=data.reason, role="buyer")
        if order.coupons:
            await cart.give_back_coupons(tx, order.id)
        return
    lines = await rows.lines(tx, parts)
    units = _units(parts, lines, seller_ids, data.lines)
    touched = [
        part for part in parts if any(line.id in units for line in lines if line.seller_order_id == part.id)
    ]
    if not touched or not all(_open_to_buyer(tx, part) for part in touched):
        raise CancellationClosed
    if await parcels.packed(tx, touched):
        raise CancellationClosed("It is packed already. Ask the seller, or send it back.")
    await cancel_units(tx, order, touched, units, lines=lines, reason=data.reason, role="buyer")


def _open_to_buyer(tx: Tx, part: SellerOrderRow) -> bool:
    """Within an hour of placement and before anything was shipped."""
    if part.status not in rules.CANCELLABLE_BY_BUYER or part.placed_at is None:
        return False
    return tx.now - part.placed_at <= rules.BUYER_CANCELS_WITHIN


def _units(
    parts: Sequence[SellerOrderRow],
    lines: Sequence[LineRow],
    seller_ids: Sequence[int],
    wanted: Sequence[LineQuantityIn] | None,
) -> dict[UUID, int]:
    """Units by line: those asked for, else all that are open in the parts that can still be cancelled."""
    if wanted is None:
        open_parts = {
            part.id
            for part in parts
            if part.seller_id in seller_ids and part.status not in ("cancelled", "completed")
        }
        return {
            line.id: rules.open_units(line)
            for line in lines
            if line.seller_order_id in open_parts and rules.open_units(line)
        }
    mine = {line.id: line for line in lines if line.seller_id in seller_ids}
    return asked_units(mine, wanted, "lines")


def asked_units(
    lines: Mapping[UUID, LineRow], wanted: Sequence[LineQuantityIn], field: str
) -> dict[UUID, int]:
    """The units that a request names; raises Invalid for lines that are not there or have fewer open units."""
    found: dict[UUID, int] = {}
    faults = []
    for place, one in enumerate(wanted):
        line = lines.get(ids.decode("line", one.id, f"{field}[{place}].id"))
        if line is None or line.id in found:
            message = "is named twice" if line else "is not a line of this order"
            faults.append(FieldError(f"{field}[{place}].id", message))
        elif one.quantity > rules.open_units(line):
            faults.append(FieldError(f"{field}[{place}].quantity", f"only {rules.open_units(line)} are open"))
        else:
            found[line.id] = one.quantity
    if faults:
        raise Invalid(errors=faults)
    return found


async def cancel_units(
    tx: Tx,
    order: OrderRow,
    parts: Sequence[SellerOrderRow],
    units: Units,
    *,
    lines: Sequence[LineRow],
    reason: str,
    role: str,
) -> None:
    """Cancel units of these locked parts of a paid order: refund, quantities, states, projection, then stock.

    `units` maps line ids to units, at least one of each part; a part without open units left is cancelled with its
    shipping, or counts as shipped when something is on its way.
    """
    backs = [
        _back(part, [line for line in lines if line.seller_order_id == part.id], units) for part in parts
    ]
    refund_id = None
    if any(back.moves for back in backs):
        refund_id = await payment.request_refund(
            tx,
            shopper_id=order.shopper_id,
            payment_id=order.payment_id,
            parts=backs,
            reason=reason,
            cause_id=ids.new(order.shopper_id),
        )
    for part, back in zip(parts, backs, strict=True):
        await _cancel_part(tx, order, part, back, units, lines=lines, reason=reason, role=role)
        if refund_id is not None:
            credited = [
                (line, line.cancelled, units[line.id])
                for line in lines
                if line.seller_order_id == part.id and line.id in units
            ]
            await documents.name_credited_units(tx, refund_id, order, part, credited)
    await steps.project(tx, order, role=role, reason=reason)
    for part in parts:
        gone = [
            (line.variant_id, units[line.id])
            for line in lines
            if line.seller_order_id == part.id and line.id in units
        ]
        await product.release_stock(tx, part.seller_id, gone, cause="order_cancelled", reference=part.id)


def _back(part: SellerOrderRow, lines: Sequence[LineRow], units: Units) -> RefundPart:
    """What goes back for units of a part: their price, and all that is left once nothing of it will ever be shipped."""
    left = _left(part)
    if all(line.cancelled + units.get(line.id, 0) == line.ordered for line in lines):
        back = left
    else:
        worth = rules.refund_of_units([(line, units[line.id]) for line in lines if line.id in units])
        # A refund by hand may have taken more already.
        back = RefundPart(
            seller_id=part.seller_id,
            seller_order_id=part.id,
            amount=min(worth.amount, left.amount),
            commission_amount=min(worth.commission_amount, left.commission_amount),
            commission_tax_amount=min(worth.commission_tax_amount, left.commission_tax_amount),
            promotion_amount=min(worth.promotion_amount, left.promotion_amount),
            remitted_tax_amount=min(worth.tax_amount, left.remitted_tax_amount),
        )
    if back.moves:
        return back
    return msgspec.structs.replace(back, commission_amount=0, commission_tax_amount=0, remitted_tax_amount=0)


def _left(part: SellerOrderRow) -> RefundPart:
    """All of a part that has not gone back yet."""
    return RefundPart(
        seller_id=part.seller_id,
        seller_order_id=part.id,
        amount=part.total_amount - part.refunded_amount,
        commission_amount=part.commission_amount - part.refunded_commission_amount,
        commission_tax_amount=part.commission_tax_amount - part.refunded_commission_tax_amount,
        promotion_amount=part.promotion_amount - part.refunded_promotion_amount,
        remitted_tax_amount=part.remitted_tax_amount - part.refunded_remitted_tax_amount,
    )


_CANCEL = """
WITH part AS (
    UPDATE "order".seller_orders SET refunded_amount = $5, refunded_commission_amount = $6,
        refunded_commission_tax_amount = $7, refunded_promotion_amount = $9, refunded_remitted_tax_amount = $10,
        updated_at = $8, version = version + 1
    WHERE seller_id = $1 AND id = $2
)
UPDATE "order".order_lines l
SET cancelled = l.cancelled + u.quantity, refunded = greatest(l.refunded, least(l.ordered, l.cancelled + u.quantity))
FROM unnest($3::uuid[], $4::integer[]) AS u(line_id, quantity)
WHERE l.seller_id = $1 AND l.seller_order_id = $2 AND l.id = u.line_id"""


async def _cancel_part(
    tx: Tx,
    order: OrderRow,
    part: SellerOrderRow,
    back: RefundPart,
    units: Units,
    *,
    lines: Sequence[LineRow],
    reason: str,
    role: str,
) -> None:
    own = [line for line in lines if line.seller_order_id == part.id]
    gone = {line.id: units[line.id] for line in own if line.id in units}
    await tx.execute(
        _CANCEL,
        part.seller_id,
        part.id,
        list(gone),
        list(gone.values()),
        part.refunded_amount + back.amount,
        part.refunded_commission_amount + back.commission_amount,
        part.refunded_commission_tax_amount + back.commission_tax_amount,
        tx.now,
        part.refunded_promotion_amount + back.promotion_amount,
        part.refunded_remitted_tax_amount + back.remitted_tax_amount,
    )
    after = rules.status_by_lines(
        part.status, [rules.after(line, cancelled=gone.get(line.id, 0)) for line in own]
    )
    # What was sent may have arrived before the rest was cancelled.
    step = "shipped" if after == "delivered" else after
    moved = await steps.move(tx, part, [step] if step != part.status else [], role=role, reason=reason)
    if after != "cancelled":
        titles = [f"{units[line.id]} × {line.product_title}" for line in own if line.id in units]
        detail = {"units": titles, "amount": back.amount, "currency": part.currency}
        steps.note_change(tx, part, "units_cancelled", detail, role=role, reason=reason)
    await packing.unpack_cancelled(tx, part)
    assert part.placed_at is not None
    await tx.publish(
        SellerOrderCancelled(
            seller_id=part.seller_id,
            seller_order_id=part.id,
            order_id=order.id,
            units=sum(gone.values()),
            whole=after == "cancelled",
            amount=Money(back.amount, part.currency),
            placed_at=part.placed_at,
            by=role,
            reason=reason,
            version=moved.version + 1,  # quantities and state, each a step of its own
        )
    )
    if after == "delivered":
        await delivering.arrived_as_a_whole(tx, order, moved, role=role, reason=reason)


async def cancel_refunded(
    tx: Tx, order: OrderRow, parts: list[SellerOrderRow], *, role: str
) -> dict[UUID, list[tuple[UUID, int]]]:
    """Cancel what is open in locked parts whose money goes back; by part, what the caller gives back to the stock."""
    lines = await rows.lines(tx, parts)
    units = {line.id: rules.open_units(line) for line in lines if rules.open_units(line)}
    gone: dict[UUID, list[tuple[UUID, int]]] = {}
    for part in parts:
        own = [line for line in lines if line.seller_order_id == part.id]
        gone[part.id] = [(line.variant_id, units[line.id]) for line in own if line.id in units]
        if gone[part.id]:
            back = _back(part, own, units)
            await _cancel_part(tx, order, part, back, units, lines=own, reason="refunded", role=role)
    return gone


async def cancel_unaccepted(tx: Tx, seller_id: int, seller_order_id: UUID) -> bool:
    """Cancel and refund a seller order that its seller did not accept in time; False when it moved meanwhile."""
    seen = await rows.seller_order(tx, seller_id, seller_order_id)
    assert seen is not None
    order = await rows.locked_order(tx, seen.shopper_id, seen.order_id)
    part = await rows.seller_order_of(tx, order, seller_id)
    if part.status != "placed" or part.due_at is None or part.due_at > tx.now:
        return False
    lines = await rows.lines(tx, [part])
    units = {line.id: rules.open_units(line) for line in lines if rules.open_units(line)}
    reason = "not accepted within 48 hours"
    await cancel_units(tx, order, [part], units, lines=lines, reason=reason, role="clock")
    return True
