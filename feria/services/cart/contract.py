"""What the order service may ask of carts; each function that reads or writes works in the caller's transaction."""

from feria.services.cart.actions.again import PutAgain, Wish, put_again
from feria.services.cart.actions.ageing import GUEST_CART_KEPT_FOR
from feria.services.cart.actions.checkout import empty_cart, lock_cart, tie_to_order, untie
from feria.services.cart.actions.coupons import OrderNames, give_back_coupons, take_coupons_again, use_coupons
from feria.services.cart.actions.live import keep_live_rates
from feria.services.cart.actions.merging import shopper_of
from feria.services.cart.queries.checking import check
from feria.services.cart.queries.coupons import CouponExpired, CouponUnknown, CouponUsedUp
from feria.services.cart.queries.live import LiveWish, live_wishes
from feria.services.cart.queries.quotes import (
    CartEmpty,
    PlaceNotTold,
    Quote,
    QuoteCoupon,
    QuoteGroup,
    QuoteLine,
    SellerUnavailable,
    checkout_quote,
)
from feria.services.cart.rules.pricing import price
from feria.services.cart.rules.tax import Remitter, TaxReason
from feria.services.cart.rules.told_taxes import taxed_by_service

__all__ = [
    "GUEST_CART_KEPT_FOR",
    "CartEmpty",
    "CouponExpired",
    "CouponUnknown",
    "CouponUsedUp",
    "LiveWish",
    "OrderNames",
    "PlaceNotTold",
    "PutAgain",
    "Quote",
    "QuoteCoupon",
    "QuoteGroup",
    "QuoteLine",
    "Remitter",
    "SellerUnavailable",
    "TaxReason",
    "Wish",
    "check",
    "checkout_quote",
    "empty_cart",
    "give_back_coupons",
    "keep_live_rates",
    "live_wishes",
    "lock_cart",
    "price",
    "put_again",
    "shopper_of",
    "take_coupons_again",
    "taxed_by_service",
    "tie_to_order",
    "untie",
    "use_coupons",
]
