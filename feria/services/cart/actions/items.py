"""Changes that a shopper makes: lines, destination, shipping. Each locks the cart and counts its version."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec

from feria.core import ids
from feria.core.db import Rows, Tx
from feria.core.errors import Conflict, FieldError, Invalid, NotFound, invalid
from feria.services.cart.actions import merging, opening
from feria.services.cart.actions.merging import Visitor
from feria.services.cart.actions.opening import Changed
from feria.services.cart.queries import bills, carts, coupons, quotes, views
from feria.services.cart.queries.bills import Around
from feria.services.cart.queries.carts import Cart, Item
from feria.services.cart.queries.coupons import CouponUnknown, CouponUsedUp
from feria.services.cart.queries.saved import Saved
from feria.services.cart.rules import limits
from feria.services.product.contract import Offer, OutOfStock


class CartFull(Conflict):
    """The cart holds as many lines as it may."""

    slug, title = "cart-full", f"A cart holds at most {limits.LINES_MAX} different things."


class CouponsFull(Conflict):
    """The cart holds as many codes as it may."""

    slug, title = "coupons-full", f"A cart takes at most {limits.COUPONS_MAX} codes."


class OtherMarket(Conflict):
    """The cart holds things of another market, and has one currency only."""

    slug, title = "other-market", "Your cart holds things of another market. Order or remove them first."


ITEMS = Rows(
    "cart.cart_items",
    (("shopper_id", "bigint"), ("cart_id", "uuid"), ("id", "uuid"), ("variant_id", "uuid"), ("personalisation", "text"),
     ("quantity", "integer"), ("seen_amount", "bigint"), ("currency", "text"), ("seen_title", "text"),
     ("created_at", "timestamptz")),
)  # fmt: skip
_PUT = """
WITH c AS (UPDATE cart.carts SET version = version + 1, updated_at = $10 WHERE shopper_id = $1 AND id = $2)
INSERT INTO cart.cart_items
    (shopper_id, cart_id, id, variant_id, personalisation, quantity, seen_amount, currency, seen_title, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (shopper_id, cart_id, variant_id, personalisation) DO UPDATE SET quantity = excluded.quantity"""


async def look_at_cart(tx: Tx, token: str | None) -> Changed:
    """The cart of somebody who comes with a sign-in and a guest's token, after merging."""
    visitor = await merging.visitor(tx, token)
    return await after(tx, visitor, await locked_cart(tx, visitor), None)


async def add_item(
    tx: Tx, token: str | None, variant_id: UUID, quantity: int, market_id: str | None = None
) -> Changed:
    """Put pieces of a variant into the cart, which is made if there is none; they add up with a line there already.

    Raises Invalid for a variant that is not on sale or a quantity above the limits, OutOfStock, CartFull, OtherMarket.
    """
    visitor = await merging.visitor(tx, token)
    cart, new_token = await open_cart(tx, visitor, market_id)
    if market_id is not None and market_id != cart.market:
        raise OtherMarket
    world = await bills.around(tx, cart, variant_id)
    offer = _on_sale(world, variant_id)
    item = next((one for one in cart.items if one.variant_id == variant_id and not one.personalisation), None)
    if item is None:
        if len(cart.items) >= limits.LINES_MAX:
            raise CartFull
        item = Item(
            id=ids.new(cart.shopper_id),
            variant_id=variant_id,
            personalisation="",
            quantity=0,
            seen_amount=offer.amount,
            currency=offer.currency,
            seen_title=offer.product_title,
        )
        cart.items.append(item)
    _within_limits(cart, item, offer, item.quantity + quantity)
    item.quantity += quantity
    if new_token is None:
        await tx.execute(_PUT, *values(tx, cart, item))
    else:
        tx.collect(ITEMS, *values(tx, cart, item))
    return await after(tx, visitor, cart, world, new_token)


async def put_back(tx: Tx, visitor: Visitor, cart: Cart, kept: Saved) -> Changed:
    """Add what was kept for later to the cart, as many pieces as can be bought. Raises as `add_item` does."""
    world = await bills.around(tx, cart, kept.variant_id)
    offer = _on_sale(world, kept.variant_id)
    same = (kept.variant_id, kept.personalisation)
    item = next((one for one in cart.items if (one.variant_id, one.personalisation) == same), None)
    if item is None:
        if len(cart.items) >= limits.LINES_MAX:
            raise CartFull
        told = {"seen_amount": offer.amount, "currency": offer.currency, "quantity": 0}
        item = msgspec.structs.replace(kept.as_item(), id=ids.new(cart.shopper_id), **told)
        cart.items.append(item)
    others = sum(one.quantity for one in cart.items if one.variant_id == kept.variant_id)
    available = None if offer.available is None else offer.available + cart.held(kept.variant_id)
    room = limits.quantity_max(offer.max_per_order, available) - others
    _within_limits(cart, item, offer, item.quantity + max(1, min(kept.quantity, room)))
    item.quantity += max(1, min(kept.quantity, room))
    await tx.execute(_PUT, *values(tx, cart, item))
    return await after(tx, visitor, cart, world)


async def set_quantity(tx: Tx, token: str | None, item_id: UUID, quantity: int) -> Changed:
    """Give a line another quantity; the same one changes nothing. Raises NotFound, Invalid, OutOfStock."""
    visitor, cart, item = await line_of(tx, token, item_id)
    if item.quantity == quantity:
        return await after(tx, visitor, cart, None)
    world = await bills.around(tx, cart)
    offer = world.offers.get(item.variant_id)
    if offer is None or not offer.on_sale:
        raise OutOfStock(variants=[ids.encode("var", item.variant_id)])
    _within_limits(cart, item, offer, quantity)
    item.quantity = quantity
    await tx.execute(_PUT, *values(tx, cart, item))
    return await after(tx, visitor, cart, world)


async def remove_item(tx: Tx, token: str | None, item_id: UUID) -> Changed:
    """Take a line out; raises NotFound."""
    visitor, cart, item = await line_of(tx, token, item_id)
    await delete_lines(tx, cart, [item.id])
    cart.items.remove(item)
    return await after(tx, visitor, cart, None)


async def clear_cart(tx: Tx, token: str | None) -> Changed:
    """Take all lines and codes out; an order that was made of them stays payable."""
    visitor = await merging.visitor(tx, token)
    cart = await locked_cart(tx, visitor)
    if cart is not None and cart.items:
        await delete_lines(tx, cart, [item.id for item in cart.items])
        cart.items.clear()
    if cart is not None and cart.coupons:
        await _set_codes(tx, cart, [])
    return await after(tx, visitor, cart, None)


class Destination(msgspec.Struct, frozen=True, kw_only=True):
    """Where a cart is to go, and which business it is for, if any."""

    country: str
    region: str = ""
    postal_code: str = ""
    company: str = ""
    vat_id: str = ""


async def set_place(tx: Tx, token: str | None, place: Destination) -> Changed:
    """Say where the cart is to go, for its quotes. Raises Invalid for a country that the market does not serve."""
    visitor = await merging.visitor(tx, token)
    cart, new_token = await open_cart(tx, visitor, None)
    await tx.flush()  # a new cart is changed below
    cart.country, cart.region, cart.postal_code = place.country, place.region, place.postal_code
    cart.company, cart.vat_id = place.company, place.vat_id
    world = await bills.around(tx, cart)
    quotes.must_ship_to(world.market, cart.country, "country")
    await tx.execute(
        """UPDATE cart.carts SET country = $2, region = $3, postal_code = $4, company = $5, vat_id = $6,
               version = version + 1, updated_at = $7 WHERE shopper_id = $1""",
        cart.shopper_id,
        cart.country,
        cart.region,
        cart.postal_code,
        cart.company,
        cart.vat_id,
        tx.now,
    )
    return await after(tx, visitor, cart, world, new_token)


async def choose_shipping(tx: Tx, token: str | None, choices: Mapping[str, str]) -> Changed:
    """Choose one shipping option for each of these sellers. Raises Invalid naming those that are not offered here."""
    if len(choices) > limits.LINES_MAX:
        raise invalid("", f"names more than {limits.LINES_MAX} sellers")
    visitor = await merging.visitor(tx, token)
    cart = await locked_cart(tx, visitor)
    if cart is None:
        raise quotes.CartEmpty
    world = await bills.around(tx, cart)
    faults: list[FieldError] = []
    for seller, option in choices.items():
        try:
            seller_id = ids.decode_owner("sel", seller, seller)
            cart.shipping[str(seller_id)] = quotes.profile_chosen(world, seller_id, option, seller)
        except Invalid as error:
            faults += error.errors
    bill = views.bill_of(cart, world, tx.now)
    for seller_id, shipping in bill.shipping.items():
        seller = ids.encode_owner("sel", seller_id)
        if shipping.replaced and seller in choices:
            faults.append(FieldError(seller, "is not offered for this cart and address"))
    if faults:
        raise Invalid(errors=faults)
    await tx.execute(
        "UPDATE cart.carts SET shipping = $2, version = version + 1, updated_at = $3 WHERE shopper_id = $1",
        cart.shopper_id,
        cart.shipping,
        tx.now,
    )
    return await after(tx, visitor, cart, world)


async def enter_code(tx: Tx, token: str | None, typed: str) -> Changed:
    """Put a coupon's code on the cart, in place of another one of the same owner; there already, it changes nothing.

    One whose minimum is not reached stays, for what is added later. Raises CartEmpty, CouponUnknown, CouponExpired,
    CouponUsedUp, or CouponsFull.
    """
    visitor = await merging.visitor(tx, token)
    cart = await locked_cart(tx, visitor)
    if cart is None or not cart.items:
        raise quotes.CartEmpty
    code = coupons.normal(typed)
    found = await coupons.coupons_of(tx, [code, *cart.coupons], cart.open_order_id)
    coupon = found.get(code)
    if coupon is None:
        raise CouponUnknown
    if fault := coupon.fault(cart.currency, tx.now):
        raise fault
    if coupon.uses_per_customer_max is not None and visitor.account_id is not None:
        used = await coupons.uses_by(
            tx, coupon, coupons.customers(visitor.account_id, ""), cart.open_order_id
        )
        if used >= coupon.uses_per_customer_max:
            raise CouponUsedUp("You have used this code already.")
    others = [one for one in cart.coupons if one in found and found[one].seller_id != coupon.seller_id]
    if code in cart.coupons:
        return await after(tx, visitor, cart, None)
    if len(others) >= limits.COUPONS_MAX:
        raise CouponsFull
    await _set_codes(tx, cart, [*others, code])
    return await after(tx, visitor, cart, None)


async def remove_code(tx: Tx, token: str | None, typed: str) -> Changed:
    """Take a code off the cart; raises NotFound."""
    visitor = await merging.visitor(tx, token)
    cart = await locked_cart(tx, visitor)
    code = coupons.normal(typed)
    if cart is None or code not in cart.coupons:
        raise NotFound
    await _set_codes(tx, cart, [one for one in cart.coupons if one != code])
    return await after(tx, visitor, cart, None)


async def _set_codes(tx: Tx, cart: Cart, codes: list[str]) -> None:
    cart.coupons = codes
    await tx.execute(
        "UPDATE cart.carts SET coupons = $2, version = version + 1, updated_at = $3 WHERE shopper_id = $1",
        cart.shopper_id,
        codes,
        tx.now,
    )


async def locked_cart(tx: Tx, visitor: Visitor) -> Cart | None:
    """The visitor's cart, locked."""
    if visitor.account_id is None:
        return visitor.cart
    return await carts.locked_cart_of(tx, visitor.account_id)


async def open_cart(tx: Tx, visitor: Visitor, market_id: str | None) -> tuple[Cart, str | None]:
    """The visitor's cart, locked, made if there is none; an empty one goes over to the market that is asked for."""
    new_token = None
    cart: Cart | None
    if visitor.account_id is not None:
        cart = await opening.cart_of_account(tx, visitor.account_id, market_id)
    else:
        cart = await locked_cart(tx, visitor)
        if cart is None:
            cart, new_token = await opening.cart_of_new_guest(tx, market_id)
    if market_id is not None and market_id != cart.market and not cart.items:
        await opening.move_to_market(tx, cart, market_id)
    return cart, new_token


async def line_of(tx: Tx, token: str | None, item_id: UUID) -> tuple[Visitor, Cart, Item]:
    """The visitor, the cart, locked, and a line of it; raises NotFound."""
    visitor = await merging.visitor(tx, token)
    cart = await locked_cart(tx, visitor)
    item = None if cart is None else cart.item(item_id)
    if cart is None or item is None:
        raise NotFound
    return visitor, cart, item


def _on_sale(world: Around, variant_id: UUID) -> Offer:
    seller_id = ids.owner_of(variant_id)
    offer, card = world.offers.get(variant_id), world.cards.get(seller_id)
    if offer is None or not offer.on_sale or card is None or card.status != "active":
        raise invalid("variant_id", "is not on sale here")
    if not world.profiles.get(seller_id) and offer.fulfilment == "ship":
        raise quotes.SellerUnavailable(sellers=[ids.encode_owner("sel", seller_id)])
    return offer


def _within_limits(cart: Cart, item: Item, offer: Offer, quantity: int) -> None:
    most = limits.quantity_max(offer.max_per_order, None)
    if quantity > most:
        raise invalid("quantity", f"can be {most} at most, and {item.quantity} are in the cart")
    others = sum(one.quantity for one in cart.items if one.variant_id == item.variant_id and one is not item)
    if offer.available is not None and quantity + others > offer.available + cart.held(item.variant_id):
        left = max(0, offer.available + cart.held(item.variant_id))
        raise OutOfStock(
            f"Only {left} of {offer.product_title} can be bought.",
            variants=[ids.encode("var", item.variant_id)],
        )


def values(tx: Tx, cart: Cart, item: Item) -> tuple[Any, ...]:
    """A line's columns, as `ITEMS` names them and `_PUT` numbers them."""
    told = (item.quantity, item.seen_amount, item.currency, item.seen_title)
    return (cart.shopper_id, cart.id, item.id, item.variant_id, item.personalisation, *told, tx.now)


async def delete_lines(tx: Tx, cart: Cart, item_ids: list[UUID]) -> None:
    """Delete these lines and count the cart's version."""
    await tx.execute(
        """WITH c AS (UPDATE cart.carts SET version = version + 1, updated_at = $3 WHERE shopper_id = $1)
           DELETE FROM cart.cart_items WHERE shopper_id = $1 AND id = ANY($2::uuid[])""",
        cart.shopper_id,
        item_ids,
        tx.now,
    )


async def after(
    tx: Tx, visitor: Visitor, cart: Cart | None, world: Around | None, new_token: str | None = None
) -> Changed:
    """The cart as it is shown after a change."""
    if cart is None:
        out = await views.empty(tx, visitor.notices)
    else:
        world = world or await bills.around(tx, cart)
        out = await opening.shown_after(tx, cart, world, visitor.notices)
    return Changed(cart=out, token=new_token, token_ended=visitor.token_ended)
