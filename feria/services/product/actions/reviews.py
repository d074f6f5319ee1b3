"""A review's life by its author: written once for each delivered line, changed, taken back.

Average and count of the product, and by an event those of the shop, change in the transaction that changes a review.
Locks: the review, then its product.
"""

from datetime import datetime
from uuid import UUID

import msgspec

from feria.core import ids
from feria.core.db import Tx
from feria.core.errors import Conflict, PreconditionFailed, invalid
from feria.services.product.actions.changes import note_change
from feria.services.product.events import ProductReviewed, RatingChanged
from feria.services.product.queries import reviews
from feria.services.product.queries.reviews import Review
from feria.services.product.rules import reviews as rules
from feria.services.product.rules.reviews import State
from feria.services.product.schemas.reviews import ReviewFields, ReviewIn
from feria.services.user import contract as user


class AlreadyReviewed(Conflict):
    """This line has its review; `review_id` names it."""

    slug, title = "already-reviewed", "You have reviewed this already. Change that review instead."


class TooLateToReview(Conflict):
    """The line arrived more than a hundred days ago."""

    slug, title = "too-late-to-review", "Reviews can be written and changed for 100 days after delivery."


class ReviewClosed(Conflict):
    """The operator has taken the review away."""

    slug, title = "review-closed", "The marketplace has taken this review away, so it stays as it is."


class OwnShop(Conflict):
    """Members of a shop do not review what it sells."""

    slug, title = "own-shop", "You work for this shop, so you can't review what it sells."


class Arrival(msgspec.Struct, frozen=True, kw_only=True):
    """Lines of a seller order that have arrived, as (id, product, title of the variant)."""

    seller_id: int
    seller_order_id: UUID
    order_id: UUID
    shopper_id: int
    buyer_name: str
    token_hash: bytes
    delivered_at: datetime
    lines: list[tuple[UUID, UUID, str]]


async def note_arrival(tx: Tx, arrival: Arrival) -> None:
    """From now on the buyer may review these lines; told again, it changes nothing."""
    await tx.execute(
        """WITH line AS (
               INSERT INTO product.reviewable_lines
                   (seller_id, id, product_id, seller_order_id, order_id, shopper_id, variant_title, author,
                    token_hash, delivered_at)
               SELECT $1, l.id, l.product_id, $2, $3, $4, l.variant_title, $5, $6, $7
               FROM unnest($8::uuid[], $9::uuid[], $10::text[]) AS l(id, product_id, variant_title)
               ON CONFLICT DO NOTHING
           )
           INSERT INTO product.shopper_lines (shopper_id, line_id, seller_id, order_id, delivered_at)
           SELECT $4, l.id, $1, $3, $7 FROM unnest($8::uuid[]) AS l(id) ON CONFLICT DO NOTHING""",
        arrival.seller_id,
        arrival.seller_order_id,
        arrival.order_id,
        arrival.shopper_id,
        rules.shown_name(arrival.buyer_name),
        arrival.token_hash,
        arrival.delivered_at,
        [line_id for line_id, _, _ in arrival.lines],
        [product_id for _, product_id, _ in arrival.lines],
        [title for _, _, title in arrival.lines],
    )


async def write_review(tx: Tx, product_id: UUID, data: ReviewIn, token: str | None) -> UUID:
    """Review a delivered line of this product; the review's id.

    Raises NotFound for a line that is not the actor's, AlreadyReviewed, TooLateToReview, OwnShop.
    """
    line_id = ids.decode("line", data.line_id, "line_id")
    line = await reviews.line_of_buyer(tx, line_id, token)
    if line.product_id != product_id:
        raise invalid("line_id", "is a line of another product")
    if tx.actor.member_of(line.seller_id):
        raise OwnShop
    if tx.now > rules.until(line.delivered_at):
        raise TooLateToReview
    place = await user.marketplace(tx)
    state = rules.first_state(place.reviews_checked_first)
    review_id = ids.new(line.seller_id)
    written = await tx.fetchval(
        """INSERT INTO product.reviews
               (seller_id, id, product_id, line_id, shopper_id, state, stars, text, author, variant_title,
                created_at, updated_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)
           ON CONFLICT (line_id, seller_id) DO NOTHING RETURNING id""",
        line.seller_id,
        review_id,
        line.product_id,
        line.id,
        line.shopper_id,
        state,
        data.stars,
        rules.clean_text(data.text),
        line.author,
        line.variant_title,
        tx.now,
    )
    if written is None:
        there = await tx.fetchval(
            "SELECT id FROM product.reviews WHERE seller_id = $1 AND line_id = $2", line.seller_id, line.id
        )
        raise AlreadyReviewed(review_id=ids.encode("rev", there)) if there else AlreadyReviewed()
    await count_change(tx, line.seller_id, product_id, (None, 0), (state, data.stars))
    if state in rules.VISIBLE:
        await tell_reviewed(tx, line.seller_id, product_id, review_id, data.stars)
    return review_id


async def change_review(
    tx: Tx, review_id: UUID, data: ReviewFields, token: str | None, version: int | None = None
) -> None:
    """Let its author say something else. Raises NotFound, ReviewClosed, TooLateToReview, PreconditionFailed."""
    found = await open_review(tx, review_id, token)
    if version is not None and version != found.version:
        raise PreconditionFailed
    place = await user.marketplace(tx)
    state = rules.state_after_change(found.state, place.reviews_checked_first)
    await tx.execute(
        """UPDATE product.reviews SET stars = $3, text = $4, state = $5, updated_at = $6, version = version + 1
           WHERE seller_id = $1 AND id = $2""",
        found.seller_id,
        found.id,
        data.stars,
        rules.clean_text(data.text),
        state,
        tx.now,
    )
    await count_change(tx, found.seller_id, found.product_id, (found.state, found.stars), (state, data.stars))


async def open_review(tx: Tx, review_id: UUID, token: str | None) -> Review:
    """The author's own review, locked, if it may be changed; raises NotFound, ReviewClosed, TooLateToReview."""
    found, line = await reviews.review_of_author(tx, review_id, token, lock=True)
    if found.state in rules.CLOSED:
        raise ReviewClosed
    if tx.now > rules.until(line.delivered_at):
        raise TooLateToReview
    return found


async def withdraw_review(tx: Tx, review_id: UUID, token: str | None) -> list[reviews.Photo]:
    """Let its author take a review back, whenever; the line may be reviewed again. The photographs that it had.

    Raises NotFound, ReviewClosed.
    """
    found, _ = await reviews.review_of_author(tx, review_id, token, lock=True)
    if found.state in rules.CLOSED:
        raise ReviewClosed
    photos = (await reviews.photos_of(tx, found.seller_id, [found], only_ready=False))[found.id]
    await tx.execute(
        "DELETE FROM product.reviews WHERE seller_id = $1 AND id = $2", found.seller_id, found.id
    )
    await count_change(tx, found.seller_id, found.product_id, (found.state, found.stars), (None, 0))
    return photos


Seen = tuple[State | None, int]


async def count_change(tx: Tx, seller_id: int, product_id: UUID, before: Seen, after: Seen) -> None:
    """Let average and count follow a change from (state, stars) to (state, stars), None for no review.

    The indexes hear of it, and the shop by an event. The caller holds the review's lock, or has just written it.
    """
    stars, count = rules.rating_change(*before, *after)
    if stars or count:
        await tx.execute(
            """UPDATE product.products SET rating_sum = rating_sum + $3, review_count = review_count + $4
               WHERE seller_id = $1 AND id = $2""",
            seller_id,
            product_id,
            stars,
            count,
        )
        await tx.publish(RatingChanged(seller_id=seller_id, stars=stars, reviews=count))
    if before[0] in rules.VISIBLE or after[0] in rules.VISIBLE:
        note_change(tx, seller_id, product_id)


async def tell_reviewed(tx: Tx, seller_id: int, product_id: UUID, review_id: UUID, stars: int) -> None:
    """Publish that a review can be seen."""
    await tx.publish(
        ProductReviewed(seller_id=seller_id, product_id=product_id, review_id=review_id, stars=stars)
    )
