"""What time does to carts: an account's is told to be left lying, a guest's is forgotten after a month."""

from datetime import timedelta

from feria.core.db import Tx
from feria.services.cart.events import CartAbandoned

GUEST_CART_KEPT_FOR = timedelta(days=30)
BATCH_MAX = 500
# Older ones are not news any more, when the job did not run for long.
ABANDONED_WITHIN = timedelta(days=7)


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


async def tell_of_abandoned_carts(tx: Tx, after: timedelta) -> int:
    """Publish CartAbandoned for one batch of accounts' carts with things that nobody has touched for so long.

    Each state of a cart is told once, whatever runs at the same time. Guests are not told of: nobody knows their
    address. A cart that is being paid for is not left lying.
    """
    rows = await tx.fetch(
        """WITH old AS (
               SELECT c.shopper_id, c.id FROM cart.carts c
               WHERE c.updated_at BETWEEN $1 AND $2 AND c.account_id IS NOT NULL AND c.open_order_id IS NULL
                 AND c.abandoned_version IS DISTINCT FROM c.version
                 AND EXISTS (SELECT FROM cart.cart_items i WHERE i.shopper_id = c.shopper_id AND i.cart_id = c.id)
               ORDER BY c.shopper_id LIMIT $3 FOR UPDATE SKIP LOCKED
           ), told AS (
               UPDATE cart.carts c SET abandoned_version = c.version FROM old
               WHERE c.shopper_id = old.shopper_id AND c.id = old.id
               RETURNING c.shopper_id, c.id, c.account_id, c.version
           )
           SELECT told.id, told.account_id, told.version, sum(i.quantity) AS pieces
           FROM told JOIN cart.cart_items i ON i.shopper_id = told.shopper_id AND i.cart_id = told.id
           GROUP BY told.id, told.account_id, told.version ORDER BY told.id""",
        tx.now - after - ABANDONED_WITHIN,
        tx.now - after,
        BATCH_MAX,
    )
    for row in rows:
        await tx.publish(
            CartAbandoned(
                cart_id=row["id"], account_id=row["account_id"], version=row["version"], pieces=row["pieces"]
            )
        )
    return len(rows)
