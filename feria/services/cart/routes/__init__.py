"""HTTP doors of the cart service."""

from feria.services.cart.routes import cart, coupons

routes = [*cart.routes, *coupons.routes]
