"""What carriers have to be asked for a cart: its sellers' live ways to ship that no current price is known of."""

from uuid import UUID

import msgspec

from feria.core.db import Tx
from feria.services.cart.queries import bills, carts
from feria.services.cart.queries.carts import Cart
from feria.services.user.contract import Place


class LiveWish(msgspec.Struct, frozen=True, kw_only=True):
    """A price to be asked for: of this carrier (by this service, or its cheapest), for so many grams, where to.

    `asked_for` is kept with the answer.
    """

    profile_id: UUID
    seller_id: int
    carrier: str
    service: str
    currency: str
    weight_grams: int
    place: Place
    asked_for: str


async def live_wishes(tx: Tx, cart_token: str | None) -> tuple[int, list[LiveWish]] | None:
    """The shopper and what is to be asked for his cart; None without a cart. Nothing is written or merged."""
    cart = await _cart(tx, cart_token)
    if cart is None:
        return None
    world = await bills.around(tx, cart)
    place = bills.destination(cart, world.market)
    standings = [bills.standing(cart, item, world) for item in cart.items]
    wishes = []
    for seller_id, parcel in sorted(bills.parcels(standings).items()):
        known = bills.told(cart, parcel, place, tx.now)
        for profile in world.profiles.get(seller_id, ()):
            if profile.kind == "live" and profile.id not in known:
                wishes.append(
                    LiveWish(
                        profile_id=profile.id,
                        seller_id=seller_id,
                        carrier=profile.carrier,
                        service=profile.service,
                        currency=profile.currency,
                        weight_grams=parcel.weight_grams,
                        place=place,
                        asked_for=bills.asked_for(parcel, place),
                    )
                )
    return cart.shopper_id, wishes


async def _cart(tx: Tx, cart_token: str | None) -> Cart | None:
    if tx.actor.account_id is not None:
        return await carts.cart_of(tx, tx.actor.account_id)
    return await carts.cart_of_token(tx, cart_token)
