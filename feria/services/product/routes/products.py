"""Products one by one: their page, and what their seller does with them."""

from typing import Annotated, Any

from litestar import Response, delete, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from feria.core import http, ids, pages
from feria.core.errors import NotFound, PreconditionFailed, PreconditionRequired
from feria.core.http import Request
from feria.core.types import Limit, MarketChoice, Words
from feria.services.product.actions import products
from feria.services.product.actions.products import NotADraft, NotPublishable, SellerNotActive
from feria.services.product.actions.variants import SkuTaken, StockReserved
from feria.services.product.flows import editing
from feria.services.product.queries import inventory, versions
from feria.services.product.queries.inventory import ProductsWanted
from feria.services.product.queries.products import product_page
from feria.services.product.routes import answers
from feria.services.product.schemas import ProductIn, ProductOut, ProductRowOut, ProductUpdate, Status
from feria.services.product.schemas.bulk import BulkEditIn, BulkEditOut
from feria.services.product.schemas.versions import ProductVersionOut, PublishAtIn

WRITING: Any = {"tags": ["product"], "guards": [http.signed_in], "security": [{"bearer": []}]}


@get(
    "/api/v1/products/{product_id:str}",
    tags=["product"],
    responses={**http.problems(NotFound), **answers.NOT_MODIFIED},
)
async def get_product(
    request: Request, product_id: FromPath[str], market: MarketChoice = None
) -> Response[ProductOut]:
    """The whole product with its prices in a market. Drafts are shown to the shop's members and the operator only."""
    out = await http.read(request, product_page, ids.path("prod", product_id), market)
    return answers.whole_product(request, out)


@post(
    "/api/v1/products",
    status_code=201,
    response_headers=[http.location("/api/v1/products/{id}")],
    responses=http.problems(NotFound, SkuTaken, SellerNotActive),
    **WRITING,
)
async def create_product(request: Request, data: JSONBody[ProductIn]) -> Response[ProductOut]:
    """Write a draft. `on_hand` is counted here once; afterwards stock changes by movements only."""
    product_id = await http.write(request, products.create_product, data)
    out = await http.read(request, product_page, product_id)
    return answers.whole_product(request, out, status_code=201)


@put(
    "/api/v1/products/{product_id:str}",
    responses=http.problems(
        NotFound, SkuTaken, StockReserved, NotPublishable, PreconditionFailed, PreconditionRequired
    ),
    **WRITING,
)
async def replace_product(
    request: Request, product_id: FromPath[str], data: JSONBody[ProductUpdate]
) -> Response[ProductOut]:
    """Write the product anew, with `If-Match`. Variants carry their `id`; one that is left out is taken off."""
    found = ids.path("prod", product_id)
    await http.write(request, products.update_product, found, data, http.if_match(request))
    return answers.whole_product(request, await http.read(request, product_page, found))


@delete(
    "/api/v1/products/{product_id:str}",
    status_code=204,
    cache_control=http.NO_STORE,
    responses=http.problems(NotFound, PreconditionFailed),
    **WRITING,
)
async def delete_product(request: Request, product_id: FromPath[str]) -> None:
    """Archive the product: orders keep what they show."""
    version = http.if_match(request, required=False)
    await http.write(request, products.archive_product, ids.path("prod", product_id), version)
    answers.forget_hot_answers(request)


@post(
    "/api/v1/products/{product_id:str}/publish",
    status_code=200,
    responses=http.problems(NotFound, NotPublishable, SellerNotActive, PreconditionFailed),
    **WRITING,
)
async def publish_product(request: Request, product_id: FromPath[str]) -> Response[ProductOut]:
    """Put the product on sale; it needs a category and a price for every variant, and the shop must be open.

    Where the marketplace looks at products first, it is `in_review` until the operator has decided.
    """
    found = ids.path("prod", product_id)
    await http.write(request, products.publish_product, found, http.if_match(request, required=False))
    return answers.whole_product(request, await http.read(request, product_page, found))


@post(
    "/api/v1/products/{product_id:str}/archive",
    status_code=200,
    responses=http.problems(NotFound, PreconditionFailed),
    **WRITING,
)
async def archive_product(request: Request, product_id: FromPath[str]) -> Response[ProductOut]:
    """Take the product off sale; publishing brings it back."""
    found = ids.path("prod", product_id)
    await http.write(request, products.archive_product, found, http.if_match(request, required=False))
    return answers.whole_product(request, await http.read(request, product_page, found))


@put(
    "/api/v1/products/{product_id:str}/publish-at",
    responses=http.problems(NotFound, NotADraft, PreconditionFailed),
    **WRITING,
)
async def schedule_product(
    request: Request, product_id: FromPath[str], data: JSONBody[PublishAtIn]
) -> Response[ProductOut]:
    """Let a draft go on sale by itself at a moment of the next year, or (null) not."""
    found, version = ids.path("prod", product_id), http.if_match(request, required=False)
    await http.write(request, products.schedule_product, found, data.publish_at, version)
    return answers.whole_product(request, await http.read(request, product_page, found))


@post(
    "/api/v1/products/{product_id:str}/duplicate",
    status_code=201,
    response_headers=[http.location("/api/v1/products/{id}")],
    responses=http.problems(NotFound, SellerNotActive),
    **WRITING,
)
async def duplicate_product(request: Request, product_id: FromPath[str]) -> Response[ProductOut]:
    """Make a draft like it, with its pictures, SKUs of its own and no stock."""
    found = ids.path("prod", product_id)
    copy = await editing.duplicate_product(
        http.platform(request), http.actor(request), request.visit.request_id, found
    )
    out = await http.read(request, product_page, copy)
    return answers.whole_product(request, out, status_code=201)


@post(
    "/api/v1/sellers/{seller_id:str}/products/changes",
    status_code=200,
    cache_control=http.NO_STORE,
    responses=http.problems(NotFound),
    **WRITING,
)
async def change_products(
    request: Request, seller_id: FromPath[str], data: JSONBody[BulkEditIn]
) -> BulkEditOut:
    """Make one change to up to a hundred products, each for itself; those that could not be changed are named."""
    versions = {
        ids.decode("prod", one.id, f"products[{place}].id"): one.version
        for place, one in enumerate(data.products)
    }
    out = await editing.edit_products(
        http.platform(request),
        http.actor(request),
        request.visit.request_id,
        ids.path_owner("sel", seller_id),
        versions,
        data.change,
    )
    answers.forget_hot_answers(request)
    return out


@get(
    "/api/v1/products/{product_id:str}/versions",
    cache_control=http.NO_STORE,
    responses=http.problems(NotFound, pages.BadCursor),
    **WRITING,
)
async def list_product_versions(
    request: Request,
    product_id: FromPath[str],
    limit: Limit = pages.LIMIT_DEFAULT,
    after: FromQuery[str | None] = None,
) -> pages.Page[ProductVersionOut]:
    """Who changed what, the newest first, for the shop's members and the operator."""
    found = ids.path("prod", product_id)
    return await http.read(request, versions.versions_of, found, limit=limit, after=after)


@get(
    "/api/v1/sellers/{seller_id:str}/products",
    cache_control=http.NO_STORE,
    responses=http.problems(NotFound, pages.BadCursor),
    **WRITING,
)
async def list_products_of_seller(
    request: Request,
    seller_id: FromPath[str],
    *,
    status: FromQuery[Status | None] = None,
    import_id: Annotated[str | None, QueryParameter(pattern="^imp_[0-9a-hjkmnp-tv-z]{26}$")] = None,
    q: Words = "",
    limit: Limit = pages.LIMIT_DEFAULT,
    after: FromQuery[str | None] = None,
) -> pages.Page[ProductRowOut]:
    """The shop's products in every state, newest first, for its members. `q` looks in titles and SKUs."""
    number = ids.path_owner("sel", seller_id)
    wanted = ProductsWanted(
        status=status,
        import_id=None if import_id is None else ids.decode("imp", import_id, "import_id"),
        q=q,
    )
    return await http.read(request, inventory.products_of_seller, number, wanted, limit=limit, after=after)


routes = [
    get_product,
    create_product,
    replace_product,
    delete_product,
    publish_product,
    archive_product,
    schedule_product,
    duplicate_product,
    change_products,
    list_product_versions,
    list_products_of_seller,
]
