"""Guests and their carts for tests, filled through the real actions."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

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
