"""Sales figures that follow from events."""

from feria.core.db import Tx
from feria.core.events import consumes
from feria.services.analytics import actions
from feria.services.order.events import OrderPlaced, SellerOrderCancelled


@consumes(OrderPlaced)
async def record_sale_when_order_placed(tx: Tx, event: OrderPlaced) -> None:
    """Each seller's part counts for that seller; sellers in one order, so that two deliveries never deadlock."""
    sales = [
        (part.seller_id, part.total, sum(line.quantity for line in part.lines))
        for part in sorted(event.seller_orders, key=lambda part: part.seller_id)
    ]
    await actions.add_sales(tx, event.placed_at, sales)


@consumes(SellerOrderCancelled)
async def record_cancellation_when_seller_order_cancelled(tx: Tx, event: SellerOrderCancelled) -> None:
    """What was cancelled is noted where it was sold, so that revenue − cancelled is what remains of a day."""
    await actions.add_cancellation(tx, event.seller_id, event.placed_at, event.amount, event.units)
