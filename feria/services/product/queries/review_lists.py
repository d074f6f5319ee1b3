"""Lists of reviews for those whom they concern: buyers with what they may review, sellers, the moderators."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from feria.core import ids, pages
from feria.core.db import Tx
from feria.core.errors import NotFound
from feria.core.pages import Page
from feria.services.product.queries import products, reviews
from feria.services.product.queries.reviews import LINE, REVIEW, Line, Photo, Review
from feria.services.product.rules import reviews as rules
from feria.services.product.schemas import reviews as schemas
from feria.services.user import contract as user

LINES_OF_ORDER_MAX = 1_000
FLAGS_SHOWN_MAX = 20

Written = Literal["open", "written"]
Queue = Literal["waiting", "published", "rejected", "removed", "all"]
_QUEUES: dict[Queue, list[str]] = {
    "waiting": ["pending", "flagged"], "published": ["published"], "rejected": ["rejected"], "removed": ["removed"],
    "all": ["pending", "flagged", "published", "rejected", "removed"],
}  # fmt: skip


class _Key(msgspec.Struct, frozen=True):
    line_id: UUID
    seller_id: int
    delivered_at: datetime


class _Product(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    slug: str
    title: str
    image_key: str | None


async def lines_of_account(
    tx: Tx, written: Written | None, *, limit: int, after: str | None
) -> Page[schemas.ReviewableOut]:
    """What arrived for the actor's account, the newest first: all, or what waits for a review, or has one."""
    account_id = tx.actor.account_id
    assert account_id is not None, "the route lets only accounts pass"
    listing = f"own-reviews:{account_id}:{written}"
    last = pages.decode(listing, after, tuple[datetime, UUID]) if after is not None else (None, None)
    keys = await tx.all(
        _Key,
        """SELECT s.line_id, s.seller_id, s.delivered_at FROM product.shopper_lines s
           LEFT JOIN product.reviews r ON r.seller_id = s.seller_id AND r.line_id = s.line_id
           WHERE s.shopper_id = ANY($1::bigint[])
             AND ($2::text IS NULL OR ($2 = 'written' AND r.id IS NOT NULL)
                  OR ($2 = 'open' AND r.id IS NULL AND s.delivered_at >= $3))
             AND ($4::timestamptz IS NULL OR (s.delivered_at, s.line_id) < ($4, $5::uuid))
           ORDER BY s.delivered_at DESC, s.line_id DESC LIMIT $6""",
        await user.shoppers_of(tx, account_id),
        written,
        tx.now - rules.REVIEWED_WITHIN,
        *last,
        limit + 1,
    )
    page = pages.page(keys, limit, listing, "delivered_at", "line_id")
    return Page(await _lines_out(tx, page.items), page.next)


async def lines_of_order(tx: Tx, order_id: UUID, token: str | None) -> Page[schemas.ReviewableOut]:
    """What arrived of an order of the actor, or of whoever holds its token; empty for everybody else."""
    shopper_id = ids.owner_of(order_id)
    keys = await tx.all(
        _Key,
        """SELECT line_id, seller_id, delivered_at FROM product.shopper_lines
           WHERE shopper_id = $1 AND order_id = $2 ORDER BY delivered_at, line_id LIMIT $3""",
        shopper_id,
        order_id,
        LINES_OF_ORDER_MAX,
    )
    if not keys:
        return Page([], None)
    try:
        await reviews.line_of_buyer(tx, keys[0].line_id, token)
    except NotFound:
        return Page([], None)
    return Page(await _lines_out(tx, keys), None)


async def own_review(tx: Tx, review_id: UUID, token: str | None) -> schemas.OwnReviewOut:
    """A review as its author sees it; raises NotFound for everybody else."""
    found, _ = await reviews.review_of_author(tx, review_id, token)
    photos = await reviews.photos_of(tx, found.seller_id, [found], only_ready=False)
    return _own(found, photos[found.id])


async def reviews_of_seller(
    tx: Tx, seller_id: int, *, stars: int | None, replied: bool | None, limit: int, after: str | None
) -> Page[schemas.SellerReviewOut]:
    """The visible reviews of a shop, the newest first, for its members; `replied` picks those with an answer or none.

    Raises NotFound, BadCursor.
    """
    if not products.may_edit(tx.actor, seller_id):
        raise NotFound
    listing = f"seller-reviews:{seller_id}:{stars}:{replied}"
    last = pages.decode(listing, after, tuple[datetime, UUID]) if after is not None else (None, None)
    rows = await tx.all(
        Review,
        f"""SELECT {REVIEW} FROM product.reviews r
            WHERE r.seller_id = $1 AND r.state IN ('published', 'flagged')
              AND ($2::smallint IS NULL OR r.stars = $2)
              AND ($3::boolean IS NULL OR (r.replied_at IS NOT NULL) = $3)
              AND ($4::timestamptz IS NULL OR (r.created_at, r.id) < ($4, $5::uuid))
            ORDER BY r.created_at DESC, r.id DESC LIMIT $6""",  # noqa: S608 - names of fields
        seller_id,
        stars,
        replied,
        *last,
        limit + 1,
    )
    page = pages.page(rows, limit, listing, "created_at", "id")
    cards = await _products(tx, page.items)
    photos = await reviews.photos_of(tx, seller_id, page.items)
    return Page([_of_seller(row, photos[row.id], cards[row.product_id]) for row in page.items], page.next)


async def reviews_waiting(tx: Tx) -> int:
    """How many reviews wait for the operator."""
    return int(
        await tx.fetchval(
            "SELECT count(*) FROM product.reviews WHERE state = ANY($1::text[])", _QUEUES["waiting"]
        )
    )


async def moderation_queue(
    tx: Tx, queue: Queue, *, limit: int, after: str | None
) -> Page[schemas.OperatorReviewOut]:
    """Reviews before the operator: those that wait, the oldest first, or others by state, the newest first."""
    listing = f"operator-reviews:{queue}"
    last = pages.decode(listing, after, tuple[datetime, UUID]) if after is not None else (None, None)
    sign, order = (">", "ASC") if queue == "waiting" else ("<", "DESC")
    rows = await tx.all(
        Review,
        f"""SELECT {REVIEW} FROM product.reviews r
            WHERE r.state = ANY($1::text[])
              AND ($2::timestamptz IS NULL OR (r.created_at, r.id) {sign} ($2, $3::uuid))
            ORDER BY r.created_at {order}, r.id {order} LIMIT $4""",  # noqa: S608 - constants
        _QUEUES[queue],
        *last,
        limit + 1,
    )
    page = pages.page(rows, limit, listing, "created_at", "id")
    return Page(await _before_operator(tx, page.items), page.next)


async def operator_review(tx: Tx, review_id: UUID) -> schemas.OperatorReviewOut:
    """One review before the operator; raises NotFound."""
    return (await _before_operator(tx, [await reviews.review(tx, review_id)]))[0]


async def _before_operator(tx: Tx, rows: Sequence[Review]) -> list[schemas.OperatorReviewOut]:
    cards, shops = await _products(tx, rows), await _shops(tx, rows)
    photos, flags = await _photos(tx, rows), await _open_flags(tx, rows)
    return [
        schemas.OperatorReviewOut(
            **reviews.shown(row, photos[row.id]),
            state=row.state,
            product=_product_out(cards[row.product_id]),
            seller=shops[row.seller_id],
            flags=flags[row.id],
            reason=row.reason,
            version=row.version,
        )
        for row in rows
    ]


async def _open_flags(tx: Tx, rows: Sequence[Review]) -> dict[UUID, list[schemas.FlagOut]]:
    """The first flags of each review that no decision has answered."""
    found: dict[UUID, list[schemas.FlagOut]] = {row.id: [] for row in rows}
    for one in await tx.fetch(
        """SELECT review_id, reason, note, created_at FROM (
               SELECT review_id, reason, note, created_at,
                      row_number() OVER (PARTITION BY seller_id, review_id ORDER BY created_at, account_id) AS place
               FROM product.review_flags
               WHERE seller_id = ANY($1::bigint[]) AND review_id = ANY($2::uuid[]) AND closed_at IS NULL
           ) f WHERE place <= $3 ORDER BY review_id, place""",
        sorted({row.seller_id for row in rows}),
        list(found),
        FLAGS_SHOWN_MAX,
    ):
        found[one["review_id"]].append(
            schemas.FlagOut(reason=one["reason"], note=one["note"], at=one["created_at"])
        )
    return found


async def _lines_out(tx: Tx, keys: Sequence[_Key]) -> list[schemas.ReviewableOut]:
    sellers = sorted({key.seller_id for key in keys})
    wanted = [key.line_id for key in keys]
    lines = await tx.all(
        Line,
        f"""SELECT {LINE} FROM product.reviewable_lines l
            WHERE l.seller_id = ANY($1::bigint[]) AND l.id = ANY($2::uuid[])""",  # noqa: S608 - names of fields
        sellers,
        wanted,
    )
    written = await tx.all(
        Review,
        f"""SELECT {REVIEW} FROM product.reviews r
            WHERE r.seller_id = ANY($1::bigint[]) AND r.line_id = ANY($2::uuid[])""",  # noqa: S608 - as above
        sellers,
        wanted,
    )
    by_line = {row.line_id: row for row in written}
    cards, shops = await _products(tx, lines), await _shops(tx, lines)
    photos = await _photos(tx, written, only_ready=False)
    by_id = {line.id: line for line in lines}
    return [
        _line_out(line, cards[line.product_id], shops[line.seller_id], by_line.get(line.id), photos)
        for line in (by_id[line_id] for line_id in wanted)
    ]


def _line_out(
    line: Line,
    card: _Product,
    shop: schemas.ReviewedSellerOut,
    row: Review | None,
    photos: dict[UUID, list[Photo]],
) -> schemas.ReviewableOut:
    return schemas.ReviewableOut(
        line_id=ids.encode("line", line.id),
        order_id=ids.encode("ord", line.order_id),
        seller_order_id=ids.encode("sord", line.seller_order_id),
        product=_product_out(card),
        seller=shop,
        variant_title=line.variant_title,
        delivered_at=line.delivered_at,
        review_until=rules.until(line.delivered_at),
        review=None if row is None else _own(row, photos[row.id]),
    )


async def _products(tx: Tx, rows: Iterable[Review | Line]) -> dict[UUID, _Product]:
    wanted = {row.product_id for row in rows}
    found = await tx.all(
        _Product,
        """SELECT p.id, p.slug, p.title,
                  (SELECT i.key FROM product.images i WHERE i.seller_id = p.seller_id AND i.product_id = p.id
                   AND i.state = 'ready' ORDER BY i.position, i.id LIMIT 1) AS image_key
           FROM product.products p WHERE p.seller_id = ANY($1::bigint[]) AND p.id = ANY($2::uuid[])""",
        sorted({ids.owner_of(product_id) for product_id in wanted}),
        sorted(wanted),
    )
    return {one.id: one for one in found}


async def _shops(tx: Tx, rows: Iterable[Review | Line]) -> dict[int, schemas.ReviewedSellerOut]:
    cards = await user.seller_cards(tx, {row.seller_id for row in rows})
    return {
        card.id: schemas.ReviewedSellerOut(
            id=ids.encode_owner("sel", card.id), slug=card.slug, name=card.name, stall_hue=card.stall_hue
        )
        for card in cards.values()
    }


async def _photos(tx: Tx, rows: Sequence[Review], *, only_ready: bool = True) -> dict[UUID, list[Photo]]:
    """Photographs of reviews of several sellers."""
    found: dict[UUID, list[Photo]] = {}
    for seller_id in sorted({row.seller_id for row in rows}):
        own = [row for row in rows if row.seller_id == seller_id]
        found |= await reviews.photos_of(tx, seller_id, own, only_ready=only_ready)
    return found


def _product_out(card: _Product) -> schemas.ReviewedProductOut:
    return schemas.ReviewedProductOut(
        id=ids.encode("prod", card.id),
        slug=card.slug,
        title=card.title,
        image=products.rendition_url(card.image_key, 160) if card.image_key else None,
    )


def _own(row: Review, photos: Sequence[Photo]) -> schemas.OwnReviewOut:
    return schemas.OwnReviewOut(
        **reviews.shown(row, photos),
        state=row.state,
        reason=row.reason,
        version=row.version,
    )


def _of_seller(row: Review, photos: Sequence[Photo], card: _Product) -> schemas.SellerReviewOut:
    return schemas.SellerReviewOut(
        **reviews.shown(row, photos),
        state=row.state,
        product=_product_out(card),
    )
