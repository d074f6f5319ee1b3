"""What the order service may ask of carts; each function works in the caller's transaction."""

from feria.services.cart.actions.checkout import empty_cart, lock_cart, tie_to_order, untie
from feria.services.cart.actions.coupons import give_back_coupons, take_coupons_again, use_coupons
from feria.services.cart.actions.merging import shopper_of
from feria.services.cart.queries.checking import check
from feria.services.cart.queries.coupons import CouponExpired, CouponUnknown, CouponUsedUp
from feria.services.cart.queries.quotes import (
    CartEmpty,
    Quote,
    QuoteCoupon,
    QuoteGroup,
    QuoteLine,
    SellerUnavailable,
    checkout_quote,
)
from feria.services.cart.rules.pricing import price

__all__ = [
    "CartEmpty",
    "CouponExpired",
    "CouponUnknown",
    "CouponUsedUp",
    "Quote",
    "QuoteCoupon",
    "QuoteGroup",
    "QuoteLine",
    "SellerUnavailable",
    "check",
    "checkout_quote",
    "empty_cart",
    "give_back_coupons",
    "lock_cart",
    "price",
    "shopper_of",
    "take_coupons_again",
    "tie_to_order",
    "untie",
    "use_coupons",
]
