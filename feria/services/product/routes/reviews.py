"""Reviews: read by everybody, written by buyers of delivered lines, answered by the shop, voted on and flagged."""

from dataclasses import dataclass
from typing import Annotated, Any

import msgspec
from litestar import Response, delete, get, post, put
from litestar.datastructures import UploadFile
from litestar.params import FromPath, FromQuery, HeaderParameter, JSONBody, MultipartBody, QueryParameter

from feria.core import http, ids, pages
from feria.core.errors import NotFound, PreconditionFailed, Unauthenticated
from feria.core.http import Request, TooLarge, UnsupportedMediaType
from feria.core.pictures import BadPicture
from feria.core.types import Limit
from feria.services.product.actions import review_answers, reviews
from feria.services.product.actions.review_answers import OwnReview
from feria.services.product.actions.review_photos import TooManyPhotos
from feria.services.product.actions.reviews import AlreadyReviewed, OwnShop, ReviewClosed, TooLateToReview
from feria.services.product.flows import review_photos
from feria.services.product.queries import review_lists
from feria.services.product.queries import reviews as stored
from feria.services.product.queries.review_lists import Written
from feria.services.product.routes import answers
from feria.services.product.routes.images import FORM_BYTES_MAX
from feria.services.product.routes.products import WRITING
from feria.services.product.schemas.reviews import (
    FlagIn,
    HelpfulIn,
    MyMarksOut,
    OwnReviewOut,
    PhotoOut,
    ReplyIn,
    ReviewableOut,
    ReviewFields,
    ReviewIn,
    ReviewOut,
    ReviewSort,
    ReviewsOut,
)

FLAGS_PER_MINUTE = 20
OrderToken = Annotated[
    str | None,
    HeaderParameter(name="X-Order-Token", description="the secret of a guest's order", max_length=200),
]
StarsChoice = Annotated[int | None, QueryParameter(ge=1, le=5)]
OPEN: Any = {"tags": ["product"], "cache_control": http.NO_STORE}


@dataclass
class PhotoForm:
    """The form of an upload: one file."""

    file: UploadFile


@get(
    "/api/v1/products/{product_id:str}/reviews",
    tags=["product"],
    responses={**http.problems(NotFound, pages.BadCursor), **answers.NOT_MODIFIED},
)
async def list_reviews(
    request: Request,
    product_id: FromPath[str],
    *,
    sort: FromQuery[ReviewSort] = "newest",
    stars: StarsChoice = None,
    limit: Limit = pages.LIMIT_DEFAULT,
    after: FromQuery[str | None] = None,
) -> Response[ReviewsOut]:
    """A product's reviews, with average, count and how many have how many stars; `stars` picks those with so many."""
    found = ids.path("prod", product_id)
    out = await http.read(request, stored.reviews_of_product, found, sort, stars, limit=limit, after=after)
    mine = http.actor(request).account_id is not None
    return answers.encoded(request, msgspec.json.encode(out), '"', http.NO_STORE if mine else http.PUBLIC)


@get(
    "/api/v1/products/{product_id:str}/reviews/marks",
    cache_control=http.NO_STORE,
    responses=http.problems(NotFound),
    **WRITING,
)
async def get_review_marks(request: Request, product_id: FromPath[str]) -> MyMarksOut:
    """Which of a product's reviews are your own, which you found helpful, and which you flagged."""
    return await http.read(request, stored.marks_of_account, ids.path("prod", product_id))


@post(
    "/api/v1/products/{product_id:str}/reviews",
    status_code=201,
    response_headers=[http.location("/api/v1/reviews/{id}")],
    responses=http.problems(NotFound, AlreadyReviewed, TooLateToReview, OwnShop),
    **OPEN,
)
async def write_review(
    request: Request, product_id: FromPath[str], data: JSONBody[ReviewIn], order_token: OrderToken = None
) -> Response[OwnReviewOut]:
    """Review what you bought: once for each delivered line, within 100 days. Guests send their order's token."""
    found = ids.path("prod", product_id)
    review_id = await http.write(request, reviews.write_review, found, data, order_token)
    out = await _own(request, ids.encode("rev", review_id), order_token)
    return Response(out, status_code=201, headers={"Location": f"/api/v1/reviews/{out.id}"})


@get("/api/v1/reviews", responses=http.problems(pages.BadCursor), **OPEN)
async def list_own_reviews(
    request: Request,
    *,
    order_id: Annotated[str | None, QueryParameter(pattern="^ord_[0-9a-hjkmnp-tv-z]{26}$")] = None,
    written: FromQuery[Written | None] = None,
    limit: Limit = pages.LIMIT_DEFAULT,
    after: FromQuery[str | None] = None,
    order_token: OrderToken = None,
) -> pages.Page[ReviewableOut]:
    """What arrived for you, with your reviews of it: all, what is `open` to be reviewed, or what is `written`.

    With `order_id` that order's lines, also for guests who send its token.
    """
    if order_id is not None:
        found = ids.decode("ord", order_id, "order_id")
        return await http.read(request, review_lists.lines_of_order, found, order_token)
    if http.actor(request).account_id is None:
        raise Unauthenticated
    return await http.read(request, review_lists.lines_of_account, written, limit=limit, after=after)


@get("/api/v1/reviews/{review_id:str}", responses=http.problems(NotFound), **OPEN)
async def get_review(
    request: Request, review_id: FromPath[str], order_token: OrderToken = None
) -> OwnReviewOut:
    """Your own review, with its state."""
    return await _own(request, review_id, order_token)


@put(
    "/api/v1/reviews/{review_id:str}",
    responses=http.problems(NotFound, ReviewClosed, TooLateToReview, PreconditionFailed),
    **OPEN,
)
async def change_review(
    request: Request, review_id: FromPath[str], data: JSONBody[ReviewFields], order_token: OrderToken = None
) -> OwnReviewOut:
    """Change stars and text of your own review, within 100 days of delivery."""
    found, version = ids.path("rev", review_id), http.if_match(request, required=False)
    await http.write(request, reviews.change_review, found, data, order_token, version)
    return await _own(request, review_id, order_token)


@delete(
    "/api/v1/reviews/{review_id:str}",
    status_code=204,
    responses=http.problems(NotFound, ReviewClosed),
    **OPEN,
)
async def delete_review(request: Request, review_id: FromPath[str], order_token: OrderToken = None) -> None:
    """Take your own review back, with its photographs; afterwards you may write another one."""
    found = ids.path("rev", review_id)
    await review_photos.withdraw_review(http.platform(request), http.actor(request), found, order_token)
    answers.forget_hot_answers(request)


@post(
    "/api/v1/reviews/{review_id:str}/photos",
    status_code=201,
    request_max_body_size=FORM_BYTES_MAX,
    responses=http.problems(
        NotFound, BadPicture, TooManyPhotos, ReviewClosed, TooLateToReview, TooLarge, UnsupportedMediaType
    ),
    **OPEN,
)
async def add_review_photo(
    request: Request, review_id: FromPath[str], data: MultipartBody[PhotoForm], order_token: OrderToken = None
) -> PhotoOut:
    """Add a JPEG, PNG or WebP photograph of up to 20 MB to your own review, at most four."""
    found, content = ids.path("rev", review_id), await data.file.read()
    photo_id = await review_photos.add_photo(
        http.platform(request), http.actor(request), found, content, order_token
    )
    out = await _own(request, review_id, order_token)
    return next(photo for photo in out.photos if photo.id == ids.encode("pho", photo_id))


@delete(
    "/api/v1/reviews/{review_id:str}/photos/{photo_id:str}",
    status_code=204,
    responses=http.problems(NotFound, ReviewClosed, TooLateToReview),
    **OPEN,
)
async def delete_review_photo(
    request: Request, review_id: FromPath[str], photo_id: FromPath[str], order_token: OrderToken = None
) -> None:
    """Take a photograph off your own review and delete its files."""
    review, photo = ids.path("rev", review_id), ids.path("pho", photo_id)
    platform, actor = http.platform(request), http.actor(request)
    await review_photos.remove_photo(platform, actor, review, photo, order_token)
    answers.forget_hot_answers(request)


@post(
    "/api/v1/reviews/{review_id:str}/reply",
    status_code=200,
    cache_control=http.NO_STORE,
    responses=http.problems(NotFound),
    **WRITING,
)
async def reply_to_review(request: Request, review_id: FromPath[str], data: JSONBody[ReplyIn]) -> ReviewOut:
    """Answer a review of your shop in public; another answer takes the place of the first."""
    await http.write(request, review_answers.reply, ids.path("rev", review_id), data.text)
    return await _seen(request, review_id)


@delete(
    "/api/v1/reviews/{review_id:str}/reply",
    status_code=204,
    cache_control=http.NO_STORE,
    responses=http.problems(NotFound),
    **WRITING,
)
async def delete_review_reply(request: Request, review_id: FromPath[str]) -> None:
    """Take the shop's answer away; for its members, and the operator's moderators."""
    await http.write(request, review_answers.remove_reply, ids.path("rev", review_id))
    answers.forget_hot_answers(request)


@post(
    "/api/v1/reviews/{review_id:str}/helpful",
    status_code=200,
    cache_control=http.NO_STORE,
    responses=http.problems(NotFound, OwnReview),
    **WRITING,
)
async def vote_on_review(request: Request, review_id: FromPath[str], data: JSONBody[HelpfulIn]) -> ReviewOut:
    """Say that a review has helped you, or take that back; one vote for each account, none on your own."""
    await http.write(request, review_answers.vote, ids.path("rev", review_id), data.helpful)
    return await _seen(request, review_id)


@post(
    "/api/v1/reviews/{review_id:str}/flag",
    status_code=202,
    cache_control=http.NO_STORE,
    responses=http.problems(NotFound),
    **WRITING,
)
async def flag_review(request: Request, review_id: FromPath[str], data: JSONBody[FlagIn]) -> None:
    """Ask the marketplace to look at a review, once for each account. It stays visible until that is done."""
    await http.limit(request, "review-flags", FLAGS_PER_MINUTE, who=http.actor(request).label)
    await http.write(request, review_answers.flag, ids.path("rev", review_id), data)
    answers.forget_hot_answers(request)


async def _own(request: Request, review_id: str, token: str | None) -> OwnReviewOut:
    if request.method != "GET":
        answers.forget_hot_answers(request)
    return await http.read(request, review_lists.own_review, ids.path("rev", review_id), token)


async def _seen(request: Request, review_id: str) -> ReviewOut:
    answers.forget_hot_answers(request)
    return await http.read(request, stored.review_page, ids.path("rev", review_id))


routes = [
    list_reviews,
    get_review_marks,
    write_review,
    list_own_reviews,
    get_review,
    change_review,
    delete_review,
    add_review_photo,
    delete_review_photo,
    reply_to_review,
    delete_review_reply,
    vote_on_review,
    flag_review,
]
