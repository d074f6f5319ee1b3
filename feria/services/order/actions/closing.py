"""The end of an order that was not paid: expired, superseded by a changed cart, or cancelled by its buyer."""

from typing import Literal
from uuid import UUID

from feria.core.db import Tx
from feria.services.cart import contract as cart
from feria.services.order import rules
from feria.services.order.actions import steps
from feria.services.order.queries import rows
from feria.services.order.queries.rows import LineRow, OrderRow, SellerOrderRow
from feria.services.payment import contract as payment
from feria.services.product import contract as product


async def expire_order(tx: Tx, shopper_id: int, order_id: UUID) -> bool:
    """Close an order whose deadline has passed; False when it was paid or closed meanwhile.

    An attempt under way keeps its payment: should it succeed, the order comes back if everything can be reserved again.
    """
    await cart.lock_cart(tx, shopper_id)
    order = await rows.locked_order(tx, shopper_id, order_id)
    if order.status != "pending_payment" or order.expires_at > tx.now:
        return False
    parts = await rows.seller_orders_of(tx, order)
    await close_unpaid(tx, order, parts, to_status="expired", reason="not paid in time", role="clock")
    if order.coupons:
        await cart.give_back_coupons(tx, order.id)
    return True


async def close_unpaid(
    tx: Tx,
    order: OrderRow,
    parts: list[SellerOrderRow],
    *,
    to_status: Literal["expired", "cancelled"],
    reason: str,
    role: str,
) -> OrderRow:
    """Cancel the payment unless an attempt is under way, untie the cart, give reserved units back.

    Cart, order and seller orders are locked, the order awaits its payment: so this happens once. Its coupons are for
    the caller to give back when it has done with stock.
    """
    if not await payment.attempt_under_way(tx, order.shopper_id, order.payment_id):
        await payment.cancel_payment(tx, order.shopper_id, order.payment_id)
    await cart.untie(tx, order.shopper_id, order.id)
    for part in parts:
        await steps.move(tx, part, [to_status], role=role, reason=reason)
    lines = await rows.lines(tx, parts)
    if to_status == "cancelled":
        await tx.execute(
            """UPDATE "order".order_lines SET cancelled = ordered
               WHERE seller_id = ANY($1::bigint[]) AND seller_order_id = ANY($2::uuid[])""",
            order.seller_ids,
            [part.id for part in parts],
        )
    order = await steps.project(tx, order, role=role, reason=reason)
    for part in parts:
        held = units_to_ship(part, lines)
        await product.release_stock(tx, part.seller_id, held, cause=f"order_{to_status}", reference=part.id)
    return order


def units_to_ship(part: SellerOrderRow, lines: list[LineRow]) -> list[tuple[UUID, int]]:
    """Variants and units of a seller order that are reserved as long as it holds stock."""
    return [
        (line.variant_id, rules.open_units(line))
        for line in lines
        if line.seller_order_id == part.id and rules.open_units(line)
    ]
