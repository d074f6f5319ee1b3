"""What other services may ask of the catalogue and its stock; each function works in the caller's transaction."""

from feria.services.product.actions.stock import OutOfStock, release_stock, reserve_stock, take_stock
from feria.services.product.queries.offers import Offer, offers

__all__ = ["Offer", "OutOfStock", "offers", "release_stock", "reserve_stock", "take_stock"]
