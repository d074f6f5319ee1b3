"""Lists of orders, newest first by keyset pages: the buyer's, a seller's, the operator's."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from feria.core import ids, pages
from feria.core.db import Tx
from feria.core.errors import NotFound, Unauthenticated
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
    """Filters and place of a list. Dates are days in the seller's time zone, both included."""

    status: str | None = None
    task: str | None = None
    since: date | None = None
    until: date | None = None
    q: str = ""
    limit: int
    after: str | None = None

    def listing(self, name: str) -> str:
        """The list's name with all its filters, to which its cursors are bound."""
        return f"{name} {self.status} {self.task} {self.since} {self.until} {self.q}"


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
    at, after_id = _after(listing, wanted)
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
    at, after_id = _after(listing, wanted)
    since, until = _moments(wanted, "UTC")
    found = await tx.all(
        _Found,
        """SELECT shopper_id, id, created_at FROM "order".orders
           WHERE ($1::text IS NULL OR status = $1)
             AND ($2::timestamptz IS NULL OR (created_at, id) < ($2, $3::uuid))
             AND ($4::timestamptz IS NULL OR created_at >= $4) AND ($5::timestamptz IS NULL OR created_at < $5)
             AND ($6 = '' OR starts_with(number, upper($6)) OR starts_with(lower(email), lower($6)))
           ORDER BY created_at DESC, id DESC LIMIT $7""",
        wanted.status,
        at,
        after_id,
        since,
        until,
        wanted.q.partition("-")[0] if _like_number(wanted.q) else wanted.q,
        wanted.limit + 1,
    )
    return await _order_page(tx, found, wanted, listing)


async def orders_of_seller(tx: Tx, seller_id: int, wanted: Wanted) -> Page[schemas.SellerOrderCardOut]:
    """A seller's part of paid orders, for its members and operator staff; unpaid ones by their status only.

    `q` finds the beginning of a number, and parts of buyers' names, titles and SKUs.
    """
    card = (await user.seller_cards(tx, [seller_id])).get(seller_id)
    if card is None or not (tx.actor.member_of(seller_id) or tx.actor.is_operator("support", "finance")):
        raise NotFound
    listing = wanted.listing(f"seller orders {seller_id}")
    at, after_id = _after(listing, wanted)
    since, until = _moments(wanted, card.time_zone)
    found = await tx.all(
        _Found,
        """SELECT s.shopper_id, s.id, s.created_at FROM "order".seller_orders s
           WHERE s.seller_id = $1 AND CASE WHEN $2::text IS NULL THEN s.placed_at IS NOT NULL ELSE s.status = $2 END
             AND ($3::timestamptz IS NULL OR (s.created_at, s.id) < ($3, $4::uuid))
             AND ($5::timestamptz IS NULL OR s.created_at >= $5) AND ($6::timestamptz IS NULL OR s.created_at < $6)
             AND ($7 = '' OR starts_with(s.number, upper($7)) OR strpos(lower(s.buyer_name), lower($7)) > 0
                  OR EXISTS (SELECT FROM "order".order_lines l
                             WHERE l.seller_id = s.seller_id AND l.seller_order_id = s.id
                               AND (strpos(lower(l.product_title), lower($7)) > 0
                                    OR strpos(lower(l.sku), lower($7)) > 0)))
             AND CASE $9::text WHEN 'to_accept' THEN s.status = 'placed'
                     WHEN 'to_ship' THEN s.status IN ('accepted', 'partially_shipped')
                     WHEN 'overdue' THEN s.status IN ('placed', 'accepted', 'partially_shipped') AND s.ship_by < $10
                     ELSE true END
           ORDER BY s.created_at DESC, s.id DESC LIMIT $8""",
        seller_id,
        wanted.status,
        at,
        after_id,
        since,
        until,
        wanted.q,
        wanted.limit + 1,
        wanted.task,
        tx.now,
    )
    page = pages.page(found, wanted.limit, listing, "created_at", "id")
    parts = {
        part.id: part
        for part in await rows.seller_orders_by_id(tx, seller_id, [one.id for one in page.items])
    }
    lines = await rows.lines(tx, list(parts.values()))
    return Page([_part_card(parts[one.id], lines, card) for one in page.items], page.next)


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
    return Page([_card(orders[order_id], parts, lines, cards) for order_id in order_ids], page.next)


def _card(
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
            _part_card(part, lines, cards[part.seller_id]) for part in parts if part.order_id == order.id
        ],
        created_at=order.created_at,
        placed_at=order.placed_at,
    )


def _part_card(
    part: SellerOrderRow, lines: Sequence[LineRow], card: SellerCard
) -> schemas.SellerOrderCardOut:
    own = [line for line in lines if line.seller_order_id == part.id]
    status: Any = part.status
    return schemas.SellerOrderCardOut(
        id=ids.encode("sord", part.id),
        number=part.number,
        order_id=ids.encode("ord", part.order_id),
        seller=views.shown_seller(card),
        status=status,
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
    )


def _after(listing: str, wanted: Wanted) -> tuple[datetime | None, UUID | None]:
    return (None, None) if wanted.after is None else pages.decode(listing, wanted.after, _KEY)


def _moments(wanted: Wanted, time_zone: str) -> tuple[datetime | None, datetime | None]:
    """The first moment of the first day and the one after the last day."""
    zone = ZoneInfo(time_zone)
    since = until = None
    if wanted.since is not None and wanted.since > _FIRST_DAY:
        since = datetime.combine(wanted.since, time(), zone)
    if wanted.until is not None and wanted.until < _LAST_DAY:
        until = datetime.combine(max(wanted.until, _FIRST_DAY) + timedelta(days=1), time(), zone)
    return since, until


def _like_number(q: str) -> bool:
    head, _, tail = q.partition("-")
    return head.isalnum() and tail.isdigit()
