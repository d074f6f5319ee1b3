"""What shoppers keep for later, and how it is shown: at today's price, and with what can be bought of it."""

from uuid import UUID

import msgspec

from feria.core import ids
from feria.core.db import Tx
from feria.core.errors import NotFound
from feria.core.money import Money
from feria.services.cart.queries import bills, carts, views
from feria.services.cart.queries.carts import Cart, Item
from feria.services.cart.schemas import SavedItemOut, SavedItemsOut


class Saved(msgspec.Struct, frozen=True, kw_only=True):
    """A thing that is kept for later."""

    id: UUID
    variant_id: UUID
    personalisation: str
    quantity: int
    seen_amount: int
    currency: str
    seen_title: str

    def as_item(self) -> Item:
        """As a line of the cart would be."""
        return Item(**msgspec.structs.asdict(self))


_COLUMNS = ", ".join(Saved.__struct_fields__)


async def rows_of(tx: Tx, shopper_id: int) -> list[Saved]:
    """Everything the shopper keeps for later, the newest first."""
    return await tx.all(
        Saved,
        f"SELECT {_COLUMNS} FROM cart.saved_items WHERE shopper_id = $1 ORDER BY created_at DESC, id DESC",  # noqa: S608
        shopper_id,
    )


async def row(tx: Tx, shopper_id: int, saved_id: UUID) -> Saved:
    """One of them; raises NotFound."""
    found = await tx.one(
        Saved,
        f"SELECT {_COLUMNS} FROM cart.saved_items WHERE shopper_id = $1 AND id = $2",  # noqa: S608 - names of fields
        shopper_id,
        saved_id,
    )
    if found is None:
        raise NotFound
    return found


async def saved_for(tx: Tx, token: str | None) -> SavedItemsOut:
    """What the visitor keeps for later."""
    account_id = tx.actor.account_id
    cart = await (carts.cart_of_token(tx, token) if account_id is None else carts.cart_of(tx, account_id))
    return SavedItemsOut(items=[]) if cart is None else await shown(tx, cart)


async def shown(tx: Tx, cart: Cart) -> SavedItemsOut:
    """What belongs to this cart's shopper, with offers of the cart's market."""
    kept = await rows_of(tx, cart.shopper_id)
    lines = [one.as_item() for one in kept]
    world = await bills.around(tx, msgspec.structs.replace(cart, items=lines, coupons=[]))
    found = []
    for line in lines:
        standing = bills.standing(cart, line, world)
        card = world.cards.get(standing.seller_id)
        found.append(
            SavedItemOut(
                id=ids.encode("saved", line.id),
                variant_id=ids.encode("var", line.variant_id),
                seller=None if card is None else views.shown_seller(card),
                product=views.shown_product(standing),
                quantity=line.quantity,
                unit_price=Money(
                    standing.unit_amount, line.currency if standing.offer is None else standing.offer.currency
                ),
                available=views.available(standing),
            )
        )
    return SavedItemsOut(items=found)
