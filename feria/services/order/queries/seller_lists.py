"""A shop's seller orders by filters: as pages of a list, and as ids for whoever goes through all of them."""

from datetime import date, datetime, time, timedelta
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from feria.core import pages
from feria.core.db import Tx
from feria.core.errors import NotFound
from feria.core.pages import Page
from feria.services.order import rules, schemas
from feria.services.order.queries import lists, rows
from feria.services.user import contract as user
from feria.services.user.contract import SellerCard

Due = Literal["overdue", "today", "later"]
Sort = Literal["newest", "ship_by"]
READERS = ("support", "finance")

_KEY: type[tuple[datetime, UUID]] = tuple[datetime, UUID]


class Selection(msgspec.Struct, frozen=True, kw_only=True):
    """Which seller orders, in which order. Dates are days in the shop's time zone, both included.

    Without `statuses` they are all that were paid for. `due` picks of what is still to ship what should have left, has
    to leave today, or later. `q` finds the beginning of a number, and parts of buyers' names, titles and SKUs.
    """

    statuses: tuple[str, ...] = ()
    task: str | None = None
    since: date | None = None
    until: date | None = None
    late: bool | None = None
    due: Due | None = None
    q: str = ""
    sort: Sort = "newest"

    def listing(self, seller_id: int) -> str:
        """The list's name with all its filters, to which its cursors are bound."""
        return f"seller orders {seller_id} {msgspec.json.encode(self).decode()}"


class Found(msgspec.Struct, frozen=True):
    """A seller order and its place in the list."""

    id: UUID
    place: datetime


# What has no day to leave by stands behind what has one.
_PLACES = {
    "newest": ("s.created_at", "<", "DESC"),
    "ship_by": ("coalesce(s.ship_by, '9999-01-01'::timestamptz)", ">", "ASC"),
}
_FOUND = """SELECT s.id, {place} AS place FROM "order".seller_orders s
WHERE s.seller_id = $1
  AND CASE WHEN $2::text[] = '{{}}' THEN s.placed_at IS NOT NULL ELSE s.status = ANY($2) END
  AND ($3::timestamptz IS NULL OR ({place}, s.id) {beyond} ($3, $4::uuid))
  AND ($5::timestamptz IS NULL OR s.created_at >= $5) AND ($6::timestamptz IS NULL OR s.created_at < $6)
  AND ($7 = '' OR starts_with(s.number, upper($7)) OR strpos(lower(s.buyer_name), lower($7)) > 0
       OR EXISTS (SELECT FROM "order".order_lines l
                  WHERE l.seller_id = s.seller_id AND l.seller_order_id = s.id
                    AND (strpos(lower(l.product_title), lower($7)) > 0 OR strpos(lower(l.sku), lower($7)) > 0)))
  AND CASE $9::text WHEN 'to_accept' THEN s.status = 'placed'
          WHEN 'to_ship' THEN s.status IN ('accepted', 'partially_shipped')
          WHEN 'overdue' THEN s.status IN ('placed', 'accepted', 'partially_shipped') AND s.ship_by < $10
          ELSE true END
  AND ($11::boolean IS NULL OR $11 = coalesce(s.ship_by < $10 AND s.status = ANY($12::text[]), false))
  AND CASE $13::text WHEN 'overdue' THEN s.status = ANY($12) AND s.ship_by < $10
          WHEN 'today' THEN s.status = ANY($12) AND s.ship_by >= $10 AND s.ship_by < $14
          WHEN 'later' THEN s.status = ANY($12) AND s.ship_by >= $14
          ELSE true END
ORDER BY {place} {way}, s.id {way} LIMIT $8"""
_STATEMENTS = {
    sort: _FOUND.format(place=place, beyond=beyond, way=way) for sort, (place, beyond, way) in _PLACES.items()
}


async def shop_of(tx: Tx, seller_id: int) -> SellerCard:
    """The shop, for its members and the operator staff that may read its orders; raises NotFound."""
    card = (await user.seller_cards(tx, [seller_id])).get(seller_id)
    if card is None or not (tx.actor.member_of(seller_id) or tx.actor.is_operator(*READERS)):
        raise NotFound
    return card


async def found(
    tx: Tx, shop: SellerCard, chosen: Selection, after: tuple[datetime, UUID] | None, limit: int
) -> list[Found]:
    """So many of the selection, beginning behind a place."""
    at, after_id = after or (None, None)
    since, until = lists.moments(chosen.since, chosen.until, shop.time_zone)
    return await tx.all(
        Found,
        _STATEMENTS[chosen.sort],
        shop.id,
        list(chosen.statuses),
        at,
        after_id,
        since,
        until,
        chosen.q,
        limit,
        chosen.task,
        tx.now,
        chosen.late,
        rules.TO_SHIP,
        chosen.due,
        _end_of_today(tx.now, shop.time_zone),
    )


async def orders_of_seller(
    tx: Tx, seller_id: int, chosen: Selection, *, limit: int, after: str | None
) -> Page[schemas.SellerOrderCardOut]:
    """A page of a shop's seller orders. Raises NotFound, BadCursor."""
    shop = await shop_of(tx, seller_id)
    listing = chosen.listing(seller_id)
    place = None if after is None else pages.decode(listing, after, _KEY)
    some = await found(tx, shop, chosen, place, limit + 1)
    page = pages.page(some, limit, listing, "place", "id")
    parts = {
        part.id: part
        for part in await rows.seller_orders_by_id(tx, seller_id, [one.id for one in page.items])
    }
    lines = await rows.lines(tx, list(parts.values()))
    return Page([lists.part_card(tx, parts[one.id], lines, shop) for one in page.items], page.next)


def _end_of_today(now: datetime, time_zone: str) -> datetime:
    zone = ZoneInfo(time_zone)
    return datetime.combine(now.astimezone(zone).date() + timedelta(days=1), time(), zone)
