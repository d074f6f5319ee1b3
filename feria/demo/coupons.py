"""Codes to try in the demo: a shop's, the marketplace's, and one that has ended; two orders of the past used one."""

from datetime import timedelta
from typing import Any

from feria.core import ids
from feria.core.auth import Principal
from feria.core.db import Tx
from feria.demo import catalogue, people
from feria.services.cart.actions import offering
from feria.services.cart.queries.coupons import Terms
from feria.services.cart.rules.coupons import ALL_BPS, MARKETPLACE

COUPONS_FROM = catalogue.MOMENT + 6_000
SHOP = "casa-barro"
BEGAN_BEFORE, ENDED_BEFORE = timedelta(days=60), timedelta(days=30)
# What the demo's buyer typed, by the number of the order.
TYPED = {"5F3ND4F": "HOLA10", "174M17M": "LONJA5"}


async def offer(tx: Tx, operator: Principal) -> None:
    """Make them, as their owners, two months before `tx.now`."""
    base, actor = tx.now, tx.actor
    shop = next(one for one in catalogue.shops() if one.slug == SHOP)
    began = base - BEGAN_BEFORE
    wanted = [
        (people.owner_of(shop), shop.number, "HOLA10", _terms("Ten percent to say hello", percent_bps=1000)),
        (
            operator,
            MARKETPLACE,
            "LONJA5",
            _terms(
                "€5 off from €40",
                kind="fixed",
                amount=500,
                minimum_amount=4_000,
                currency="EUR",
                funded_by_seller_bps=5_000,
            ),
        ),
        (
            people.owner_of(shop),
            shop.number,
            "OTONO15",
            _terms("Autumn at the kiln", percent_bps=1500, ends_at=base - ENDED_BEFORE),
        ),
    ]
    tx.now = began
    with ids.repeatable(COUPONS_FROM):
        for owner, seller_id, code, terms in wanted:
            tx.actor = owner
            await offering.create_coupon(tx, seller_id, Terms(**{"starts_at": began} | terms), code)
    tx.now, tx.actor = base, actor


def _terms(name: str, **given: Any) -> dict[str, Any]:
    """A percentage off everything, without limits, unless something else is given."""
    plain: dict[str, Any] = {
        "name": name,
        "kind": "percent",
        "percent_bps": 0,
        "amount": 0,
        "minimum_amount": 0,
        "budget_amount": None,
        "currency": None,
        "buy_quantity": 0,
        "get_quantity": 0,
        "seller_ids": [],
        "category_ids": [],
        "product_ids": [],
        "funded_by_seller_bps": ALL_BPS,
        "uses_max": None,
        "uses_per_code_max": None,
        "uses_per_customer_max": None,
        "ends_at": None,
        "paused": False,
    }
    return plain | given
