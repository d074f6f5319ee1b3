"""Who may see an order, and as what: rows of orders are reached through these functions only.

A buyer is the account (or one that claimed the guest's number) or whoever holds the order's token. Members reach their
own seller order, operator staff everything; for all others an order does not exist.
"""

import hmac
from collections.abc import Sequence
from uuid import UUID

from feria.core import ids
from feria.core.db import Tx
from feria.core.errors import Forbidden, NotFound, invalid
from feria.services.order import rules
from feria.services.order.queries import rows
from feria.services.order.queries.rows import OrderRow, SellerOrderRow
from feria.services.order.rules import Role
from feria.services.user import contract as user

STAFF = ("support", "finance", "moderator")


async def order_for(
    tx: Tx, order_id: UUID, token: str | None, *, only_buyer: bool = False
) -> tuple[OrderRow, list[Role]]:
    """The order and the actor's roles on it; raises NotFound, or Forbidden for staff where only the buyer may."""
    found = await rows.order(tx, ids.owner_of(order_id), order_id)
    return await _allowed(tx, found, token, only_buyer=only_buyer)


async def order_of_number(tx: Tx, number: str, token: str | None) -> tuple[OrderRow, list[Role]]:
    """The order with this number, as `order_for`."""
    owner = await rows.owner_of_number(tx, number.upper()) if rules.is_number(number) else None
    found = None if owner is None else await rows.order(tx, *owner)
    return await _allowed(tx, found, token)


async def order_named(tx: Tx, ref: str, token: str | None) -> tuple[OrderRow, list[Role]]:
    """The order with this id or number, as `order_for`."""
    if ref.startswith("ord_"):
        return await order_for(tx, ids.path("ord", ref), token)
    return await order_of_number(tx, ref, token)


async def seller_order_for(
    tx: Tx, seller_order_id: UUID, token: str | None
) -> tuple[OrderRow, SellerOrderRow, list[Role]]:
    """The seller order with its order, and the actor's roles on it: seller first, then buyer, then operator."""
    part = await rows.seller_order(tx, ids.owner_of(seller_order_id), seller_order_id)
    if part is None:
        raise NotFound
    order = await rows.order(tx, part.shopper_id, part.order_id)
    assert order is not None
    roles = await _roles(tx, order, token, seller_id=part.seller_id)
    if not roles:
        raise NotFound
    return order, part, roles


def acting_seller(tx: Tx, roles: Sequence[Role], reason: str) -> Role:
    """As whom the actor does a seller's work; raises Forbidden, or Invalid for staff without a reason."""
    if "seller" in roles:
        return "seller"
    if "operator" not in roles or not tx.actor.is_operator("support"):
        raise Forbidden
    if not reason.strip():
        raise invalid("reason", "is required of operator staff")
    return "operator"


async def _allowed(
    tx: Tx, order: OrderRow | None, token: str | None, *, only_buyer: bool = False
) -> tuple[OrderRow, list[Role]]:
    roles = [] if order is None else await _roles(tx, order, token)
    if order is None or not roles:
        raise NotFound
    if only_buyer and "buyer" not in roles:
        raise Forbidden
    return order, roles


async def _roles(tx: Tx, order: OrderRow, token: str | None, *, seller_id: int | None = None) -> list[Role]:
    actor, roles = tx.actor, list[Role]()
    if seller_id is not None and actor.member_of(seller_id):
        roles.append("seller")
    if await _bought(tx, order, token):
        roles.append("buyer")
    if actor.is_operator(*STAFF):
        roles.append("operator")
    return roles


async def _bought(tx: Tx, order: OrderRow, token: str | None) -> bool:
    if token is not None and hmac.compare_digest(rules.token_hash(token), order.token_hash):
        return True
    account_id = tx.actor.account_id
    if account_id is None:
        return False
    return account_id == order.shopper_id or order.shopper_id in await user.shoppers_of(tx, account_id)
