"""Guests and their carts for tests, filled through the real actions."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from feria.core import ids
from feria.core.auth import ANONYMOUS, Principal
from feria.core.platform import Platform
from feria.services.cart.actions import items
from feria.services.cart.queries import carts


@dataclass(frozen=True)
class Guest:
    """A guest with a cart; `token` is the secret that speaks for it."""

    shopper_id: int
    token: str

    @property
    def headers(self) -> dict[str, str]:
        """What a request of this guest carries."""
        return {"X-Cart-Token": self.token}


async def guest_cart(platform: Platform, *lines: tuple[UUID, int], market: str | None = None) -> Guest:
    """A new guest's cart with these variants and quantities, at least one."""
    token: str | None = None
    for variant_id, quantity in lines:
        changed = await platform.db.act(ANONYMOUS, "", items.add_item, token, variant_id, quantity, market)
        token = token or changed.token
    assert token is not None, "a cart is made by its first line"
    async with platform.db.reading() as tx:
        shopper_id = await carts.shopper_of_token(tx, token)
    assert shopper_id is not None
    return Guest(shopper_id, token)


async def fill_cart(platform: Platform, actor: Principal, lines: Sequence[tuple[UUID, int]]) -> None:
    """Put these variants into an account's cart."""
    for variant_id, quantity in lines:
        await platform.db.act(actor, "", items.add_item, None, variant_id, quantity)


async def stuff_cart(platform: Platform, shopper_id: int, variant_ids: Sequence[UUID]) -> None:
    """Write one piece of each of many variants into a cart at once, where the way in is not what is tested."""
    async with platform.db.transaction() as tx:
        cart = await carts.locked_cart_of(tx, shopper_id)
        assert cart is not None, "make it by a first line"
        await tx.execute(
            """WITH c AS (UPDATE cart.carts SET version = version + 1 WHERE shopper_id = $1)
               INSERT INTO cart.cart_items
                   (shopper_id, cart_id, id, variant_id, quantity, seen_amount, currency, seen_title, created_at)
               SELECT $1, $2, w.id, w.variant_id, 1, 0, $3, '', $4
               FROM unnest($5::uuid[], $6::uuid[]) AS w(id, variant_id)""",
            shopper_id,
            cart.id,
            cart.currency,
            tx.now,
            [ids.new(shopper_id) for _ in variant_ids],
            list(variant_ids),
        )
