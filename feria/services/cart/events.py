"""Events that the cart service publishes."""

from typing import ClassVar
from uuid import UUID

from feria.core.events import Event
from feria.core.ids import encode


class CartAbandoned(Event, frozen=True, kw_only=True):
    """The things in an account's cart have been left lying for hours; told once for each state of the cart.

    Whoever wants to write to the account because of it asks its preferences first.
    """

    name: ClassVar[str] = "cart.abandoned"
    cart_id: UUID
    account_id: int
    version: int
    pieces: int

    @property
    def subject(self) -> str:
        return encode("cart", self.cart_id)
