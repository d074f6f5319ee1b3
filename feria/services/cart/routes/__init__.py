"""HTTP doors of the cart service."""

from feria.services.cart.routes import cart, coupons, saved, tax

routes = [*cart.routes, *coupons.routes, *saved.routes, *tax.routes]
