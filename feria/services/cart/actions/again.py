"""Putting what somebody bought before into the cart once more, as far as it is still sold."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from feria.core import ids
from feria.core.db import Tx
from feria.services.cart.actions import items, merging
from feria.services.cart.queries import bills
from feria.services.cart.queries.bills import Around
from feria.services.cart.queries.carts import Cart, Item
from feria.services.cart.rules import limits
from feria.services.product.contract import Offer
from feria.services.user import contract as user

GONE = "It is not sold here any more."
CLOSED = "Its shop is not selling at the moment."
SOLD_OUT = "It is sold out."
FULL = f"A cart holds at most {limits.LINES_MAX} different things."


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """So many pieces of a variant, as they were bought."""

    variant_id: UUID
    personalisation: str
    quantity: int


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """How many pieces the cart holds of a wish now; `reason` says why they are fewer, and is empty otherwise."""

    in_cart: int
    reason: str


class PutAgain(msgspec.Struct, frozen=True, kw_only=True):
    """What the cart holds of each wish; `token` and `token_ended` as in `Changed`."""

    held: list[Held]
    token: str | None
    token_ended: bool


_PUT = """
WITH c AS (UPDATE cart.carts SET version = version + 1, updated_at = $9 WHERE shopper_id = $1 AND id = $2)
INSERT INTO cart.cart_items
    (shopper_id, cart_id, id, variant_id, personalisation, quantity, seen_amount, currency, seen_title, created_at)
SELECT $1, $2, w.id, w.variant_id, w.personalisation, w.quantity, w.seen_amount, $10, w.seen_title, $9
FROM unnest($3::uuid[], $4::uuid[], $5::text[], $6::integer[], $7::bigint[], $8::text[])
    AS w(id, variant_id, personalisation, quantity, seen_amount, seen_title)
ON CONFLICT (shopper_id, cart_id, variant_id, personalisation) DO UPDATE SET quantity = excluded.quantity"""


async def put_again(tx: Tx, token: str | None, wishes: Sequence[Wish], market_id: str) -> PutAgain:
    """See that the cart holds each wish, as many pieces as stock and limits allow; never fewer than before.

    What is there already counts, so that the same again changes nothing. A cart without lines goes over to `market_id`
    while that is a market.
    """
    visitor = await merging.visitor(tx, token)
    known = {market.id for market in await user.markets(tx)}
    cart, new_token = await items.open_cart(tx, visitor, market_id if market_id in known else None)
    world = await bills.around(tx, cart, *(wish.variant_id for wish in wishes))
    changed: dict[UUID, Item] = {}
    held = [_hold(cart, world, wish, changed) for wish in wishes]
    if new_token is not None:
        for item in changed.values():
            tx.collect(items.ITEMS, *items.values(tx, cart, item))
    elif changed:
        await _write(tx, cart, list(changed.values()))
    return PutAgain(held=held, token=new_token, token_ended=visitor.token_ended)


def _hold(cart: Cart, world: Around, wish: Wish, changed: dict[UUID, Item]) -> Held:
    """Put one wish into the cart as far as it goes, and note the line if it is another than before."""
    same = (wish.variant_id, wish.personalisation)
    item = next((one for one in cart.items if (one.variant_id, one.personalisation) == same), None)
    before = 0 if item is None else item.quantity
    offer = world.offers.get(wish.variant_id)
    fault = _fault(world, wish.variant_id, offer)
    if fault or offer is None:
        return Held(in_cart=before, reason=fault if before < wish.quantity else "")
    others = sum(one.quantity for one in cart.items if one.variant_id == wish.variant_id) - before
    available = None if offer.available is None else offer.available + cart.held(wish.variant_id)
    room = limits.quantity_max(offer.max_per_order, available) - others
    quantity = max(before, min(wish.quantity, room))
    if quantity == 0:
        return Held(in_cart=0, reason=SOLD_OUT)
    if item is None:
        if len(cart.items) >= limits.LINES_MAX:
            return Held(in_cart=0, reason=FULL)
        item = Item(
            id=ids.new(cart.shopper_id),
            variant_id=wish.variant_id,
            personalisation=wish.personalisation,
            quantity=0,
            seen_amount=offer.amount,
            currency=offer.currency,
            seen_title=offer.product_title,
        )
        cart.items.append(item)
    if quantity > before:
        item.quantity = quantity
        changed[item.id] = item
    return Held(
        in_cart=quantity, reason=f"Only {quantity} can be bought." if quantity < wish.quantity else ""
    )


def _fault(world: Around, variant_id: UUID, offer: Offer | None) -> str:
    """Why nothing of a variant can be bought, whatever is in stock."""
    seller_id = ids.owner_of(variant_id)
    card = world.cards.get(seller_id)
    if offer is None or not offer.on_sale:
        return GONE
    if card is None or card.status != "active":
        return CLOSED
    return CLOSED if offer.fulfilment == "ship" and not world.profiles.get(seller_id) else ""


async def _write(tx: Tx, cart: Cart, changed: list[Item]) -> None:
    await tx.execute(
        _PUT,
        cart.shopper_id,
        cart.id,
        [item.id for item in changed],
        [item.variant_id for item in changed],
        [item.personalisation for item in changed],
        [item.quantity for item in changed],
        [item.seen_amount for item in changed],
        [item.seen_title for item in changed],
        tx.now,
        cart.currency,
    )
