"""Events that the product service publishes."""

from typing import ClassVar
from uuid import UUID

from feria.core.events import Event
from feria.core.ids import encode, encode_owner


class AssortmentChanged(Event, frozen=True, kw_only=True):
    """So many more of a seller's products are on sale, or fewer when `more` is negative."""

    name: ClassVar[str] = "assortment.changed"
    seller_id: int
    more: int

    @property
    def subject(self) -> str:
        return encode_owner("sel", self.seller_id)


class ProductDecided(Event, frozen=True, kw_only=True):
    """The operator has approved a product, or sent it back: that is its `version`."""

    name: ClassVar[str] = "product.decided"
    seller_id: int
    product_id: UUID
    version: int
    approved: bool

    @property
    def subject(self) -> str:
        return encode("prod", self.product_id)


class RatingChanged(Event, frozen=True, kw_only=True):
    """Visible reviews of a seller came, went or were changed: so many more `stars` and `reviews`, or fewer."""

    name: ClassVar[str] = "rating.changed"
    seller_id: int
    stars: int
    reviews: int

    @property
    def subject(self) -> str:
        return encode_owner("sel", self.seller_id)


class ProductReviewed(Event, frozen=True, kw_only=True):
    """A review can be seen for the first time, or again."""

    name: ClassVar[str] = "product.reviewed"
    seller_id: int
    product_id: UUID
    review_id: UUID
    stars: int

    @property
    def subject(self) -> str:
        return encode("rev", self.review_id)


class ReviewAnswered(Event, frozen=True, kw_only=True):
    """The shop has answered a review that had no answer."""

    name: ClassVar[str] = "review.answered"
    seller_id: int
    product_id: UUID
    review_id: UUID
    order_id: UUID

    @property
    def subject(self) -> str:
        return encode("rev", self.review_id)


class ReviewTakenAway(Event, frozen=True, kw_only=True):
    """The operator shows a review no longer, or not at all: that is its `version`."""

    name: ClassVar[str] = "review.taken_away"
    seller_id: int
    product_id: UUID
    review_id: UUID
    order_id: UUID
    version: int

    @property
    def subject(self) -> str:
        return encode("rev", self.review_id)
