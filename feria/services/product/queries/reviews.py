"""Reviews as everybody sees them, and the only ways to a row for those who change one."""

import hmac
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec

from feria.core import ids, pages
from feria.core.db import Tx
from feria.core.errors import NotFound
from feria.services.product.queries import products
from feria.services.product.rules import reviews as rules
from feria.services.product.rules.reviews import State
from feria.services.product.schemas import reviews as schemas
from feria.services.product.schemas.reviews import ReviewSort
from feria.services.user import contract as user

MARKS_MAX = 500


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """A review as stored."""

    seller_id: int
    id: UUID
    product_id: UUID
    line_id: UUID
    shopper_id: int
    state: State
    stars: int
    text: str
    author: str
    variant_title: str
    helpful_count: int
    flag_count: int
    reply: str
    replied_at: datetime | None
    reason: str
    version: int
    created_at: datetime
    updated_at: datetime


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A delivered line."""

    seller_id: int
    id: UUID
    product_id: UUID
    seller_order_id: UUID
    order_id: UUID
    shopper_id: int
    variant_title: str
    author: str
    token_hash: bytes
    delivered_at: datetime


class Photo(msgspec.Struct, frozen=True, kw_only=True):
    """A photograph of a review, rendered or not."""

    id: UUID
    review_id: UUID
    state: str
    original_key: str
    key: str
    width: int
    height: int


REVIEW = ", ".join(f"r.{name}" for name in Review.__struct_fields__)
LINE = ", ".join(f"l.{name}" for name in Line.__struct_fields__)
_BY_ID = f"SELECT {REVIEW} FROM product.reviews r WHERE r.seller_id = $1 AND r.id = $2"  # noqa: S608 - names of fields
# What stands before the moment in each order, so that one condition serves all cursors.
_RANKS: Mapping[ReviewSort, str] = {
    "newest": "0::integer", "helpful": "-r.helpful_count", "highest": "-r.stars", "lowest": "r.stars",
}  # fmt: skip


# Who may reach a row.


async def review(tx: Tx, review_id: UUID, *, lock: bool = False) -> Review:
    """The review in every state, for those whose role has been looked at; raises NotFound."""
    sql = _BY_ID + (" FOR UPDATE" if lock else "")
    found = await tx.one(Review, sql, ids.owner_of(review_id), review_id)
    if found is None:
        raise NotFound
    return found


async def order_of(tx: Tx, found: Review) -> UUID:
    """The order in which the author bought what he reviews."""
    order_id: UUID = await tx.fetchval(
        "SELECT order_id FROM product.reviewable_lines WHERE seller_id = $1 AND id = $2",
        found.seller_id,
        found.line_id,
    )
    return order_id


async def reason_of(tx: Tx, review_id: UUID) -> str:
    """Why the operator took the review away; empty for one that can be seen, or is no more."""
    found = await tx.one(Review, _BY_ID, ids.owner_of(review_id), review_id)
    return found.reason if found else ""


async def visible_review(tx: Tx, review_id: UUID, *, lock: bool = False) -> Review:
    """A review that everybody sees; raises NotFound."""
    found = await review(tx, review_id, lock=lock)
    if found.state not in rules.VISIBLE:
        raise NotFound
    return found


async def review_of_author(
    tx: Tx, review_id: UUID, token: str | None, *, lock: bool = False
) -> tuple[Review, Line]:
    """The actor's own review with its line; raises NotFound for everybody else."""
    found = await review(tx, review_id, lock=lock)
    return found, await line_of_buyer(tx, found.line_id, token)


async def review_of_shop(tx: Tx, review_id: UUID, *, moderators: bool = False) -> Review:
    """A visible review for members of its shop (and, if asked for, the operator's moderators), locked."""
    found = await review(tx, review_id, lock=True)
    inside = tx.actor.member_of(found.seller_id, *products.SELLERS_CATALOGUE_ROLES)
    if not (inside or (moderators and tx.actor.is_operator("moderator"))):
        raise NotFound
    if found.state not in rules.VISIBLE:
        raise NotFound
    return found


async def line_of_buyer(tx: Tx, line_id: UUID, token: str | None) -> Line:
    """A delivered line of the actor, or of whoever holds the order's token; raises NotFound."""
    found = await tx.one(
        Line,
        f"SELECT {LINE} FROM product.reviewable_lines l WHERE l.seller_id = $1 AND l.id = $2",  # noqa: S608 - as above
        ids.owner_of(line_id),
        line_id,
    )
    if found is None:
        raise NotFound
    if token is not None and hmac.compare_digest(sha256(token.encode()).digest(), found.token_hash):
        return found
    if not await is_shopper(tx, found.shopper_id):
        raise NotFound
    return found


async def is_shopper(tx: Tx, shopper_id: int) -> bool:
    """Whether the actor's account is this shopper, or has claimed this guest."""
    account_id = tx.actor.account_id
    if account_id is None:
        return False
    return shopper_id == account_id or shopper_id in await user.shoppers_of(tx, account_id)


# Reads for everybody.


async def reviews_of_product(
    tx: Tx, product_id: UUID, sort: ReviewSort, stars: int | None, *, limit: int, after: str | None
) -> schemas.ReviewsOut:
    """A page of the product's visible reviews; raises NotFound for a hidden product, BadCursor."""
    product = await products.product_for(tx, product_id)
    listing = f"reviews:{product_id}:{sort}:{stars}"
    last = pages.decode(listing, after, tuple[int, datetime, UUID]) if after is not None else None
    rank = _RANKS[sort]
    rows = await tx.all(
        Review,
        f"""SELECT {REVIEW} FROM product.reviews r
            WHERE r.seller_id = $1 AND r.product_id = $2 AND r.state IN ('published', 'flagged')
              AND ($3::smallint IS NULL OR r.stars = $3)
              AND ($4::integer IS NULL OR {rank} > $4
                   OR ({rank} = $4 AND (r.created_at, r.id) < ($5::timestamptz, $6::uuid)))
            ORDER BY {rank}, r.created_at DESC, r.id DESC LIMIT $7""",  # noqa: S608 - constants
        product.seller_id,
        product_id,
        stars,
        *(last or (None, None, None)),
        limit + 1,
    )
    shown = rows[:limit]
    photos = await photos_of(tx, product.seller_id, shown)
    end = shown[-1] if len(rows) > limit else None
    return schemas.ReviewsOut(
        items=[review_out(one, photos[one.id]) for one in shown],
        next=None if end is None else pages.encode(listing, _rank(end, sort), end.created_at, end.id),
        rating=round(product.rating_sum / product.review_count, 2) if product.review_count else None,
        review_count=product.review_count,
        histogram=await _histogram(tx, product.seller_id, product_id),
    )


def _rank(row: Review, sort: ReviewSort) -> int:
    return {"newest": 0, "helpful": -row.helpful_count, "highest": -row.stars, "lowest": row.stars}[sort]


async def _histogram(tx: Tx, seller_id: int, product_id: UUID) -> schemas.HistogramOut:
    rows = await tx.fetch(
        """SELECT stars, count(*) AS count FROM product.reviews
           WHERE seller_id = $1 AND product_id = $2 AND state IN ('published', 'flagged') GROUP BY stars""",
        seller_id,
        product_id,
    )
    counts = {row["stars"]: row["count"] for row in rows}
    one, two, three, four, five = (counts.get(stars, 0) for stars in range(1, 6))
    return schemas.HistogramOut(one=one, two=two, three=three, four=four, five=five)


async def review_page(tx: Tx, review_id: UUID) -> schemas.ReviewOut:
    """One review as everybody sees it; raises NotFound."""
    found = await visible_review(tx, review_id)
    return review_out(found, (await photos_of(tx, found.seller_id, [found]))[found.id])


async def marks_of_account(tx: Tx, product_id: UUID) -> schemas.MyMarksOut:
    """What the actor's account has done about the product's reviews; raises NotFound for a hidden product."""
    product = await products.product_for(tx, product_id)
    account_id = tx.actor.account_id
    assert account_id is not None, "the route lets only accounts pass"
    shoppers = await user.shoppers_of(tx, account_id)
    rows = await tx.fetch(
        """SELECT r.id, r.shopper_id = ANY($3::bigint[]) AS own, v.account_id IS NOT NULL AS helpful,
                  f.account_id IS NOT NULL AS flagged
           FROM product.reviews r
           LEFT JOIN product.review_votes v
             ON v.seller_id = r.seller_id AND v.review_id = r.id AND v.account_id = $4
           LEFT JOIN product.review_flags f
             ON f.seller_id = r.seller_id AND f.review_id = r.id AND f.account_id = $4
           WHERE r.seller_id = $1 AND r.product_id = $2
             AND (r.shopper_id = ANY($3::bigint[]) OR v.account_id IS NOT NULL OR f.account_id IS NOT NULL)
           ORDER BY r.id DESC LIMIT $5""",
        product.seller_id,
        product_id,
        shoppers,
        account_id,
        MARKS_MAX,
    )

    def marked(name: str) -> list[str]:
        return [ids.encode("rev", row["id"]) for row in rows if row[name]]

    return schemas.MyMarksOut(own=marked("own"), helpful=marked("helpful"), flagged=marked("flagged"))


async def photos_of(
    tx: Tx, seller_id: int, rows: Iterable[Review], *, only_ready: bool = True
) -> dict[UUID, list[Photo]]:
    """Photographs by review of one seller, in order."""
    found: dict[UUID, list[Photo]] = {row.id: [] for row in rows}
    if found:
        for photo in await tx.all(
            Photo,
            """SELECT id, review_id, state, original_key, key, width, height FROM product.review_photos
               WHERE seller_id = $1 AND review_id = ANY($2::uuid[]) AND (state = 'ready' OR NOT $3)
               ORDER BY review_id, position, id""",
            seller_id,
            list(found),
            only_ready,
        ):
            found[photo.review_id].append(photo)
    return found


def photo_out(photo: Photo) -> schemas.PhotoOut:
    """A photograph as the API shows it."""
    return schemas.PhotoOut(
        id=ids.encode("pho", photo.id),
        width=photo.width,
        height=photo.height,
        state=photo.state,  # type: ignore[arg-type] # the database checks it
        urls=products.rendition_urls(photo.key) if photo.state == "ready" else {},
    )


def review_out(row: Review, photos: Sequence[Photo]) -> schemas.ReviewOut:
    """A review as everybody sees it."""
    return schemas.ReviewOut(**shown(row, photos))


def shown(row: Review, photos: Sequence[Photo]) -> dict[str, Any]:
    """The fields of a review that everybody sees."""
    return {
        "id": ids.encode("rev", row.id),
        "product_id": ids.encode("prod", row.product_id),
        "stars": row.stars,
        "text": row.text,
        "author": row.author,
        "variant_title": row.variant_title,
        "photos": [photo_out(photo) for photo in photos],
        "helpful_count": row.helpful_count,
        "reply": None if row.replied_at is None else schemas.ReplyOut(text=row.reply, at=row.replied_at),
        "created_at": row.created_at,
        "edited_at": row.updated_at if row.updated_at > row.created_at else None,
    }
