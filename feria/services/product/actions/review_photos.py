"""Photographs of a review: added as pending by its author, marked ready or failed by the job, removed."""

from datetime import timedelta
from uuid import UUID

import msgspec

from feria.core import ids
from feria.core.db import Tx
from feria.core.errors import Conflict, NotFound
from feria.services.product.actions.changes import note_change
from feria.services.product.actions.reviews import count_change, open_review
from feria.services.product.queries.reviews import Photo, Review
from feria.services.product.rules import reviews as rules
from feria.services.user import contract as user

PHOTOS_MAX = 4
ATTEMPTS_MAX = 8
BACK_OFF_SECONDS_MAX = 3_600


class TooManyPhotos(Conflict):
    """The review has as many photographs as a review may have."""

    slug, title = "too-many-photos", f"A review has at most {PHOTOS_MAX} photos."


class PendingPhoto(msgspec.Struct, frozen=True, kw_only=True):
    """A photograph that waits to be rendered."""

    seller_id: int
    id: UUID
    review_id: UUID
    original_key: str
    key: str
    attempts: int


async def add_photo(
    tx: Tx, review_id: UUID, photo_id: UUID, *, token: str | None, size: tuple[int, int], original: str
) -> None:
    """Put a stored photograph behind the others of the actor's own review.

    Raises NotFound, ReviewClosed, TooLateToReview, TooManyPhotos.
    """
    review = await open_review(tx, review_id, token)
    count = await tx.fetchval(
        "SELECT count(*) FROM product.review_photos WHERE seller_id = $1 AND review_id = $2",
        review.seller_id,
        review.id,
    )
    if count >= PHOTOS_MAX:
        raise TooManyPhotos
    await tx.execute(
        """INSERT INTO product.review_photos
               (seller_id, id, review_id, position, original_key, key, width, height, run_at, created_at)
           SELECT $1, $2, $3, coalesce(max(position) + 1, 0), $4, $5, $6, $7, $8, $8
           FROM product.review_photos WHERE seller_id = $1 AND review_id = $3""",
        review.seller_id,
        photo_id,
        review.id,
        original,
        ids.encode("pho", photo_id).removeprefix("pho_"),
        *size,
        tx.now,
    )
    await _changed(tx, review)


async def remove_photo(tx: Tx, review_id: UUID, photo_id: UUID, token: str | None) -> Photo:
    """Take a photograph off the actor's own review; what is returned names the files to delete. Raises NotFound."""
    review = await open_review(tx, review_id, token)
    gone = await tx.one(
        Photo,
        """DELETE FROM product.review_photos WHERE seller_id = $1 AND id = $2 AND review_id = $3
           RETURNING id, review_id, state, original_key, key, width, height""",
        review.seller_id,
        photo_id,
        review.id,
    )
    if gone is None:
        raise NotFound
    await _changed(tx, review)
    return gone


async def _changed(tx: Tx, review: Review) -> None:
    """Where the operator looks at reviews first, he looks at another picture first, too."""
    place = await user.marketplace(tx)
    state = rules.state_after_change(review.state, place.reviews_checked_first)
    await tx.execute(
        "UPDATE product.reviews SET state = $3, version = version + 1 WHERE seller_id = $1 AND id = $2",
        review.seller_id,
        review.id,
        state,
    )
    seen = (review.state, review.stars), (state, review.stars)
    await count_change(tx, review.seller_id, review.product_id, *seen)


async def claim_waiting(tx: Tx, limit: int, claimed_for: timedelta) -> list[PendingPhoto]:
    """The oldest photographs that are due, put off by `claimed_for` in case this process dies over them."""
    return await tx.all(
        PendingPhoto,
        """WITH due AS (
               SELECT seller_id, id FROM product.review_photos WHERE state = 'pending' AND run_at <= $1
               ORDER BY run_at, id LIMIT $2
           )
           UPDATE product.review_photos p SET run_at = $3 FROM due
           WHERE p.seller_id = due.seller_id AND p.id = due.id AND p.state = 'pending' AND p.run_at <= $1
           RETURNING p.seller_id, p.id, p.review_id, p.original_key, p.key, p.attempts""",
        tx.now,
        limit,
        tx.now + claimed_for,
    )


async def mark_ready(tx: Tx, photo: PendingPhoto, width: int, height: int) -> None:
    """The renditions are stored: the photograph is shown from now on."""
    product_id = await tx.fetchval(
        """WITH done AS (
               UPDATE product.review_photos SET state = 'ready', width = $3, height = $4, attempts = attempts + 1
               WHERE seller_id = $1 AND id = $2 AND state = 'pending' RETURNING review_id
           )
           SELECT r.product_id FROM product.reviews r JOIN done ON done.review_id = r.id WHERE r.seller_id = $1""",
        photo.seller_id,
        photo.id,
        width,
        height,
    )
    if product_id is not None:
        note_change(tx, photo.seller_id, product_id)


async def mark_failed(tx: Tx, photo: PendingPhoto, reason: str, *, final: bool) -> None:
    """Rendering failed: for good when `final` or after eight attempts, else it is tried again later."""
    over = final or photo.attempts + 1 >= ATTEMPTS_MAX
    pause = timedelta(seconds=min(BACK_OFF_SECONDS_MAX, 4 ** (photo.attempts + 1)))
    await tx.execute(
        """UPDATE product.review_photos SET state = $3, attempts = attempts + 1, run_at = $4, failure = $5
           WHERE seller_id = $1 AND id = $2 AND state = 'pending'""",
        photo.seller_id,
        photo.id,
        "failed" if over else "pending",
        tx.now + pause,
        reason[:500],
    )
