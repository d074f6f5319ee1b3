"""Making carts and locking them for a change, and showing them afterwards."""

import secrets
from collections.abc import Sequence

import msgspec

from feria.core import ids
from feria.core.db import Rows, Tx
from feria.services.cart.queries import carts, views
from feria.services.cart.queries.bills import Around
from feria.services.cart.queries.carts import Cart
from feria.services.cart.queries.views import PriceChange
from feria.services.cart.schemas import CartOut, NoticeOut
from feria.services.user import contract as user

TOKEN_BYTES = 16  # 128 bits


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """A cart after a change; `token` is a new guest's, told once, `token_ended` that a merge used the given one up."""

    cart: CartOut
    token: str | None = None
    token_ended: bool = False


_MAKE = """
INSERT INTO cart.carts (shopper_id, id, account_id, market, currency, created_at, updated_at)
VALUES ($1, $2, $1, $3, $4, $5, $5)
ON CONFLICT (shopper_id) DO NOTHING"""

CARTS = Rows(
    "cart.carts",
    (("shopper_id", "bigint"), ("id", "uuid"), ("market", "text"), ("currency", "text"), ("created_at", "timestamptz"),
     ("updated_at", "timestamptz")),
)  # fmt: skip
TOKENS = Rows(
    "cart.cart_tokens",
    (("token_hash", "bytea"), ("shopper_id", "bigint"), ("cart_id", "uuid"), ("created_at", "timestamptz")),
)


async def cart_of_account(tx: Tx, account_id: int, market_id: str | None = None) -> Cart:
    """The account's cart, locked, made when there is none; two first requests at once make one."""
    found = await carts.locked_cart_of(tx, account_id)
    if found is None:
        market = await user.market(tx, market_id)
        await tx.execute(_MAKE, account_id, ids.new(account_id), market.id, market.currency, tx.now)
        found = await carts.locked_cart_of(tx, account_id)
    assert found is not None, "an account's cart is never deleted"
    return found


async def cart_of_new_guest(
    tx: Tx, market_id: str | None = None, *, shopper_id: int | None = None
) -> tuple[Cart, str]:
    """A new guest's cart and its token, written with what the transaction collects.

    The guest draws a shopper number that never changes, or the demo brings one.
    """
    market = await user.market(tx, market_id)
    if shopper_id is None:
        shopper_id = await user.next_owner(tx)
    cart = Cart(
        shopper_id=shopper_id,
        id=ids.new(shopper_id),
        account_id=None,
        market=market.id,
        currency=market.currency,
        country="",
        region="",
        postal_code="",
        company="",
        vat_id="",
        shipping={},
        gift_notes={},
        live_rates={},
        told_taxes={},
        coupons=[],
        version=1,
        open_order_id=None,
        ordered_version=None,
        ordered={},
        merged_into=None,
        items=[],
    )
    token = secrets.token_urlsafe(TOKEN_BYTES)
    tx.collect(CARTS, shopper_id, cart.id, cart.market, cart.currency, tx.now, tx.now)
    tx.collect(TOKENS, carts.token_hash(token), shopper_id, cart.id, tx.now)
    return cart, token


async def shown_after(tx: Tx, cart: Cart, world: Around, notices: Sequence[NoticeOut] = ()) -> CartOut:
    """The cart as shown, with every change told; what has been told is not told again."""
    out = views.view(cart, world, tx.now, notices)
    await note_prices_told(tx, cart.shopper_id, views.untold_prices(cart, world))
    return out


async def note_prices_told(tx: Tx, shopper_id: int, changes: Sequence[PriceChange]) -> None:
    """Remember the prices that the shopper has now been told; what would be ordered does not change by that."""
    if changes:
        await tx.execute(
            """UPDATE cart.cart_items i SET seen_amount = w.amount
               FROM unnest($2::uuid[], $3::bigint[], $4::bigint[]) AS w(id, seen_amount, amount)
               WHERE i.shopper_id = $1 AND i.id = w.id AND i.seen_amount = w.seen_amount""",
            shopper_id,
            [change.item_id for change in changes],
            [change.seen_amount for change in changes],
            [change.amount for change in changes],
        )


async def move_to_market(tx: Tx, cart: Cart, market_id: str) -> None:
    """Let a cart without lines belong to another market; its place and choices belonged to the former one."""
    market = await user.market(tx, market_id)
    cart.market, cart.currency = market.id, market.currency
    cart.country, cart.region, cart.postal_code, cart.shipping, cart.gift_notes = "", "", "", {}, {}
    cart.company, cart.vat_id = "", ""
    await tx.execute(
        """UPDATE cart.carts SET market = $2, currency = $3, country = '', region = '', postal_code = '',
               company = '', vat_id = '', shipping = '{}', gift_notes = '{}', version = version + 1, updated_at = $4
           WHERE shopper_id = $1""",
        cart.shopper_id,
        cart.market,
        cart.currency,
        tx.now,
    )
