"""Products before the operator: his queue with its decisions, and the shop that takes one back."""

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from feria.core import http, ids, pages
from feria.core.errors import Forbidden, NotFound, PreconditionFailed, PreconditionRequired
from feria.core.http import Request
from feria.core.types import Limit
from feria.services.product.actions import approval
from feria.services.product.actions.approval import NotInReview
from feria.services.product.actions.products import NotPublishable, SellerNotActive
from feria.services.product.queries.approval import products_waiting
from feria.services.product.queries.products import product_page
from feria.services.product.routes import answers
from feria.services.product.routes.products import WRITING
from feria.services.product.routes.review_desk import MODERATING
from feria.services.product.schemas import ProductOut
from feria.services.product.schemas.approval import RejectionIn, WaitingProductOut

_REFUSALS = (Forbidden, NotFound, NotInReview, PreconditionFailed, PreconditionRequired)


@get("/api/v1/operator/products", responses=http.problems(Forbidden, pages.BadCursor), **MODERATING)
async def list_products_in_review(
    request: Request, *, limit: Limit = pages.LIMIT_DEFAULT, after: FromQuery[str | None] = None
) -> pages.Page[WaitingProductOut]:
    """Products that wait for the operator before they are on sale, the longest first, as buyers would see them."""
    return await http.read(request, products_waiting, limit=limit, after=after)


@post(
    "/api/v1/operator/products/{product_id:str}/approve",
    status_code=200,
    responses=http.problems(*_REFUSALS, NotPublishable, SellerNotActive),
    **MODERATING,
)
async def approve_product(request: Request, product_id: FromPath[str]) -> Response[ProductOut]:
    """Put a product on sale as it was seen, with `If-Match`; its shop is told."""
    found = ids.path("prod", product_id)
    await http.write(request, approval.approve_product, found, http.if_match(request))
    return answers.whole_product(request, await http.read(request, product_page, found))


@post(
    "/api/v1/operator/products/{product_id:str}/reject",
    status_code=200,
    responses=http.problems(*_REFUSALS),
    **MODERATING,
)
async def reject_product(
    request: Request, product_id: FromPath[str], data: JSONBody[RejectionIn]
) -> Response[ProductOut]:
    """Send a product back to its shop as a draft, with `If-Match` and the reason, which the shop is told."""
    found, version = ids.path("prod", product_id), http.if_match(request)
    await http.write(request, approval.reject_product, found, version, data.reason)
    return answers.whole_product(request, await http.read(request, product_page, found))


@post(
    "/api/v1/products/{product_id:str}/withdraw",
    status_code=200,
    responses=http.problems(NotFound, NotInReview),
    **WRITING,
)
async def withdraw_product(request: Request, product_id: FromPath[str]) -> Response[ProductOut]:
    """Take a product back that waits for the operator; it is a draft again."""
    found = ids.path("prod", product_id)
    await http.write(request, approval.withdraw_product, found)
    return answers.whole_product(request, await http.read(request, product_page, found))


routes = [list_products_in_review, approve_product, reject_product, withdraw_product]
