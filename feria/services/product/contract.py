"""What other services may ask of the catalogue and its stock; each function works in the caller's transaction."""

from feria.services.product.actions.stock import (
    OutOfStock,
    release_stock,
    reserve_stock,
    return_stock,
    take_stock,
)
from feria.services.product.queries.approval import products_waiting_count, rejection_of
from feria.services.product.queries.categories import listed_categories, path_since_moved
from feria.services.product.queries.check import check
from feria.services.product.queries.inventory import CatalogueTasks, catalogue_tasks
from feria.services.product.queries.listings import Described, described_after, last_ordinal, listed_between
from feria.services.product.queries.offers import Offer, offers
from feria.services.product.queries.products import (
    LARGEST,
    product_page,
    rendition_url,
    title_of,
    title_on_sale,
)
from feria.services.product.queries.review_lists import reviews_waiting
from feria.services.product.queries.reviews import reason_of as reason_of_review

__all__ = [
    "LARGEST",
    "CatalogueTasks",
    "Described",
    "Offer",
    "OutOfStock",
    "catalogue_tasks",
    "check",
    "described_after",
    "last_ordinal",
    "listed_between",
    "listed_categories",
    "offers",
    "path_since_moved",
    "product_page",
    "products_waiting_count",
    "reason_of_review",
    "rejection_of",
    "release_stock",
    "rendition_url",
    "reserve_stock",
    "return_stock",
    "reviews_waiting",
    "take_stock",
    "title_of",
    "title_on_sale",
]
