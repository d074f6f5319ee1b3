"""What a shopper keeps beside the lines that are bought: things for later, and notes that go with gifts."""

from collections.abc import Mapping
from uuid import UUID

from feria.core import ids
from feria.core.db import Tx
from feria.core.errors import Conflict, NotFound, invalid
from feria.services.cart.actions import items, merging
from feria.services.cart.actions.opening import Changed
from feria.services.cart.queries import quotes, saved
from feria.services.cart.rules import limits
from feria.services.cart.schemas import SavedItemsOut


class SavedFull(Conflict):
    """As much is kept for later as may be."""

    slug, title = "saved-full", f"At most {limits.SAVED_MAX} things are kept for later. Take one out first."


async def save_item(tx: Tx, token: str | None, item_id: UUID) -> Changed:
    """Keep a line for later, out of the cart; pieces add up with the same kept before. Raises NotFound, SavedFull."""
    visitor, cart, item = await items.line_of(tx, token, item_id)
    kept = await saved.rows_of(tx, cart.shopper_id)
    same = (item.variant_id, item.personalisation)
    if len(kept) >= limits.SAVED_MAX and all((one.variant_id, one.personalisation) != same for one in kept):
        raise SavedFull
    await tx.execute(
        """INSERT INTO cart.saved_items
               (shopper_id, id, variant_id, personalisation, quantity, seen_amount, currency, seen_title, created_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
           ON CONFLICT (shopper_id, variant_id, personalisation) DO UPDATE
               SET quantity = least(saved_items.quantity + excluded.quantity, $10),
                   seen_amount = excluded.seen_amount, created_at = excluded.created_at""",
        cart.shopper_id,
        ids.new(cart.shopper_id),
        item.variant_id,
        item.personalisation,
        item.quantity,
        item.seen_amount,
        item.currency,
        item.seen_title,
        tx.now,
        limits.QUANTITY_MAX,
    )
    await items.delete_lines(tx, cart, [item.id])
    cart.items.remove(item)
    return await items.after(tx, visitor, cart, None)


async def move_to_cart(tx: Tx, token: str | None, saved_id: UUID) -> Changed:
    """Put what was kept for later into the cart, as many pieces of it as can be bought now.

    Raises NotFound, Invalid when it is not on sale here, OutOfStock, CartFull.
    """
    visitor = await merging.visitor(tx, token)
    cart = await items.locked_cart(tx, visitor)
    if cart is None:
        raise NotFound
    one = await saved.row(tx, cart.shopper_id, saved_id)
    changed = await items.put_back(tx, visitor, cart, one)
    await tx.execute(
        "DELETE FROM cart.saved_items WHERE shopper_id = $1 AND id = $2", cart.shopper_id, one.id
    )
    return changed


async def forget_saved(tx: Tx, token: str | None, saved_id: UUID) -> SavedItemsOut:
    """Keep something no longer; what is left. Raises NotFound."""
    visitor = await merging.visitor(tx, token)
    cart = await items.locked_cart(tx, visitor)
    if cart is None:
        raise NotFound
    gone = await tx.execute(
        "DELETE FROM cart.saved_items WHERE shopper_id = $1 AND id = $2", cart.shopper_id, saved_id
    )
    if not gone:
        raise NotFound
    return await saved.shown(tx, cart)


async def write_gift_notes(tx: Tx, token: str | None, notes: Mapping[str, str]) -> Changed:
    """Say what is to go with these sellers' parcels; an empty text takes a note away. Raises CartEmpty, Invalid."""
    visitor = await merging.visitor(tx, token)
    cart = await items.locked_cart(tx, visitor)
    if cart is None or not cart.items:
        raise quotes.CartEmpty
    own = {ids.owner_of(item.variant_id) for item in cart.items}
    for seller, text in notes.items():
        seller_id = ids.decode_owner("sel", seller, f"notes.{seller}")
        if seller_id not in own:
            raise invalid(f"notes.{seller}", "is no seller of this cart")
        if text.strip():
            cart.gift_notes[str(seller_id)] = text.strip()
        else:
            cart.gift_notes.pop(str(seller_id), None)
    await tx.execute(
        "UPDATE cart.carts SET gift_notes = $2, version = version + 1, updated_at = $3 WHERE shopper_id = $1",
        cart.shopper_id,
        cart.gift_notes,
        tx.now,
    )
    return await items.after(tx, visitor, cart, None)
