"""Lists of orders, newest first by keyset pages: the buyer's and the operator's; a seller's are in seller_lists.py."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from feria.core import ids, pages
from feria.core.db import Tx
from feria.core.errors import Unauthenticated
from feria.core.money import Money
from feria.core.pages import Page
from feria.services.order import rules, schemas
from feria.services.order.queries import rows, views
from feria.services.order.queries.rows import LineRow, OrderRow, SellerOrderRow
from feria.services.user import contract as user
from feria.services.user.contract import SellerCard

_KEY: type[tuple[datetime, UUID]] = tuple[datetime, UUID]


# Days further out bound nothing, and would leave the range of dates in some time zones.
_FIRST_DAY, _LAST_DAY = date(1970, 1, 1), date(9000, 1, 1)


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Filters and place of a list. Dates are days, both included."""

    status: str | None = None
    since: date | None = None
    until: date | None = None
    late: bool | None = None
    q: str = ""
    limit: int
    after: str | None = None

    def listing(self, name: str) -> str:
        """The list's name with all its filters, to which its cursors are bound."""
        return f"{name} {self.status} {self.since} {self.until} {self.late} {self.q}"


class _Found(msgspec.Struct, frozen=True):
    shopper_id: int
    id: UUID
    created_at: datetime


async def orders_of_buyer(tx: Tx, wanted: Wanted) -> Page[schemas.OrderCardOut]:
    """The orders of the account and of the guests it claimed."""
    if tx.actor.account_id is None:
        raise Unauthenticated
    shoppers = await user.shoppers_of(tx, tx.actor.account_id)
    listing = wanted.listing(f"orders {tx.actor.account_id}")
    at, after_id = place_after(listing, wanted)
    found = await tx.all(
        _Found,
        """SELECT shopper_id, id, created_at FROM "order".orders
           WHERE shopper_id = ANY($1::bigint[]) AND ($2::text IS NULL OR status = $2)
             AND ($3::timestamptz IS NULL OR (created_at, id) < ($3, $4::uuid))
           ORDER BY created_at DESC, id DESC LIMIT $5""",
        shoppers,
        wanted.status,
        at,
        after_id,
        wanted.limit + 1,
    )
    return await _order_page(tx, found, wanted, listing)


async def orders_of_marketplace(tx: Tx, wanted: Wanted) -> Page[schemas.OrderCardOut]:
    """All orders, for operator staff; `q` is a number or an e-mail address, or the beginning of one."""
    listing = wanted.listing("operator orders")
    at, after_id = place_after(listing, wanted)
    since, until = moments(wanted.since, wanted.until, "UTC")
    found = await tx.all(
        _Found,
        """SELECT shopper_id, id, created_at FROM "order".orders o
           WHERE ($1::text IS NULL OR status = $1)
             AND ($2::timestamptz IS NULL OR (created_at, id) < ($2, $3::uuid))
             AND ($4::timestamptz IS NULL OR created_at >= $4) AND ($5::timestamptz IS NULL OR created_at < $5)
             AND ($6 = '' OR starts_with(number, upper($6)) OR starts_with(lower(email), lower($6)))
             AND ($8::boolean IS NULL OR $8 = EXISTS (
                 SELECT FROM "order".seller_orders s WHERE s.seller_id = ANY(o.seller_ids) AND s.order_id = o.id
                     AND s.status = ANY($10::text[]) AND s.ship_by < $9))
           ORDER BY created_at DESC, id DESC LIMIT $7""",
        wanted.status,
        at,
        after_id,
        since,
        until,
        wanted.q.partition("-")[0] if _like_number(wanted.q) else wanted.q,
        wanted.limit + 1,
        wanted.late,
        tx.now,
        rules.TO_SHIP,
    )
    return await _order_page(tx, found, wanted, listing)


async def _order_page(
    tx: Tx, found: list[_Found], wanted: Wanted, listing: str
) -> Page[schemas.OrderCardOut]:
    page = pages.page(found, wanted.limit, listing, "created_at", "id")
    order_ids = [one.id for one in page.items]
    orders = {
        order.id: order for order in await rows.orders(tx, [one.shopper_id for one in page.items], order_ids)
    }
    seller_ids = sorted({seller_id for order in orders.values() for seller_id in order.seller_ids})
    parts = await rows.seller_orders(tx, seller_ids, order_ids)
    lines = await rows.lines(tx, parts)
    cards = await user.seller_cards(tx, seller_ids) if seller_ids else {}
    return Page([_card(tx, orders[order_id], parts, lines, cards) for order_id in order_ids], page.next)


def _card(
    tx: Tx,
    order: OrderRow,
    parts: Sequence[SellerOrderRow],
    lines: Sequence[LineRow],
    cards: dict[int, SellerCard],
) -> schemas.OrderCardOut:
    status: Any = order.status
    payment_status: Any = order.payment_status
    return schemas.OrderCardOut(
        id=ids.encode("ord", order.id),
        number=order.number,
        status=status,
        payment_status=payment_status,
        total=Money(order.total_amount, order.currency),
        seller_orders=[
            part_card(tx, part, lines, cards[part.seller_id]) for part in parts if part.order_id == order.id
        ],
        created_at=order.created_at,
        placed_at=order.placed_at,
    )


def part_card(
    tx: Tx, part: SellerOrderRow, lines: Sequence[LineRow], card: SellerCard
) -> schemas.SellerOrderCardOut:
    """A seller order in a list; `lines` are those of all that are listed."""
    own = [line for line in lines if line.seller_order_id == part.id]
    status: Any = part.status
    return schemas.SellerOrderCardOut(
        id=ids.encode("sord", part.id),
        number=part.number,
        order_id=ids.encode("ord", part.order_id),
        seller=views.shown_seller(card),
        status=status,
        pickup=None if part.pickup is None else user.PickupPlace(**part.pickup),
        buyer_name=part.buyer_name,
        lines=[
            schemas.CardLineOut(
                title=line.product_title,
                variant_title=line.variant_title,
                sku=line.sku,
                image=views.image_of(line),
                image_key=line.image_key,
                quantity=line.ordered,
            )
            for line in own
        ],
        units=sum(line.ordered - line.cancelled for line in own),
        units_to_ship=sum(rules.open_units(line) for line in own) if part.status in rules.SHIPPABLE else 0,
        total=Money(part.total_amount, part.currency),
        created_at=part.created_at,
        placed_at=part.placed_at,
        ship_by=part.ship_by,
        deliver_by=part.deliver_by,
        delivery=views.shown_delivery(part, card),
        accept_by=part.due_at if part.status == "placed" else None,
        late=rules.late(part.status, part.ship_by, tx.now),
    )


def place_after(listing: str, wanted: Wanted) -> tuple[datetime | None, UUID | None]:
    """Behind what the next page begins; raises BadCursor."""
    return (None, None) if wanted.after is None else pages.decode(listing, wanted.after, _KEY)


def moments(first: date | None, last: date | None, time_zone: str) -> tuple[datetime | None, datetime | None]:
    """The first moment of the first day and the one after the last day."""
    zone = ZoneInfo(time_zone)
    since = until = None
    if first is not None and first > _FIRST_DAY:
        since = datetime.combine(first, time(), zone)
    if last is not None and last < _LAST_DAY:
        until = datetime.combine(max(last, _FIRST_DAY) + timedelta(days=1), time(), zone)
    return since, until


def _like_number(q: str) -> bool:
    head, _, tail = q.partition("-")
    return head.isalnum() and tail.isdigit()
