"""The end of a seller order's way: once its last unit has arrived, its money, its reviews and its returns begin."""

from collections.abc import Sequence

from feria.core.db import Tx
from feria.services.order.actions import steps
from feria.services.order.events import DeliveredLine, SellerOrderDelivered
from feria.services.order.queries import rows
from feria.services.order.queries.rows import LineRow, OrderRow, SellerOrderRow


async def arrived_as_a_whole(
    tx: Tx, order: OrderRow, part: SellerOrderRow, *, role: str, reason: str = ""
) -> SellerOrderRow:
    """Take a locked, shipped seller order to `delivered` and tell of it; its lines say so already. The row then."""
    part = await steps.move(tx, part, ["delivered"], role=role, reason=reason)
    await steps.project(tx, order, role=role, reason=reason)
    await tx.publish(_delivered(tx, order, part, await rows.lines(tx, [part])))
    return part


def _delivered(
    tx: Tx, order: OrderRow, part: SellerOrderRow, lines: Sequence[LineRow]
) -> SellerOrderDelivered:
    return SellerOrderDelivered(
        seller_id=part.seller_id,
        seller_order_id=part.id,
        order_id=part.order_id,
        shopper_id=part.shopper_id,
        buyer_name=part.buyer_name,
        token_hash=order.token_hash.hex(),
        lines=[
            DeliveredLine(id=line.id, product_id=line.product_id, variant_title=line.variant_title)
            for line in lines
            if line.delivered
        ],
        delivered_at=tx.now,
    )
