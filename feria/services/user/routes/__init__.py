"""The HTTP doors of the user service, one file per noun."""

from litestar.handlers import HTTPRouteHandler

from feria.services.user.routes import (
    addresses,
    auth,
    brand,
    marketplace,
    members,
    operator,
    sellers,
    shipping,
    users,
)

routes: list[HTTPRouteHandler] = [
    *auth.routes,
    *users.routes,
    *addresses.routes,
    *sellers.routes,
    *shipping.routes,
    *members.routes,
    *marketplace.routes,
    *brand.routes,
    *operator.routes,
]
