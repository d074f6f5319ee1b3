"""Keeping what an online tax service has told, with the cart, so that its order is priced without asking anybody."""

from collections.abc import Mapping
from typing import Any

import msgspec

from feria.core.db import Tx
from feria.services.cart.queries import carts
from feria.services.cart.rules.told_taxes import ToldTaxes

SELLERS_MAX = 200


async def keep_told_taxes(tx: Tx, shopper_id: int, told: Mapping[int, ToldTaxes]) -> bool:
    """Keep each seller's rates, in place of those told before. Whether there is a cart.

    What would be ordered only changes when a rate does: the same ones on another day count no version.
    """
    cart = await carts.locked_cart_of(tx, shopper_id)
    if cart is None:
        return False
    before = {name: msgspec.convert(one, ToldTaxes) for name, one in cart.told_taxes.items()}
    fresh = {str(seller_id): one for seller_id, one in told.items()}
    changed = any(_charged(before.get(name)) != _charged(one) for name, one in fresh.items())
    older = {name: one for name, one in before.items() if name not in fresh}
    kept = dict(list((older | fresh).items())[-SELLERS_MAX:])
    await tx.execute(
        """UPDATE cart.carts SET told_taxes = $3, version = version + $4::int, updated_at = $5
           WHERE shopper_id = $1 AND id = $2""",
        shopper_id,
        cart.id,
        msgspec.to_builtins(kept),
        int(changed),
        tx.now,
    )
    return True


def _charged(told: ToldTaxes | None) -> Any:
    return told and (told.asked_for, told.rates, told.shipping_rate_bps)
