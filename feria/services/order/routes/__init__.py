"""The HTTP doors of the order service."""

from feria.services.order.routes import (
    cases,
    documents,
    editing,
    messages,
    orders,
    parcels,
    return_labels,
    returns,
    seller_orders,
)

routes = [
    *orders.routes,
    *seller_orders.routes,
    *editing.routes,
    *parcels.routes,
    *returns.routes,
    *return_labels.routes,
    *cases.routes,
    *documents.routes,
    *messages.routes,
]
