"""Merging a guest's cart into the account's when a request carries both, once; a replay finds the token ended."""

from uuid import UUID

import msgspec

from feria.core import ids
from feria.core.db import Tx
from feria.services.cart.actions import opening
from feria.services.cart.queries import carts
from feria.services.cart.queries.carts import Cart, Item
from feria.services.cart.rules import limits
from feria.services.cart.schemas import NoticeOut
from feria.services.product import contract as product
from feria.services.product.contract import Offer
from feria.services.user import contract as user


class Visitor(msgspec.Struct, frozen=True, kw_only=True):
    """Who shops: an account's or guest's number (None: a guest without a cart), and what a merge has to tell.

    `cart` is a guest's, locked.
    """

    shopper_id: int | None
    cart: Cart | None = None
    account_id: int | None = None
    notices: list[NoticeOut] = []
    token_ended: bool = False


class _Plan(msgspec.Struct, kw_only=True):
    """What the account's cart takes over, and what there is to tell about it."""

    items: list[Item]
    notices: list[NoticeOut]
    changed: bool = False


async def shopper_of(tx: Tx, cart_token: str | None) -> int | None:
    """The shopper of a request: the account's own number, a guest's cart being merged into its, else the guest's.

    A guest's cart is locked on the way.
    """
    found = await visitor(tx, cart_token)
    if found.cart is not None:
        tx.locked["cart", found.cart.shopper_id] = found.cart
    return found.shopper_id


async def visitor(tx: Tx, cart_token: str | None) -> Visitor:
    """Who shops. A request with sign-in and a guest's token merges both carts and ends the token."""
    account_id = tx.actor.account_id
    if account_id is None:
        cart = await carts.locked_cart_of_token(tx, cart_token)
        return Visitor(shopper_id=None if cart is None else cart.shopper_id, cart=cart)
    guest_id = await carts.shopper_of_token(tx, cart_token)
    notices = None if guest_id is None else await merge_carts(tx, account_id, guest_id)
    return Visitor(
        shopper_id=account_id, account_id=account_id, notices=notices or [], token_ended=notices is not None
    )


async def merge_carts(tx: Tx, account_id: int, guest_id: int) -> list[NoticeOut] | None:
    """Move the guest's lines to the account's cart and link the numbers; None when that was done before.

    Locks the account's cart first, then the guest's. The guest's row stays for an order that is still open: it remains
    payable under the guest's number. The account's cart takes over its tie unless it has an open order itself.
    """
    cart = await opening.cart_of_account(tx, account_id)
    guest = await carts.locked_cart_of(tx, guest_id)
    if guest is None or guest.merged_into is not None or guest.account_id is not None:
        return None
    notices: list[NoticeOut] = []
    takes_tie = False
    if guest.items or guest.open_order_id is not None:
        market_id = cart.market if cart.items else guest.market
        wanted = [item.variant_id for item in [*guest.items, *cart.items]]
        offers = await product.offers(tx, wanted, market_id)
        plan = _planned(cart, guest, offers)
        takes_tie = guest.open_order_id is not None and cart.open_order_id is None
        await _take_over(tx, cart, guest, plan, market_id)
        notices = plan.notices
    await _keep_saved(tx, account_id, guest_id)
    await _end_guest(tx, guest, account_id, untie=takes_tie)
    await user.link_shopper(tx, account_id, guest_id)
    tx.audit("cart.merged", ids.encode("cart", guest.id), guest=guest_id, account=account_id)
    return notices


def _planned(cart: Cart, guest: Cart, offers: dict[UUID, Offer]) -> _Plan:
    own = {(item.variant_id, item.personalisation): item for item in cart.items}
    plan = _Plan(items=[], notices=[])
    if guest.items:
        plan.notices.append(
            NoticeOut(code="carts_merged", message="What you chose before signing in is now in your cart.")
        )
    room = limits.LINES_MAX - len(cart.items)
    for item in guest.items:
        mine = own.get((item.variant_id, item.personalisation))
        offer = offers.get(item.variant_id)
        elsewhere = offer is None and guest.currency != cart.currency and bool(cart.items)
        if elsewhere or (mine is None and room == 0):
            plan.changed = True
            plan.notices.append(
                NoticeOut(code="line_dropped", message=f"{item.seen_title} did not fit into your cart.")
            )
            continue
        room -= mine is None
        _plan_line(plan, cart, guest, item, mine, offer)
    return plan


def _plan_line(
    plan: _Plan, cart: Cart, guest: Cart, item: Item, mine: Item | None, offer: Offer | None
) -> None:
    """Add one line to the plan, its quantity clamped to stock and limits."""
    held = cart.held(item.variant_id) + guest.held(item.variant_id)
    available = None if offer is None or offer.available is None else offer.available + held
    most = limits.quantity_max(None if offer is None else offer.max_per_order, available)
    before = 0 if mine is None else mine.quantity
    quantity = limits.merged_quantity(before, item.quantity, most)
    foreign_price = guest.currency != cart.currency and offer is not None
    moved = msgspec.structs.replace(
        item if mine is None else mine,
        id=ids.new(cart.shopper_id) if mine is None else mine.id,
        quantity=quantity,
    )
    if mine is None and foreign_price and offer is not None:
        moved.seen_amount, moved.currency = offer.amount, offer.currency
    plan.items.append(moved)
    if quantity < before + item.quantity:
        plan.changed = True
        plan.notices.append(
            NoticeOut(
                code="quantity_reduced",
                message=f"Only {quantity} of {item.seen_title} can be bought, so the quantity was lowered.",
                item_id=ids.encode("item", moved.id),
            )
        )


_TAKE_OVER = """
WITH c AS (
    UPDATE cart.carts SET version = version + 1, market = $3, currency = $4, country = $5, region = $6,
        postal_code = $7, company = $22, vat_id = $23, shipping = $8, gift_notes = $21, coupons = $20,
        open_order_id = $9,
        ordered_version = CASE WHEN $10 THEN version + 1 WHEN $9 = open_order_id THEN ordered_version END,
        ordered = $11, updated_at = $12
    WHERE shopper_id = $1 AND id = $2
)
INSERT INTO cart.cart_items
    (shopper_id, cart_id, id, variant_id, personalisation, quantity, seen_amount, currency, seen_title, created_at)
SELECT $1, $2, w.id, w.variant_id, w.personalisation, w.quantity, w.seen_amount, w.currency, w.seen_title, $12
FROM unnest($13::uuid[], $14::uuid[], $15::text[], $16::integer[], $17::bigint[], $18::text[], $19::text[])
    AS w(id, variant_id, personalisation, quantity, seen_amount, currency, seen_title)
ON CONFLICT (shopper_id, cart_id, variant_id, personalisation) DO UPDATE SET quantity = excluded.quantity"""


async def _take_over(tx: Tx, cart: Cart, guest: Cart, plan: _Plan, market_id: str) -> None:
    """Write the account's cart: its own address, choices and codes go before the guest's, its own order likewise."""
    place = cart if cart.country else guest
    tied = cart if cart.open_order_id is not None else guest
    same_as_ordered = (
        tied is guest and not cart.items and not plan.changed and guest.ordered_version == guest.version
    )
    await tx.execute(
        _TAKE_OVER,
        cart.shopper_id,
        cart.id,
        market_id,
        cart.currency if cart.items else guest.currency,
        place.country,
        place.region,
        place.postal_code,
        {**guest.shipping, **cart.shipping},
        tied.open_order_id,
        same_as_ordered and guest.open_order_id is not None,
        tied.ordered,
        tx.now,
        [item.id for item in plan.items],
        [item.variant_id for item in plan.items],
        [item.personalisation for item in plan.items],
        [item.quantity for item in plan.items],
        [item.seen_amount for item in plan.items],
        [item.currency for item in plan.items],
        [item.seen_title for item in plan.items],
        cart.coupons or guest.coupons,
        {**guest.gift_notes, **cart.gift_notes},
        place.company,
        place.vat_id,
    )


async def _keep_saved(tx: Tx, account_id: int, guest_id: int) -> None:
    """What the guest kept for later goes to the account's, which keeps its own count of what both have."""
    rows = await tx.fetch("DELETE FROM cart.saved_items WHERE shopper_id = $1 RETURNING *", guest_id)
    if not rows:
        return
    held = await tx.fetchval("SELECT count(*) FROM cart.saved_items WHERE shopper_id = $1", account_id)
    newest = sorted(rows, key=lambda row: (row["created_at"], row["id"]), reverse=True)
    for row in newest[: max(0, limits.SAVED_MAX - held)]:
        await tx.execute(
            """INSERT INTO cart.saved_items
                   (shopper_id, id, variant_id, personalisation, quantity, seen_amount, currency, seen_title,
                    created_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
               ON CONFLICT (shopper_id, variant_id, personalisation) DO NOTHING""",
            account_id,
            ids.new(account_id),
            *(row[name] for name in _SAVED),
        )


_SAVED = ("variant_id", "personalisation", "quantity", "seen_amount", "currency", "seen_title", "created_at")


async def _end_guest(tx: Tx, guest: Cart, account_id: int, *, untie: bool) -> None:
    await tx.execute(
        """WITH gone AS (DELETE FROM cart.cart_items WHERE shopper_id = $1),
                ended AS (DELETE FROM cart.cart_tokens WHERE shopper_id = $1)
           UPDATE cart.carts SET merged_into = $2, version = version + 1, updated_at = $3,
               open_order_id = CASE WHEN $4 THEN NULL ELSE open_order_id END,
               ordered_version = CASE WHEN $4 THEN NULL ELSE ordered_version END,
               ordered = CASE WHEN $4 THEN '{}' ELSE ordered END
           WHERE shopper_id = $1""",
        guest.shopper_id,
        account_id,
        tx.now,
        untie,
    )
