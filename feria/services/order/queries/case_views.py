"""Cases as people see them: one with all that was said, those of an order, a shop's, and the operator's queue."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, get_args
from uuid import UUID

import msgspec

from feria.core import ids, pages
from feria.core.db import Tx
from feria.core.money import Money
from feria.core.pages import Page
from feria.services.order.queries import claim_views, claims, rows, views
from feria.services.order.queries.claim_views import Wanted
from feria.services.order.queries.claims import CaseRow, Seen
from feria.services.order.queries.rows import SellerOrderRow
from feria.services.order.rules import cases as rules
from feria.services.order.schemas import cases as schemas
from feria.services.user import contract as user
from feria.services.user.contract import SellerCard


class _Found(msgspec.Struct, frozen=True):
    seller_id: int
    id: UUID
    created_at: datetime


async def case_view(tx: Tx, found: CaseRow, seen: Seen) -> schemas.CaseOut:
    """One case for whoever may see it."""
    part, order = seen.part, seen.order
    cards = await user.seller_cards(tx, [part.seller_id])
    return schemas.CaseOut(
        id=ids.encode("case", found.id),
        number=found.number,
        status=found.status,
        reason=found.reason,
        order_id=ids.encode("ord", order.id),
        order_number=order.number,
        seller_order_id=ids.encode("sord", part.id),
        seller_order_number=part.number,
        seller_order_status=part.status,
        seller=views.shown_seller(cards[part.seller_id]),
        buyer_name=part.buyer_name,
        messages=[
            schemas.CaseMessageOut(
                id=ids.encode("msg", one.id),
                by=one.author.partition(" ")[0],
                text=one.text,
                at=one.created_at,
            )
            for one in await claims.messages(tx, found)
        ],
        photos=claim_views.shown_photos(await claims.pictures(tx, [found]), found.id),
        timeline=claim_views.shown_timeline(await claims.steps(tx, [found]), found.id),
        total=Money(part.total_amount, part.currency),
        refundable=Money(part.total_amount - part.refunded_amount, part.currency),
        refunded=Money(found.refund_amount, found.currency) if found.decided_at else None,
        decision=found.decision,
        next=rules.next_statuses(seen.roles, found.status),
        may_write=found.is_open,
        created_at=found.created_at,
        due_at=found.due_at,
        decided_at=found.decided_at,
        version=found.version,
    )


async def cases_of_order(tx: Tx, order_id: str, token: str | None) -> schemas.OrderCasesOut:
    """The cases of an order or of one seller order (by its id), and what may be opened now."""
    _, parts, _ = await claim_views.parts_for(tx, order_id, token)
    found = await claims.cases_of(tx, parts)
    by_id = {part.id: part for part in parts}
    cards = await user.seller_cards(tx, [part.seller_id for part in parts])
    busy = {one.seller_order_id for one in found if one.is_open}
    return schemas.OrderCasesOut(
        items=[_card(one, by_id[one.seller_order_id], cards) for one in found],
        openable=[_openable(tx, part) for part in parts if part.id not in busy and part.placed_at],
    )


def _openable(tx: Tx, part: SellerOrderRow) -> schemas.OpenableOut:
    assert part.placed_at is not None
    when: dict[str, Any] = {
        "deliver_by": part.deliver_by,
        "delivered_at": part.delivered_at,
        "placed_at": part.placed_at,
    }
    over = part.refunded_amount >= part.total_amount or rules.closes_at(**when) < tx.now
    reasons: list[rules.Reason] = []
    for reason in get_args(rules.Reason):
        opens = rules.opens_at(reason, **when)
        if not over and opens is not None and opens <= tx.now:
            reasons.append(reason)
    later = rules.opens_at("not_received", **when)
    return schemas.OpenableOut(
        seller_order_id=ids.encode("sord", part.id),
        reasons=reasons,
        not_received_from=later if not over and "not_received" not in reasons else None,
    )


def _card(found: CaseRow, part: SellerOrderRow, cards: dict[int, SellerCard]) -> schemas.CaseCardOut:
    return schemas.CaseCardOut(
        id=ids.encode("case", found.id),
        number=found.number,
        status=found.status,
        reason=found.reason,
        seller_order_id=ids.encode("sord", found.seller_order_id),
        seller=views.shown_seller(cards[found.seller_id]),
        buyer_name=part.buyer_name,
        total=Money(part.total_amount, part.currency),
        refunded=Money(found.refund_amount, found.currency) if found.decided_at else None,
        created_at=found.created_at,
        due_at=found.due_at,
    )


# A filter of the lists: those of a status, or those that wait for the shop, for the desk, or for anybody.
_WANTED = """($2::text IS NULL OR status = $2)
    AND CASE $3::text WHEN 'to_answer' THEN status = 'awaiting_seller' WHEN 'to_decide' THEN status = 'under_review'
            WHEN 'open' THEN is_open ELSE true END
    AND ($4::timestamptz IS NULL OR (created_at, id) < ($4, $5::uuid))
    ORDER BY created_at DESC, id DESC LIMIT $6"""


async def cases_of_seller(tx: Tx, seller_id: int, wanted: Wanted) -> Page[schemas.CaseCardOut]:
    """A shop's cases for its members and staff, newest first."""
    await claim_views.require_member(tx, seller_id)
    return await _page(tx, wanted, f"cases {seller_id}", seller_id)


async def cases_of_marketplace(tx: Tx, wanted: Wanted) -> Page[schemas.CaseCardOut]:
    """All cases, newest first; the door lets only staff in."""
    return await _page(tx, wanted, "all cases", None)


async def _page(tx: Tx, wanted: Wanted, name: str, seller_id: int | None) -> Page[schemas.CaseCardOut]:
    listing = wanted.listing(name)
    at, after_id = claim_views.place_after(listing, wanted)
    found = await tx.all(
        _Found,
        f"""SELECT seller_id, id, created_at FROM "order".cases
            WHERE ($1::bigint IS NULL OR seller_id = $1) AND {_WANTED}""",  # noqa: S608 - a constant
        seller_id,
        wanted.status,
        wanted.task,
        at,
        after_id,
        wanted.limit + 1,
    )
    page = pages.page(found, wanted.limit, listing, "created_at", "id")
    whole = await claims.cases_by_id(tx, [(one.seller_id, one.id) for one in page.items])
    parts = await _parts_of(tx, whole)
    cards = await user.seller_cards(tx, [one.seller_id for one in whole])
    by_id = {one.id: one for one in whole}
    return Page(
        [_card(by_id[one.id], parts[by_id[one.id].seller_order_id], cards) for one in page.items], page.next
    )


async def _parts_of(tx: Tx, found: Sequence[CaseRow]) -> dict[UUID, SellerOrderRow]:
    sellers = sorted({one.seller_id for one in found})
    parts = await rows.seller_orders(tx, sellers, [one.order_id for one in found])
    return {part.id: part for part in parts}
