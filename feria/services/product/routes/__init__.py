"""The HTTP doors of the product service, one file per noun."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from litestar import Litestar
from litestar.handlers import HTTPRouteHandler

from feria.services.product.flows import catalogue as index
from feria.services.product.flows.suggestions import suggestions_of
from feria.services.product.routes import (
    approval,
    catalogue,
    categories,
    category_looks,
    home,
    images,
    imports,
    inventory,
    products,
    review_desk,
    reviews,
    search,
)

routes: list[HTTPRouteHandler] = [
    *catalogue.routes,
    *products.routes,
    *images.routes,
    *inventory.routes,
    *imports.routes,
    *categories.routes,
    *category_looks.routes,
    *search.routes,
    *home.routes,
    *reviews.routes,
    *review_desk.routes,
    *approval.routes,
]


def readiness(app: Litestar) -> tuple[str, str]:
    """For `/readyz`: how it is with the index on this node. Without one, lists come from the tables."""
    return "catalogue", index.reader_of(app.state.platform.settings).condition()


@asynccontextmanager
async def lifespan(app: Litestar) -> AsyncIterator[None]:
    """Keep this process's view of the catalogue index fresh while it serves."""
    reader = index.reader_of(app.state.platform.settings)
    reader.when_changed(app.state.hot_answers.evict_all)
    tasks = [
        asyncio.create_task(reader.catalogue.watch(reader.changed)),
        asyncio.create_task(suggestions_of(app.state.platform).run(app.state.platform)),
    ]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
