"""What other services may ask of the catalogue and its stock; each function works in the caller's transaction."""

from feria.services.product.actions.stock import OutOfStock, release_stock, reserve_stock, take_stock
from feria.services.product.queries.check import check
from feria.services.product.queries.inventory import CatalogueTasks, catalogue_tasks
from feria.services.product.queries.offers import Offer, offers
from feria.services.product.queries.products import product_page, rendition_url

__all__ = [
    "CatalogueTasks",
    "Offer",
    "OutOfStock",
    "catalogue_tasks",
    "check",
    "offers",
    "product_page",
    "release_stock",
    "rendition_url",
    "reserve_stock",
    "take_stock",
]
