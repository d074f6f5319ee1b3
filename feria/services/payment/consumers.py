"""What payment does when something happened in other services."""

from feria.core import events
from feria.core.db import Tx
from feria.services.order.events import SellerOrderDelivered
from feria.services.payment.actions import earnings


@events.consumes(SellerOrderDelivered)
async def schedule_release_when_seller_order_delivered(tx: Tx, event: SellerOrderDelivered) -> None:
    """The seller's money becomes available seven days after delivery."""
    await earnings.schedule_release(tx, event.seller_id, event.seller_order_id, event.delivered_at)
