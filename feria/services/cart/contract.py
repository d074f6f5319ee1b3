"""What the order service may ask of carts; each function works in the caller's transaction."""

from feria.services.cart.actions.checkout import empty_cart, lock_cart, tie_to_order, untie
from feria.services.cart.actions.merging import shopper_of
from feria.services.cart.queries.checking import check
from feria.services.cart.queries.quotes import (
    CartEmpty,
    Quote,
    QuoteGroup,
    QuoteLine,
    SellerUnavailable,
    checkout_quote,
)
from feria.services.cart.rules import price

__all__ = [
    "CartEmpty",
    "Quote",
    "QuoteGroup",
    "QuoteLine",
    "SellerUnavailable",
    "check",
    "checkout_quote",
    "empty_cart",
    "lock_cart",
    "price",
    "shopper_of",
    "tie_to_order",
    "untie",
]
