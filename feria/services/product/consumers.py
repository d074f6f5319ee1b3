"""What the catalogue does about events of other services."""

from collections import Counter
from uuid import UUID

from feria.core import events
from feria.core.db import Tx
from feria.services.order.events import OrderPlaced, SellerOrderDelivered
from feria.services.product.actions import changes, reviews, sales
from feria.services.user.events import SellerChanged, SellerStatusChanged


@events.consumes(SellerStatusChanged)
async def show_or_hide_products_when_seller_status_changed(tx: Tx, event: SellerStatusChanged) -> None:
    """Only active sellers' products are in the indexes."""
    if "active" in (event.before, event.status):
        await changes.note_changes_of_seller(tx, event.seller_id)


@events.consumes(SellerChanged)
async def refresh_cards_when_seller_changed(tx: Tx, event: SellerChanged) -> None:
    """Cards carry the seller's name and the colour of the stall."""
    await changes.note_changes_of_seller(tx, event.seller_id)


@events.consumes(OrderPlaced)
async def note_sales_when_order_placed(tx: Tx, event: OrderPlaced) -> None:
    """The order by best-selling counts units of placed orders."""
    sold: Counter[UUID] = Counter()
    for seller_order in event.seller_orders:
        for line in seller_order.lines:
            sold[line.product_id] += line.quantity
    sales.note_sales(tx, sold)


@events.consumes(SellerOrderDelivered)
async def note_reviewable_lines_when_seller_order_delivered(tx: Tx, event: SellerOrderDelivered) -> None:
    """What has arrived may be reviewed by its buyer."""
    arrival = reviews.Arrival(
        seller_id=event.seller_id,
        seller_order_id=event.seller_order_id,
        order_id=event.order_id,
        shopper_id=event.shopper_id,
        buyer_name=event.buyer_name,
        token_hash=bytes.fromhex(event.token_hash),
        delivered_at=event.delivered_at,
        lines=[(line.id, line.product_id, line.variant_title) for line in event.lines],
    )
    await reviews.note_arrival(tx, arrival)
