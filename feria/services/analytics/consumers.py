"""Sales figures that follow from events."""

from collections import defaultdict

from feria.core.db import Tx
from feria.core.events import consumes, consumes_together
from feria.services.analytics import actions
from feria.services.analytics.rules import Bucket, Counted, bucket_of
from feria.services.order.events import OrderPlaced, SellerOrderCancelled


@consumes_together(OrderPlaced)
async def record_sale_when_order_placed(tx: Tx, events: list[OrderPlaced]) -> None:
    """Each seller's part counts for that seller."""
    sales: defaultdict[Bucket, Counted] = defaultdict(Counted)
    for event in events:
        for part in event.seller_orders:
            sales[Bucket(part.seller_id, bucket_of(event.placed_at), part.total.currency)].add(
                sum(line.quantity for line in part.lines), part.total.amount
            )
    await actions.add_sales(tx, sales)


@consumes(SellerOrderCancelled)
async def record_cancellation_when_seller_order_cancelled(tx: Tx, event: SellerOrderCancelled) -> None:
    """What was cancelled is noted where it was sold, so that revenue − cancelled is what remains of a day."""
    await actions.add_cancellation(tx, event.seller_id, event.placed_at, event.amount, event.units)
