"""Keeping what carriers have told, with the cart, so that its order is priced without asking anybody."""

from collections.abc import Sequence
from datetime import timedelta

from feria.core.db import Tx
from feria.core.money import Money
from feria.services.cart.queries import carts
from feria.services.cart.queries.live import LiveWish

# As long as an address and a payment take; after that the profile's own price counts, and the buyer is told.
COUNTS_FOR = timedelta(minutes=60)
RATES_MAX = 200


async def keep_live_rates(tx: Tx, shopper_id: int, rates: Sequence[tuple[LiveWish, Money]]) -> bool:
    """Keep carriers' prices for what they were asked for; those that no longer count go. Whether there is a cart."""
    cart = await carts.locked_cart_of(tx, shopper_id)
    if cart is None:
        return False
    until = (tx.now + COUNTS_FOR).isoformat()
    kept = {name: rate for name, rate in cart.live_rates.items() if rate["until"] > tx.now.isoformat()}
    for wish, price in rates:
        kept[str(wish.profile_id)] = {
            "amount": price.amount,
            "currency": price.currency,
            "for": wish.asked_for,
            "until": until,
        }
    await tx.execute(
        """UPDATE cart.carts SET live_rates = $3, version = version + 1, updated_at = $4
           WHERE shopper_id = $1 AND id = $2""",
        shopper_id,
        cart.id,
        dict(list(kept.items())[-RATES_MAX:]),
        tx.now,
    )
    return True
