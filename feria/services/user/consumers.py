"""What the user service does about events of other services."""

from collections import Counter

from feria.core.db import Tx
from feria.core.events import consumes_together
from feria.services.product.events import AssortmentChanged, RatingChanged
from feria.services.user.actions import shops


@consumes_together(AssortmentChanged)
async def count_products_when_assortment_changed(tx: Tx, events: list[AssortmentChanged]) -> None:
    """Shops show how many things they have on sale."""
    more: Counter[int] = Counter()
    for event in events:
        more[event.seller_id] += event.more
    await shops.count_products(tx, more)


@consumes_together(RatingChanged)
async def count_reviews_when_rating_changed(tx: Tx, events: list[RatingChanged]) -> None:
    """Shops show the average of all visible reviews of their things."""
    stars: Counter[int] = Counter()
    reviews: Counter[int] = Counter()
    for event in events:
        stars[event.seller_id] += event.stars
        reviews[event.seller_id] += event.reviews
    await shops.count_reviews(tx, {seller_id: (stars[seller_id], reviews[seller_id]) for seller_id in stars})
