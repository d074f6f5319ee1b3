"""The tie between a cart and the open order made of it; called by the order service in its own transaction.

A guest's order stays under the guest's number after a merge, so each function also looks after the account's cart
that took the guest's lines over. The account's cart is locked before the guest's.
"""

from uuid import UUID

from feria.core.db import TransactionConflict, Tx
from feria.services.cart.queries import carts
from feria.services.cart.queries.carts import Cart


async def lock_cart(tx: Tx, shopper_id: int) -> None:
    """Lock the cart of an order's shopper, the first lock of everything that moves an order."""
    found = await carts.locked_cart_unless_merged(tx, shopper_id)
    if found is not None:
        tx.locked["cart", shopper_id] = found
        return
    merged_into = await tx.fetchval("SELECT merged_into FROM cart.carts WHERE shopper_id = $1", shopper_id)
    for number in (merged_into, shopper_id):
        if number is not None:
            await tx.execute("SELECT FROM cart.carts WHERE shopper_id = $1 FOR UPDATE", number)


async def tie_to_order(tx: Tx, shopper_id: int, order_id: UUID, cart_version: int) -> None:
    """Tie the cart, as quoted in this transaction, to the open order made of it; last but for the coupons."""
    tied = await tx.execute(
        """UPDATE cart.carts c SET open_order_id = $2, ordered_version = $3, updated_at = $4,
               ordered = (SELECT coalesce(jsonb_object_agg(i.variant_id, i.quantity), '{}')
                          FROM (SELECT variant_id, sum(quantity) AS quantity FROM cart.cart_items
                                WHERE shopper_id = $1 GROUP BY variant_id) i)
           WHERE c.shopper_id = $1 AND c.version = $3""",
        shopper_id,
        order_id,
        cart_version,
        tx.now,
        with_collected=True,
    )
    if not tied:
        raise TransactionConflict


async def untie(tx: Tx, shopper_id: int, order_id: UUID) -> None:
    """The order has expired or was cancelled: its cart can be ordered again. Not tied any more: nothing happens."""
    for cart in await _homes(tx, shopper_id):
        if cart.open_order_id == order_id:
            await _untie(tx, cart)


async def empty_cart(tx: Tx, shopper_id: int, order_id: UUID) -> None:
    """The order is paid: what was ordered leaves the cart, what was put in later stays. Not tied: nothing happens.

    The last statement of the payment's transaction.
    """
    homes = await _homes(tx, shopper_id)
    tied = next((cart for cart in homes if cart.open_order_id == order_id), None)
    if tied is None:
        return
    left = dict(tied.ordered)
    cart = homes[-1]
    rest: list[tuple[UUID, int]] = []
    for item in cart.items:
        taken = min(item.quantity, left.get(str(item.variant_id), 0))
        if taken:
            left[str(item.variant_id)] -= taken
            rest.append((item.id, item.quantity - taken))
    if not rest or tied is not cart:
        await _untie(tx, tied, used_up=True)
    if rest:
        await tx.execute(
            """WITH gone AS (DELETE FROM cart.cart_items WHERE shopper_id = $1 AND id = ANY($2::uuid[])),
                    fewer AS (UPDATE cart.cart_items i SET quantity = w.quantity
                              FROM unnest($3::uuid[], $4::integer[]) AS w(id, quantity)
                              WHERE i.shopper_id = $1 AND i.id = w.id)
               UPDATE cart.carts SET version = version + 1, updated_at = $5,
                   open_order_id = CASE WHEN $6 THEN NULL ELSE open_order_id END,
                   ordered_version = CASE WHEN $6 THEN NULL ELSE ordered_version END,
                   ordered = CASE WHEN $6 THEN '{}' ELSE ordered END, coupons = '{}',
                   gift_notes = '{}'
               WHERE shopper_id = $1""",
            cart.shopper_id,
            [item_id for item_id, quantity in rest if not quantity],
            [item_id for item_id, quantity in rest if quantity],
            [quantity for _, quantity in rest if quantity],
            tx.now,
            tied is cart,
            with_collected=True,
        )


async def _homes(tx: Tx, shopper_id: int) -> list[Cart]:
    """The shopper's cart and the one it was merged into, locked by `lock_cart` before; the last holds the lines."""
    cart: Cart | None = tx.locked.pop(("cart", shopper_id), None)
    cart = cart or await carts.locked_cart_of(tx, shopper_id)
    if cart is None:
        return []
    if cart.merged_into is None:
        return [cart]
    account = await carts.locked_cart_of(tx, cart.merged_into)
    return [cart] if account is None else [cart, account]


async def _untie(tx: Tx, cart: Cart, *, used_up: bool = False) -> None:
    """Loosen the tie; the codes and gift notes of an order that was paid are gone with it."""
    await tx.execute(
        """UPDATE cart.carts SET open_order_id = NULL, ordered_version = NULL, ordered = '{}', updated_at = $2,
               coupons = CASE WHEN $3 THEN '{}' ELSE coupons END,
               gift_notes = CASE WHEN $3 THEN '{}' ELSE gift_notes END
           WHERE shopper_id = $1""",
        cart.shopper_id,
        tx.now,
        used_up,
    )
