"""Carts as stored, and how a guest's token leads to one; a cart is reached by its shopper's number only."""

import hashlib
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from feria.core.db import Tx


class Item(msgspec.Struct, kw_only=True):
    """A line as stored; `seen_amount` is the unit price that the shopper was last told."""

    id: UUID
    variant_id: UUID
    personalisation: str
    quantity: int
    seen_amount: int
    currency: str
    seen_title: str


class Cart(msgspec.Struct, kw_only=True):
    """A cart with its lines in the order of adding.

    `shipping` is the chosen profile by seller's number, `live_rates` what carriers told by profile, `told_taxes` what
    an online service told by seller's number, `coupons` the codes that were entered, `ordered` the quantity by variant
    that the open order holds in stock for this shopper; JSON keeps keys and ids of them as text. `company` and `vat_id`
    are a business buyer's, as typed.
    """

    shopper_id: int
    id: UUID
    account_id: int | None
    market: str
    currency: str
    country: str
    region: str
    postal_code: str
    company: str
    vat_id: str
    shipping: dict[str, str]
    gift_notes: dict[str, str]
    live_rates: dict[str, dict[str, Any]]
    told_taxes: dict[str, dict[str, Any]]
    coupons: list[str]
    version: int
    open_order_id: UUID | None
    ordered_version: int | None
    ordered: dict[str, int]
    merged_into: int | None
    items: list[Item]

    def held(self, variant_id: UUID) -> int:
        """Pieces of a variant that this shopper's own open order holds, so that he never blocks himself."""
        return self.ordered.get(str(variant_id), 0) if self.open_order_id is not None else 0

    def item(self, item_id: UUID) -> Item | None:
        """The line of this id."""
        return next((item for item in self.items if item.id == item_id), None)


CART = (
    "c.shopper_id, c.id, c.account_id, c.market, c.currency, c.country, c.region, c.postal_code, c.company, c.vat_id,"
    " c.shipping, c.gift_notes, c.live_rates, c.told_taxes, c.coupons,"
    " c.version, c.open_order_id, c.ordered_version, c.ordered, c.merged_into"
)
_ITEM = (
    "i.id AS item_id, i.variant_id, i.personalisation, i.quantity, i.seen_amount, i.currency AS item_currency,"
    " i.seen_title"
)
_ITEMS_OF = "LEFT JOIN cart.cart_items i ON i.shopper_id = c.shopper_id AND i.cart_id = c.id"

_READ = f"SELECT {CART}, {_ITEM} FROM cart.carts c {_ITEMS_OF} WHERE c.shopper_id = $1 ORDER BY i.created_at, i.id"  # noqa: S608
_READ_BY_TOKEN = f"""
SELECT {CART}, {_ITEM} FROM cart.cart_tokens t JOIN cart.carts c ON c.shopper_id = t.shopper_id {_ITEMS_OF}
WHERE t.token_hash = $1 ORDER BY i.created_at, i.id"""  # noqa: S608


def _locked(chosen: str) -> str:
    """The statement that locks a chosen cart.

    A statement that waits for a row lock then sees the row's newest state, but all other rows as they were before the
    wait. So the row is read a second time without the lock: equal versions say that the lines are current.
    """
    return f"""
WITH c AS MATERIALIZED ({chosen})
SELECT {CART}, {_ITEM}, before.version = c.version AS current
FROM c JOIN cart.carts before ON before.shopper_id = c.shopper_id AND before.id = c.id {_ITEMS_OF}
ORDER BY i.created_at, i.id"""  # noqa: S608


_LOCKED = _locked("SELECT * FROM cart.carts WHERE shopper_id = $1 FOR UPDATE")
_LOCKED_UNLESS_MERGED = _locked(
    "SELECT * FROM cart.carts WHERE shopper_id = $1 AND merged_into IS NULL FOR UPDATE"
)
_LOCKED_BY_TOKEN = _locked(
    """SELECT c.* FROM cart.cart_tokens t JOIN cart.carts c ON c.shopper_id = t.shopper_id
    WHERE t.token_hash = $1 AND c.merged_into IS NULL FOR UPDATE OF c"""
)


async def cart_of(tx: Tx, shopper_id: int) -> Cart | None:
    """The shopper's cart, read without a lock."""
    return from_rows(await tx.fetch(_READ, shopper_id))


async def cart_of_token(tx: Tx, token: str | None) -> Cart | None:
    """The cart of the guest whom a token stands for, read without a lock; None for none, an unknown or ended one."""
    return from_rows(await tx.fetch(_READ_BY_TOKEN, token_hash(token))) if token else None


async def locked_cart_of(tx: Tx, shopper_id: int) -> Cart | None:
    """The shopper's cart, its row locked: one statement, a second one after waiting for somebody else's change."""
    return await _current(tx, await tx.fetch(_LOCKED, shopper_id))


async def locked_cart_unless_merged(tx: Tx, shopper_id: int) -> Cart | None:
    """As `locked_cart_of`, but a cart that was merged into another is left for after that one."""
    return await _current(tx, await tx.fetch(_LOCKED_UNLESS_MERGED, shopper_id))


async def locked_cart_of_token(tx: Tx, token: str | None) -> Cart | None:
    """The cart of the guest whom a token stands for, locked; None for none, an unknown or an ended token."""
    return await _current(tx, await tx.fetch(_LOCKED_BY_TOKEN, token_hash(token))) if token else None


async def _current(tx: Tx, rows: list[asyncpg.Record]) -> Cart | None:
    if rows and not rows[0]["current"]:
        rows = await tx.fetch(_READ, rows[0]["shopper_id"])
    return from_rows(rows)


def from_rows(rows: list[asyncpg.Record]) -> Cart | None:
    """A cart from its rows joined with its lines, None from no row."""
    if not rows:
        return None
    first = rows[0]
    values: dict[str, Any] = {name: first[name] for name in Cart.__struct_fields__ if name != "items"}
    return Cart(**values, items=[_item(row) for row in rows if row["item_id"] is not None])


def _item(row: asyncpg.Record) -> Item:
    return Item(
        id=row["item_id"],
        variant_id=row["variant_id"],
        personalisation=row["personalisation"],
        quantity=row["quantity"],
        seen_amount=row["seen_amount"],
        currency=row["item_currency"],
        seen_title=row["seen_title"],
    )


def token_hash(token: str) -> bytes:
    """What is stored of a guest's token."""
    return hashlib.sha256(token.encode()).digest()


async def shopper_of_token(tx: Tx, token: str | None) -> int | None:
    """The guest that a token stands for; None for none, an unknown or an ended one."""
    if not token:
        return None
    found: int | None = await tx.fetchval(
        "SELECT shopper_id FROM cart.cart_tokens WHERE token_hash = $1", token_hash(token)
    )
    return found
