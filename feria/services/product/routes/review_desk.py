"""Reviews at the desks of those who work with them: the shop's list, and the operator's queue with his decisions."""

from typing import Any

from litestar import get, post
from litestar.params import FromPath, FromQuery, JSONBody

from feria.core import http, ids, pages
from feria.core.errors import Forbidden, NotFound
from feria.core.http import Request
from feria.core.types import Limit
from feria.services.product.actions import review_answers
from feria.services.product.actions.review_answers import ReviewDecided
from feria.services.product.queries import review_lists
from feria.services.product.queries.review_lists import Queue
from feria.services.product.routes import answers
from feria.services.product.routes.products import WRITING
from feria.services.product.routes.reviews import StarsChoice
from feria.services.product.rules.reviews import Decision
from feria.services.product.schemas.reviews import (
    OperatorReviewOut,
    PublishReviewIn,
    ReviewDecisionIn,
    SellerReviewOut,
)

MODERATING: Any = {
    "tags": ["product"],
    "guards": [http.operator("moderator")],
    "security": [{"bearer": []}],
    "cache_control": http.NO_STORE,
}
DECIDING: Any = {
    **MODERATING,
    "status_code": 200,
    "responses": http.problems(Forbidden, NotFound, ReviewDecided),
}


@get(
    "/api/v1/sellers/{seller_id:str}/reviews",
    cache_control=http.NO_STORE,
    responses=http.problems(NotFound, pages.BadCursor),
    **WRITING,
)
async def list_reviews_of_seller(
    request: Request,
    seller_id: FromPath[str],
    *,
    stars: StarsChoice = None,
    replied: FromQuery[bool | None] = None,
    limit: Limit = pages.LIMIT_DEFAULT,
    after: FromQuery[str | None] = None,
) -> pages.Page[SellerReviewOut]:
    """The visible reviews of a shop's things, newest first, for its members; `replied=false` waits for an answer."""
    number = ids.path_owner("sel", seller_id)
    return await http.read(
        request,
        review_lists.reviews_of_seller,
        number,
        stars=stars,
        replied=replied,
        limit=limit,
        after=after,
    )


@get("/api/v1/operator/reviews", responses=http.problems(Forbidden, pages.BadCursor), **MODERATING)
async def list_reviews_to_moderate(
    request: Request,
    *,
    queue: FromQuery[Queue] = "waiting",
    limit: Limit = pages.LIMIT_DEFAULT,
    after: FromQuery[str | None] = None,
) -> pages.Page[OperatorReviewOut]:
    """Reviews that wait for a decision (flagged, or to be looked at before they are shown), the oldest first.

    Or those in a state, or all, newest first.
    """
    return await http.read(request, review_lists.moderation_queue, queue, limit=limit, after=after)


@post("/api/v1/operator/reviews/{review_id:str}/publish", **DECIDING)
async def publish_review(
    request: Request, review_id: FromPath[str], data: JSONBody[PublishReviewIn]
) -> OperatorReviewOut:
    """Show a review, whatever was said against it; its flags are answered."""
    return await _decide(request, review_id, "published", data.reason)


@post("/api/v1/operator/reviews/{review_id:str}/reject", **DECIDING)
async def reject_review(
    request: Request, review_id: FromPath[str], data: JSONBody[ReviewDecisionIn]
) -> OperatorReviewOut:
    """Do not show a review that waits to be shown."""
    return await _decide(request, review_id, "rejected", data.reason)


@post("/api/v1/operator/reviews/{review_id:str}/remove", **DECIDING)
async def remove_review(
    request: Request, review_id: FromPath[str], data: JSONBody[ReviewDecisionIn]
) -> OperatorReviewOut:
    """Take a review away that has been shown; average and count follow."""
    return await _decide(request, review_id, "removed", data.reason)


async def _decide(request: Request, review_id: str, decision: Decision, reason: str) -> OperatorReviewOut:
    found = ids.path("rev", review_id)
    await http.write(request, review_answers.decide, found, decision, reason)
    answers.forget_hot_answers(request)
    return await http.read(request, review_lists.operator_review, found)


routes = [
    list_reviews_of_seller,
    list_reviews_to_moderate,
    publish_review,
    reject_review,
    remove_review,
]
