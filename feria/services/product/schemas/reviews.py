"""Request and response shapes of reviews."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from feria.core import ids
from feria.core.types import Closed, Line, OptionalLine
from feria.services.product.rules.reviews import State

Stars = Annotated[int, Meta(ge=1, le=5)]
ReviewText = Annotated[str, Meta(max_length=5_000)]
ReplyText = Annotated[str, Meta(min_length=1, max_length=2_000, pattern=r"\S")]
FlagReason = Literal["spam", "offensive", "personal_data", "not_about_product", "other"]
ReviewSort = Literal["newest", "helpful", "highest", "lowest"]


class ReviewFields(Closed, kw_only=True, frozen=True):
    """What a buyer says: whole stars, and plain text if he likes."""

    stars: Stars
    text: ReviewText = ""


class ReviewIn(ReviewFields, kw_only=True, frozen=True):
    """A review of a delivered line, one for each."""

    line_id: ids.LineRef


class ReplyIn(Closed, kw_only=True, frozen=True):
    """The seller's public answer; another one takes its place."""

    text: ReplyText


class HelpfulIn(Closed, kw_only=True, frozen=True):
    """Whether the review has helped; false takes the vote back."""

    helpful: bool = True


class FlagIn(Closed, kw_only=True, frozen=True):
    """What is wrong with a review, for the operator."""

    reason: FlagReason
    note: OptionalLine = ""


class ReviewDecisionIn(Closed, kw_only=True, frozen=True):
    """Why the operator takes a review away; its author reads it."""

    reason: Line


class PublishReviewIn(Closed, kw_only=True, frozen=True):
    """Why the operator shows a review, for the log."""

    reason: OptionalLine = ""


class PhotoOut(msgspec.Struct, frozen=True, kw_only=True):
    """A photograph; `urls` by width in pixels, empty until it has been rendered."""

    id: str
    width: int
    height: int
    state: Literal["pending", "ready", "failed"]
    urls: dict[str, str]


class ReplyOut(msgspec.Struct, frozen=True, kw_only=True):
    """What the seller answered."""

    text: str
    at: datetime


class ReviewOut(msgspec.Struct, frozen=True, kw_only=True):
    """A review as everybody sees it: `author` is a first name and an initial, `edited_at` null if never changed."""

    id: str
    product_id: str
    stars: int
    text: str
    author: str
    variant_title: str
    photos: list[PhotoOut]
    helpful_count: int
    reply: ReplyOut | None
    created_at: datetime
    edited_at: datetime | None


class HistogramOut(msgspec.Struct, frozen=True, kw_only=True):
    """How many visible reviews have so many stars."""

    one: int = msgspec.field(name="1", default=0)
    two: int = msgspec.field(name="2", default=0)
    three: int = msgspec.field(name="3", default=0)
    four: int = msgspec.field(name="4", default=0)
    five: int = msgspec.field(name="5", default=0)


class ReviewsOut(msgspec.Struct, frozen=True, kw_only=True):
    """A page of a product's reviews. Average, count and histogram are of all visible ones, whatever is filtered."""

    items: list[ReviewOut]
    next: str | None
    rating: float | None
    review_count: int
    histogram: HistogramOut


class MyMarksOut(msgspec.Struct, frozen=True, kw_only=True):
    """What an account has done about a product's reviews: ids of its own, of those it found helpful, and flagged."""

    own: list[str]
    helpful: list[str]
    flagged: list[str]


class OwnReviewOut(ReviewOut, frozen=True, kw_only=True):
    """A review as its author sees it; `reason` is why the operator took it away."""

    state: State
    reason: str
    version: int


class ReviewedProductOut(msgspec.Struct, frozen=True, kw_only=True):
    """The product of a review; `image` is 160 pixels wide."""

    id: str
    slug: str
    title: str
    image: str | None


class ReviewedSellerOut(msgspec.Struct, frozen=True, kw_only=True):
    """The shop of a review."""

    id: str
    slug: str
    name: str
    stall_hue: int


class ReviewableOut(msgspec.Struct, frozen=True, kw_only=True):
    """A delivered line of the caller; it may be reviewed, and its review changed, until `review_until`."""

    line_id: str
    order_id: str
    seller_order_id: str
    product: ReviewedProductOut
    seller: ReviewedSellerOut
    variant_title: str
    delivered_at: datetime
    review_until: datetime
    review: OwnReviewOut | None


class SellerReviewOut(ReviewOut, frozen=True, kw_only=True):
    """A review in its seller's list."""

    state: State
    product: ReviewedProductOut


class FlagOut(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody found wrong with a review."""

    reason: FlagReason
    note: str
    at: datetime


class OperatorReviewOut(SellerReviewOut, frozen=True, kw_only=True):
    """A review before the operator, with the flags that no decision has answered yet."""

    seller: ReviewedSellerOut
    flags: list[FlagOut]
    reason: str
    version: int
