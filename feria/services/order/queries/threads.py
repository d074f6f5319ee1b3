"""Threads of messages, and who may see them as what; rows of threads are reached through these functions only.

A buyer is the account whose number (or a claimed guest's) the thread has, or whoever holds the token of the order that
it is about. Members reach their shop's threads, support and moderators all; for others a thread does not exist.
"""

import hmac
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from feria.core import ids, pages
from feria.core.db import Tx
from feria.core.errors import NotFound, Unauthenticated
from feria.core.pages import Page
from feria.services.order import rules
from feria.services.order.queries import access, rows, views
from feria.services.order.schemas import messages as schemas
from feria.services.order.schemas.messages import Side
from feria.services.user import contract as user

STAFF = ("support", "moderator")
_KEY: type[tuple[datetime, UUID]] = tuple[datetime, UUID]


class ThreadRow(msgspec.Struct, frozen=True, kw_only=True):
    """A thread; `order_id` is set when it is about a seller order."""

    seller_id: int
    id: UUID
    shopper_id: int
    account_id: int | None
    kind: str
    subject_id: UUID | None
    order_id: UUID | None
    title: str
    buyer_name: str
    messages: int
    buyer_unread: int
    seller_unread: int
    last_at: datetime
    last_by: str
    last_text: str
    reported: bool

    def unread_of(self, side: Side) -> int:
        """What this side has not read; staff has no count of its own."""
        return {"buyer": self.buyer_unread, "seller": self.seller_unread}.get(side, 0)


class MessageRow(msgspec.Struct, frozen=True, kw_only=True):
    """A message with or without a picture."""

    seller_id: int
    id: UUID
    thread_id: UUID
    author: str
    account_id: int | None
    text: str
    picture_key: str | None
    picture_width: int | None
    picture_height: int | None
    created_at: datetime
    reported_by: str | None
    report_reason: str


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which threads, and the place in the list."""

    order_id: UUID | None = None
    unread: bool = False
    reported: bool = False
    limit: int
    after: str | None


_THREAD = f"""SELECT {", ".join(ThreadRow.__struct_fields__)} FROM "order".threads"""  # noqa: S608 - field names
_MESSAGE = f"""SELECT {", ".join(MessageRow.__struct_fields__)} FROM "order".messages"""  # noqa: S608 - field names
_FILTERS = """
    AND ($2::timestamptz IS NULL OR (last_at, id) < ($2, $3::uuid))
    AND ($4::uuid IS NULL OR order_id = $4) AND (NOT $5 OR reported)"""


async def thread(tx: Tx, thread_id: UUID) -> ThreadRow | None:
    """A thread by its id, whoever asks: for mails."""
    return await tx.one(
        ThreadRow, f"{_THREAD} WHERE seller_id = $1 AND id = $2", ids.owner_of(thread_id), thread_id
    )


async def thread_for(tx: Tx, thread_id: UUID, token: str | None) -> tuple[ThreadRow, Side]:
    """The thread, and the side on which the actor stands; raises NotFound."""
    found = await thread(tx, thread_id)
    if found is None:
        raise NotFound
    if tx.actor.member_of(found.seller_id):
        return found, "seller"
    if await _bought(tx, found, token):
        return found, "buyer"
    if tx.actor.is_operator(*STAFF):
        return found, "operator"
    raise NotFound


async def _bought(tx: Tx, found: ThreadRow, token: str | None) -> bool:
    if token is not None and found.order_id is not None:
        order = await rows.order(tx, found.shopper_id, found.order_id)
        if order is not None and hmac.compare_digest(rules.token_hash(token), order.token_hash):
            return True
    account_id = tx.actor.account_id
    if account_id is None:
        return False
    return account_id == found.shopper_id or found.shopper_id in await user.shoppers_of(tx, account_id)


async def threads_of_buyer(tx: Tx, wanted: Wanted, token: str | None) -> Page[schemas.ThreadCardOut]:
    """The account's threads, latest first; with an order's token those about that order. Raises Unauthenticated."""
    if wanted.order_id is not None:
        order, roles = await access.order_for(tx, wanted.order_id, token)
        if "buyer" not in roles:
            raise NotFound
        shoppers = [order.shopper_id]
    elif tx.actor.account_id is not None:
        shoppers = await user.shoppers_of(tx, tx.actor.account_id)
    else:
        raise Unauthenticated
    listing = f"messages {shoppers[0]} {wanted.order_id} {wanted.unread}"
    sql = f"""{_THREAD} WHERE shopper_id = ANY($1::bigint[]) {_FILTERS} AND (NOT $6 OR buyer_unread > 0)
              ORDER BY last_at DESC, id DESC LIMIT $7"""
    return await _page(tx, sql, shoppers, wanted, listing, "buyer")


async def threads_of_seller(tx: Tx, seller_id: int, wanted: Wanted) -> Page[schemas.ThreadCardOut]:
    """A shop's threads, latest first, for its members; raises NotFound."""
    if not tx.actor.member_of(seller_id):
        raise NotFound
    listing = f"messages of shop {seller_id} {wanted.order_id} {wanted.unread}"
    sql = f"""{_THREAD} WHERE seller_id = $1 {_FILTERS} AND (NOT $6 OR seller_unread > 0)
              ORDER BY last_at DESC, id DESC LIMIT $7"""
    return await _page(tx, sql, seller_id, wanted, listing, "seller")


async def threads_of_marketplace(tx: Tx, wanted: Wanted) -> Page[schemas.ThreadCardOut]:
    """All threads, or those of an order or with a reported message, latest first; without what was written."""
    listing = f"messages of all {wanted.order_id} {wanted.reported}"
    sql = f"""{_THREAD} WHERE $1 {_FILTERS} AND (NOT $6 OR true) ORDER BY last_at DESC, id DESC LIMIT $7"""
    return await _page(tx, sql, True, wanted, listing, "operator")


async def _page(
    tx: Tx, sql: str, owner: Any, wanted: Wanted, listing: str, side: Side
) -> Page[schemas.ThreadCardOut]:
    at, after_id = (None, None) if wanted.after is None else pages.decode(listing, wanted.after, _KEY)
    found = await tx.all(
        ThreadRow,
        sql,
        owner,
        at,
        after_id,
        wanted.order_id,
        wanted.reported,
        wanted.unread,
        wanted.limit + 1,
    )
    page = pages.page(found, wanted.limit, listing, "last_at", "id")
    cards = await user.seller_cards(tx, sorted({one.seller_id for one in page.items})) if page.items else {}
    return Page([_card(one, cards[one.seller_id], side) for one in page.items], page.next)


async def unread_threads(tx: Tx, seller_id: int | None) -> int:
    """How many threads of a shop, or of the account, have something unread; raises NotFound, Unauthenticated."""
    if seller_id is not None:
        if not tx.actor.member_of(seller_id):
            raise NotFound
        sql = 'SELECT count(*) FROM "order".threads WHERE seller_id = $1 AND seller_unread > 0'
        return int(await tx.fetchval(sql, seller_id))
    if tx.actor.account_id is None:
        raise Unauthenticated
    sql = 'SELECT count(*) FROM "order".threads WHERE shopper_id = ANY($1::bigint[]) AND buyer_unread > 0'
    return int(await tx.fetchval(sql, await user.shoppers_of(tx, tx.actor.account_id)))


async def thread_page(
    tx: Tx, found: ThreadRow, side: Side, *, limit: int, after: str | None
) -> schemas.ThreadOut:
    """A thread with its newest messages, or those before a cursor."""
    listing = f"messages in {found.id}"
    before = None if after is None else pages.decode(listing, after, tuple[UUID])[0]
    written = await tx.all(
        MessageRow,
        f"""{_MESSAGE} WHERE seller_id = $1 AND thread_id = $2 AND ($3::uuid IS NULL OR id < $3)
            ORDER BY id DESC LIMIT $4""",
        found.seller_id,
        found.id,
        before,
        limit + 1,
    )
    page = pages.page(written, limit, listing, "id")
    card = (await user.seller_cards(tx, [found.seller_id]))[found.seller_id]
    order = None if found.order_id is None else await rows.order(tx, found.shopper_id, found.order_id)
    return schemas.ThreadOut(
        id=ids.encode("thr", found.id),
        side=side,
        about=_about(found),
        order_id=None if order is None else ids.encode("ord", order.id),
        order_number=None if order is None else order.number,
        seller=views.shown_seller(card),
        buyer_name=found.buyer_name,
        unread=found.unread_of(side),
        items=[shown_message(one, found, card.name, side) for one in page.items],
        next=page.next,
    )


async def message(tx: Tx, found: ThreadRow, message_id: UUID) -> MessageRow:
    """A message of this thread; raises NotFound."""
    one = await tx.one(
        MessageRow,
        f"{_MESSAGE} WHERE seller_id = $1 AND thread_id = $2 AND id = $3",
        found.seller_id,
        found.id,
        message_id,
    )
    if one is None:
        raise NotFound
    return one


def shown_message(one: MessageRow, found: ThreadRow, shop: str, side: Side) -> schemas.MessageOut:
    """A message as a side sees it: who works for the shop or the marketplace stays unnamed."""
    by: Any = one.author
    picture = None
    if one.picture_key is not None:
        assert one.picture_width is not None and one.picture_height is not None
        url = f"/api/v1/media/messages/{one.picture_key}.webp"
        picture = schemas.PictureOut(url=url, width=one.picture_width, height=one.picture_height)
    mine = one.reported_by is not None and side in ("operator", one.reported_by)
    return schemas.MessageOut(
        id=ids.encode("msg", one.id),
        by=by,
        author_name={"buyer": found.buyer_name, "seller": shop}.get(one.author, ""),
        text=one.text,
        picture=picture,
        at=one.created_at,
        reported=mine,
        report_reason=one.report_reason if mine else "",
    )


def _about(found: ThreadRow) -> schemas.AboutOut:
    kind: Any = found.kind
    if found.subject_id is None:
        ref = ids.encode_owner("sel", found.seller_id)
    else:
        ref = ids.encode("sord" if kind == "order" else "prod", found.subject_id)
    return schemas.AboutOut(kind=kind, id=ref, title=found.title)


def _card(one: ThreadRow, seller: user.SellerCard, side: Side) -> schemas.ThreadCardOut:
    by: Any = one.last_by
    return schemas.ThreadCardOut(
        id=ids.encode("thr", one.id),
        about=_about(one),
        order_id=None if one.order_id is None else ids.encode("ord", one.order_id),
        seller=views.shown_seller(seller),
        buyer_name=one.buyer_name,
        unread=one.unread_of(side),
        messages=one.messages,
        last_at=one.last_at,
        last_by=by,
        last_text="" if side == "operator" else one.last_text,
        reported=one.reported and side == "operator",
    )
