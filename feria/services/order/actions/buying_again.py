"""Buying once more what was bought before: the order's things go into the cart."""

from uuid import UUID

from feria.core import ids
from feria.core.db import Tx
from feria.core.errors import Forbidden
from feria.services.cart import contract as cart
from feria.services.cart.contract import PutAgain, Wish
from feria.services.order.queries import access, rows
from feria.services.order.queries.rows import LineRow
from feria.services.order.schemas import AgainLineOut, AgainOut


async def buy_again(
    tx: Tx, order_ref: str, order_token: str | None, cart_token: str | None
) -> tuple[AgainOut, PutAgain]:
    """Put what is still sold of an order into its buyer's cart; by line, what could not be put there and why.

    `order_ref` is its id or number. Raises NotFound, or Forbidden for staff.
    """
    order, roles = await access.order_named(tx, order_ref, order_token)
    if "buyer" not in roles:
        raise Forbidden
    lines = await rows.lines(tx, await rows.seller_orders(tx, order.seller_ids, [order.id]))
    wanted = _wanted(lines)
    lines = [line for line in lines if wanted[line.id]]
    wishes = [
        Wish(variant_id=line.variant_id, personalisation=line.personalisation, quantity=wanted[line.id])
        for line in lines
    ]
    put = await cart.put_again(tx, cart_token, wishes, order.market)
    out = AgainOut(
        lines=[
            AgainLineOut(
                line_id=ids.encode("line", line.id),
                title=line.product_title,
                variant_title=line.variant_title,
                wanted=wanted[line.id],
                in_cart=held.in_cart,
                reason=held.reason,
            )
            for line, held in zip(lines, put.held, strict=True)
        ]
    )
    return out, put


def _wanted(lines: list[LineRow]) -> dict[UUID, int]:
    """What was bought in the end; of an order that came to nothing, what was wanted."""
    kept = {line.id: line.ordered - line.cancelled for line in lines}
    return kept if any(kept.values()) else {line.id: line.ordered for line in lines}
