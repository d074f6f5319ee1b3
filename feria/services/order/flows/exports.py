"""A shop's orders written as a file while they are read, so that it may be as long as it is."""

from collections.abc import AsyncIterator
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from feria.core import spreadsheet
from feria.core.auth import Principal
from feria.core.db import Tx
from feria.core.platform import Platform
from feria.services.order import rules
from feria.services.order.queries import rows, seller_lists
from feria.services.order.queries.seller_lists import Found, Selection
from feria.services.order.rules import exporting
from feria.services.user.contract import SellerCard

BATCH = 200


async def export(
    platform: Platform, actor: Principal, seller_id: int, chosen: Selection
) -> AsyncIterator[str]:
    """The lines of the file, its header first; raises NotFound before the first line.

    Each batch is read for itself: an order that changes meanwhile is there as it was or as it is.
    """
    async with platform.db.reading(actor) as tx:
        shop = await seller_lists.shop_of(tx, seller_id)
    return _lines(platform, actor, shop, chosen)


async def _lines(
    platform: Platform, actor: Principal, shop: SellerCard, chosen: Selection
) -> AsyncIterator[str]:
    yield spreadsheet.line(exporting.COLUMNS)
    place: tuple[datetime, UUID] | None = None
    while True:
        async with platform.db.reading(actor, fresh=False) as tx:
            found = await seller_lists.found(tx, shop, chosen, place, BATCH)
            text = await _batch(tx, shop, found)
        if text:
            yield text
        if len(found) < BATCH:
            return
        place = found[-1].place, found[-1].id


async def _batch(tx: Tx, shop: SellerCard, found: list[Found]) -> str:
    """The lines of these orders."""
    parts = {one.id: one for one in await rows.seller_orders_by_id(tx, shop.id, [one.id for one in found])}
    parts_found = list(parts.values())
    orders = {
        one.id: one
        for one in await rows.orders(
            tx, [one.shopper_id for one in parts_found], [one.order_id for one in parts_found]
        )
    }
    lines = await rows.lines(tx, parts_found)
    parcels = await rows.shipments(tx, parts_found)
    zone = ZoneInfo(shop.time_zone)
    written = [
        spreadsheet.line(cells)
        for part in (parts[one.id] for one in found)
        for cells in exporting.lines(
            part,
            [line for line in lines if line.seller_order_id == part.id],
            [parcel for parcel in parcels if parcel.seller_order_id == part.id],
            address=part.shipping_address or orders[part.order_id].shipping_address,
            late=rules.late(part.status, part.ship_by, tx.now),
            zone=zone,
        )
    ]
    return "".join(written)
