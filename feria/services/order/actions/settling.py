"""What payment's events do to the order, inside payment's transaction: lock first, then place, project or give back."""

from uuid import UUID

from feria.core.db import Tx
from feria.core.money import Money
from feria.services.cart import contract as cart
from feria.services.order.actions import cancelling, closing, documents, steps
from feria.services.order.events import LatePaymentReturned, OrderPlaced, PlacedLine, PlacedSellerOrder
from feria.services.order.queries import rows
from feria.services.order.queries.rows import LineRow, OrderRow, SellerOrderRow
from feria.services.payment import contract as payment
from feria.services.payment.contract import RefundPart
from feria.services.payment.events import RefundRequested, RefundSettled
from feria.services.product import contract as product
from feria.services.user import contract as user

_BY = "payment"


async def lock_for_payment(tx: Tx, shopper_id: int, order_id: UUID) -> None:
    """Lock cart and order, and with it its parts, before somebody locks the order's payment."""
    await cart.lock_cart(tx, shopper_id)
    tx.locked["order", order_id] = await rows.locked_order(tx, shopper_id, order_id)


async def _locked(tx: Tx, shopper_id: int, order_id: UUID) -> OrderRow:
    """The order, as `lock_for_payment` found it if nothing was done with it since."""
    found: OrderRow | None = tx.locked.pop(("order", order_id), None)
    return found or await rows.locked_order(tx, shopper_id, order_id)


async def follow_payment(tx: Tx, shopper_id: int, order_id: UUID) -> None:
    """Bring the order's payment status up to date."""
    await steps.project(tx, await _locked(tx, shopper_id, order_id), role=_BY)


async def settle_order(tx: Tx, shopper_id: int, order_id: UUID) -> None:
    """The money has arrived: place the seller orders and empty the cart.

    An expired order is placed if everything can be reserved again; else, and for a cancelled one, the money goes back.
    """
    order = await _locked(tx, shopper_id, order_id)
    if order.status not in ("pending_payment", "expired", "cancelled") or order.placed_at is not None:
        await steps.project(tx, order, role=_BY)
        return
    parts, lines = await rows.parts_of(tx, order)
    if order.status == "cancelled" or (
        order.status == "expired" and not await _reserved_again(tx, order, parts, lines)
    ):
        await _give_back(tx, order, parts)
        return
    terms = await user.seller_terms(tx, order.seller_ids, order.market)
    cards = {seller_id: one.card for seller_id, one in terms.items() if one.card}
    reason = "paid after the deadline" if order.status == "expired" else ""
    parts = await steps.place(tx, order, parts, lines, cards=cards, reason=reason)
    await tx.publish(_placed(tx, order, parts, lines))
    await cart.empty_cart(tx, shopper_id, order_id)


async def _reserved_again(tx: Tx, order: OrderRow, parts: list[SellerOrderRow], lines: list[LineRow]) -> bool:
    """Reserve an expired order's units and take its coupons again, all or nothing."""
    try:
        async with tx.savepoint():
            for part in parts:
                wanted = closing.units_to_ship(part, lines)
                await product.reserve_stock(
                    tx, part.seller_id, wanted, cause="late_payment", reference=part.id
                )
            if order.coupons:
                await cart.take_coupons_again(tx, order.id)
    except (product.OutOfStock, cart.CouponUsedUp):
        return False
    return True


async def _give_back(tx: Tx, order: OrderRow, parts: list[SellerOrderRow]) -> None:
    """Refund a payment that nothing can be delivered for; the order is its only cause."""
    back = [
        RefundPart(
            seller_id=part.seller_id,
            seller_order_id=part.id,
            amount=part.total_amount,
            commission_amount=part.commission_amount,
            commission_tax_amount=part.commission_tax_amount,
            promotion_amount=part.promotion_amount,
            remitted_tax_amount=part.remitted_tax_amount,
        )
        for part in parts
    ]
    if any(one.moves for one in back):
        await payment.request_refund(
            tx,
            shopper_id=order.shopper_id,
            payment_id=order.payment_id,
            parts=back,
            reason="late_payment",
            cause_id=order.id,
        )
    told = [(part.seller_id, part.id) for part in parts]
    await tx.publish(LatePaymentReturned(order_id=order.id, seller_orders=told))
    await steps.project(tx, order, role=_BY)


def _placed(tx: Tx, order: OrderRow, parts: list[SellerOrderRow], lines: list[LineRow]) -> OrderPlaced:
    return OrderPlaced(
        order_id=order.id,
        shopper_id=order.shopper_id,
        number=order.number,
        total=Money(order.total_amount, order.currency),
        placed_at=tx.now,
        seller_orders=[
            PlacedSellerOrder(
                seller_id=part.seller_id,
                id=part.id,
                number=part.number,
                total=Money(part.total_amount, part.currency),
                lines=[
                    PlacedLine(product_id=line.product_id, variant_id=line.variant_id, quantity=line.ordered)
                    for line in lines
                    if line.seller_order_id == part.id
                ],
            )
            for part in parts
        ],
    )


async def settle_refund(tx: Tx, event: RefundSettled) -> None:
    """The money of a refund has gone back: credit notes for what had been invoiced, and the payment status."""
    order = await _locked(tx, event.shopper_id, event.order_id)
    await documents.issue_credit_notes(tx, event.refund_id, order)
    await steps.project(tx, order, role=_BY)


async def _takes_all(tx: Tx, refund_id: UUID, parts: list[SellerOrderRow]) -> bool:
    """Whether a refund takes all that was left of these parts: of what cost nothing, what the marketplace had paid."""
    back = (await payment.refund_detail(tx, refund_id)).parts
    left = sum(
        part.total_amount - part.refunded_amount + part.promotion_amount - part.refunded_promotion_amount
        for part in parts
    )
    return sum(one.amount + one.promotion_amount for one in back) == left


async def note_refund(tx: Tx, event: RefundRequested) -> None:
    """Mark seller orders as refunded when a refund takes all that was left of them, and project.

    A refund of some units is noted on its lines by the action that asked for it. One by hand has no such action: what
    is still open then is cancelled here, for nobody ships what has been given back.
    """
    order = await _locked(tx, event.shopper_id, event.order_id)
    parts = await rows.seller_orders_of(tx, order)
    named = [part for part in parts if part.id in event.seller_order_ids]
    await documents.note_refund(tx, event.refund_id, order, named)
    gone = await cancelling.cancel_refunded(tx, order, named, role=_BY) if event.by_hand else {}
    if await _takes_all(tx, event.refund_id, named):
        await tx.execute(
            """WITH parts AS (
                   UPDATE "order".seller_orders SET refunded_amount = total_amount,
                       refunded_commission_amount = commission_amount,
                       refunded_commission_tax_amount = commission_tax_amount,
                       refunded_promotion_amount = promotion_amount,
                       refunded_remitted_tax_amount = CASE remitted_by WHEN 'marketplace' THEN tax_amount ELSE 0 END,
                       updated_at = $3, version = version + 1
                   WHERE seller_id = ANY($1::bigint[]) AND id = ANY($2::uuid[])
               )
               UPDATE "order".order_lines SET refunded = ordered
               WHERE seller_id = ANY($1::bigint[]) AND seller_order_id = ANY($2::uuid[])""",
            [part.seller_id for part in named],
            [part.id for part in named],
            tx.now,
        )
    await steps.project(tx, order, role=_BY)
    for part in named:
        if part.id in gone:
            await product.release_stock(
                tx, part.seller_id, gone[part.id], cause="order_cancelled", reference=part.id
            )
