"""What others do about a review: the shop answers, people find it helpful, people flag it, the operator decides."""

from uuid import UUID

from feria.core import ids
from feria.core.db import Tx
from feria.core.errors import Conflict, invalid
from feria.services.product.actions.changes import note_change
from feria.services.product.actions.reviews import count_change, tell_reviewed
from feria.services.product.events import ReviewAnswered, ReviewTakenAway
from feria.services.product.queries import reviews
from feria.services.product.queries.reviews import Review
from feria.services.product.rules import reviews as rules
from feria.services.product.rules.reviews import Decision
from feria.services.product.schemas.reviews import FlagIn


class OwnReview(Conflict):
    """Nobody votes on reviews of his own or of his own shop."""

    slug, title = "own-review", "You can't vote on a review of your own or of your own shop."


class ReviewDecided(Conflict):
    """From the state it is in, the review cannot go there."""

    slug, title = "review-decided", "This review is not in a state that allows this."


async def reply(tx: Tx, review_id: UUID, text: str) -> None:
    """Answer in public for the shop; another answer takes the place of the first. Raises NotFound, Invalid."""
    found = await reviews.review_of_shop(tx, review_id)
    words = rules.clean_text(text)
    if not words:
        raise invalid("text", "is required")
    await _set_reply(tx, found, words)
    if not found.reply:
        await tx.publish(
            ReviewAnswered(
                seller_id=found.seller_id,
                product_id=found.product_id,
                review_id=found.id,
                order_id=await reviews.order_of(tx, found),
            )
        )


async def remove_reply(tx: Tx, review_id: UUID) -> None:
    """Take the shop's answer away, as its member or the operator's moderator; again changes nothing."""
    found = await reviews.review_of_shop(tx, review_id, moderators=True)
    if not found.reply:
        return
    await _set_reply(tx, found, "")
    if not tx.actor.member_of(found.seller_id):
        tx.audit("review.reply_removed", ids.encode("rev", review_id))


async def _set_reply(tx: Tx, found: Review, text: str) -> None:
    await tx.execute(
        """UPDATE product.reviews SET reply = $3, replied_at = $4, version = version + 1
           WHERE seller_id = $1 AND id = $2""",
        found.seller_id,
        found.id,
        text,
        tx.now if text else None,
    )
    note_change(tx, found.seller_id, found.product_id)


async def vote(tx: Tx, review_id: UUID, helpful: bool) -> int:
    """Find a review helpful, or no longer, one vote for each account; how many do now. Raises NotFound, OwnReview."""
    found = await reviews.visible_review(tx, review_id)
    if tx.actor.member_of(found.seller_id) or await reviews.is_shopper(tx, found.shopper_id):
        raise OwnReview
    await tx.execute(
        """WITH review AS MATERIALIZED (
               SELECT seller_id, id FROM product.reviews WHERE seller_id = $1 AND id = $2 FOR UPDATE
           ), more AS (
               INSERT INTO product.review_votes (seller_id, review_id, account_id, created_at)
               SELECT seller_id, id, $3, $4 FROM review WHERE $5 ON CONFLICT DO NOTHING RETURNING 1
           ), fewer AS (
               DELETE FROM product.review_votes v USING review r
               WHERE v.seller_id = $1 AND v.review_id = r.id AND v.account_id = $3 AND NOT $5 RETURNING 1
           )
           UPDATE product.reviews SET helpful_count = helpful_count
               + (SELECT count(*) FROM more)::integer - (SELECT count(*) FROM fewer)::integer
           WHERE seller_id = $1 AND id = $2 AND (EXISTS (SELECT FROM more) OR EXISTS (SELECT FROM fewer))""",
        found.seller_id,
        found.id,
        tx.actor.account_id,
        tx.now,
        helpful,
    )
    return (await reviews.review(tx, review_id)).helpful_count


async def flag(tx: Tx, review_id: UUID, data: FlagIn) -> None:
    """Ask the operator to look at a review, once for each account; until he decides it stays visible.

    Flagged again it changes nothing. Raises NotFound.
    """
    found = await reviews.visible_review(tx, review_id, lock=True)
    await tx.execute(
        """WITH new AS (
               INSERT INTO product.review_flags (seller_id, review_id, account_id, reason, note, created_at)
               VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING 1
           )
           UPDATE product.reviews SET state = 'flagged', flag_count = flag_count + 1, version = version + 1
           WHERE seller_id = $1 AND id = $2 AND EXISTS (SELECT FROM new)""",
        found.seller_id,
        found.id,
        tx.actor.account_id,
        data.reason,
        data.note.strip(),
        tx.now,
    )


async def decide(tx: Tx, review_id: UUID, decision: Decision, reason: str) -> None:
    """Show, reject or remove a review, and so answer its open flags; where it is already, nothing changes.

    The caller has let only moderators pass. Raises NotFound, ReviewDecided.
    """
    found = await reviews.review(tx, review_id, lock=True)
    if found.state == decision:
        return
    if not rules.may_decide(found.state, decision):
        raise ReviewDecided(f"It is {found.state}.")
    await tx.execute(
        """WITH answered AS (
               UPDATE product.review_flags SET closed_at = $5
               WHERE seller_id = $1 AND review_id = $2 AND closed_at IS NULL
           )
           UPDATE product.reviews SET state = $3, reason = $4, flag_count = 0, version = version + 1
           WHERE seller_id = $1 AND id = $2""",
        found.seller_id,
        found.id,
        decision,
        "" if decision == "published" else reason.strip(),
        tx.now,
    )
    await count_change(
        tx, found.seller_id, found.product_id, (found.state, found.stars), (decision, found.stars)
    )
    if decision != "published":
        await tx.publish(
            ReviewTakenAway(
                seller_id=found.seller_id,
                product_id=found.product_id,
                review_id=found.id,
                order_id=await reviews.order_of(tx, found),
                version=found.version + 1,
            )
        )
    tx.audit(f"review.{decision}", ids.encode("rev", review_id), reason=reason.strip())
    if decision == "published" and found.state not in rules.VISIBLE:
        await tell_reviewed(tx, found.seller_id, found.product_id, found.id, found.stars)
