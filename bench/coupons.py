"""The coupon for the figure of orders that use one: on everything, with limits whose row all orders count on."""

import hashlib
import json
from datetime import timedelta

import asyncpg

from bench.place import Place
from bench.shopping import Shopper
from feria.core import clock
from feria.core.auth import Principal
from feria.core.db import Database
from feria.services.cart.actions import offering
from feria.services.cart.queries.coupons import Terms
from feria.services.cart.rules.coupons import MARKETPLACE

CODE = "BENCH"
STAFF = Principal(1, operator_roles=frozenset({"admin"}))


async def offered(place: Place) -> str:
    """The code for ten percent off everything, half of which the marketplace pays."""
    database = await Database.connect(place.app_url)
    await database.act(STAFF, "bench", offering.create_coupon, MARKETPLACE, _terms(), CODE)
    await database.close()
    return CODE


def _terms() -> Terms:
    return Terms(
        name="Bench",
        kind="percent",
        percent_bps=1_000,
        amount=0,
        minimum_amount=0,
        budget_amount=1_000_000_000,
        currency="EUR",
        buy_quantity=0,
        get_quantity=0,
        seller_ids=[],
        category_ids=[],
        product_ids=[],
        funded_by_seller_bps=5_000,
        uses_max=1_000_000,
        uses_per_code_max=None,
        uses_per_customer_max=None,
        starts_at=clock.now() - timedelta(days=1),
        ends_at=None,
        paused=False,
    )


async def entered(place: Place, shopper: Shopper, code: str) -> None:
    """Put the code into the shopper's cart, past the limit on how many one address may try, and read the new total."""
    connection = await asyncpg.connect(place.owner_url)
    changed = await connection.execute(
        """UPDATE cart.carts SET coupons = ARRAY[$2::text], version = version + 1
           WHERE shopper_id = (SELECT shopper_id FROM cart.cart_tokens WHERE token_hash = $1)""",
        hashlib.sha256(shopper.headers["x-cart-token"].encode()).digest(),
        code,
    )
    await connection.close()
    assert changed == "UPDATE 1", changed
    cart = json.loads((await shopper.call("GET", "/cart")).body)
    assert cart["discount"]["amount"] > 0, cart["coupons"]
    shopper.total = cart["total"]
