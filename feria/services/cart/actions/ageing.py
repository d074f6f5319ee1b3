"""Forgetting guests' carts that nobody has touched for a month; an account's cart stays."""

from datetime import timedelta

from feria.core.db import Tx

GUEST_CART_KEPT_FOR = timedelta(days=30)
BATCH_MAX = 500


async def delete_old_guest_carts(tx: Tx) -> int:
    """Delete one batch of guests' carts with lines and tokens; one with an open order stays until that has ended."""
    before = tx.now - GUEST_CART_KEPT_FOR
    rows = await tx.fetch(
        """SELECT shopper_id FROM cart.carts
           WHERE account_id IS NULL AND updated_at < $1 AND open_order_id IS NULL
           ORDER BY updated_at LIMIT $2""",
        before,
        BATCH_MAX,
    )
    if not rows:
        return 0
    gone = await tx.fetch(
        """DELETE FROM cart.carts
           WHERE shopper_id = ANY($1::bigint[]) AND account_id IS NULL AND updated_at < $2 AND open_order_id IS NULL
           RETURNING shopper_id""",
        [row["shopper_id"] for row in rows],
        before,
    )
    numbers = [row["shopper_id"] for row in gone]
    await tx.execute("DELETE FROM cart.cart_tokens WHERE shopper_id = ANY($1::bigint[])", numbers)
    return len(numbers)
