"""The category tree: read by everybody, kept by the operator's moderators."""

from typing import Any

import msgspec
from litestar import Response, delete, get, post, put
from litestar.params import FromPath, JSONBody

from feria.core import http, ids
from feria.core.errors import Forbidden, NotFound, PreconditionFailed
from feria.core.http import Request
from feria.services.product.actions import categories
from feria.services.product.actions.categories import CategoryExists, CategoryInUse
from feria.services.product.queries.categories import category_node, category_tree
from feria.services.product.routes import answers
from feria.services.product.schemas.categories import CategoryIn, CategoryOut, CategoryTreeOut, MergeIn

CACHE_KEY = "product:categories"
CACHED_SECONDS = 5
WRITING: Any = {"tags": ["product"], "guards": [http.operator("moderator")], "security": [{"bearer": []}]}


@get("/api/v1/categories", tags=["product"], responses={**http.problems(), **answers.NOT_MODIFIED})
async def get_categories(request: Request) -> Response[CategoryTreeOut]:
    """The tree with the attributes that products fill in and the numbers of published products."""
    cache = http.platform(request).cache
    body = await cache.get(CACHE_KEY)
    if body is None:
        body = msgspec.json.encode(await http.read(request, category_tree))
        await cache.set(CACHE_KEY, body, CACHED_SECONDS)
    return answers.encoded(request, body, '"', http.PUBLIC)


@post(
    "/api/v1/categories",
    status_code=201,
    cache_control=http.NO_STORE,
    response_headers=[http.location("/api/v1/categories/{id}")],
    responses=http.problems(Forbidden, CategoryExists),
    **WRITING,
)
async def create_category(request: Request, data: JSONBody[CategoryIn]) -> Response[CategoryOut]:
    """Add a category below a parent, or as a root."""
    category_id = await http.write(request, categories.create_category, data)
    out = await changed(request, ids.encode("cat", category_id))
    headers = {"Location": f"/api/v1/categories/{out.id}", "ETag": http.etag(out.version)}
    return Response(out, status_code=201, headers=headers)


@put(
    "/api/v1/categories/{category_id:str}",
    cache_control=http.NO_STORE,
    responses=http.problems(Forbidden, NotFound, CategoryExists, PreconditionFailed),
    **WRITING,
)
async def replace_category(
    request: Request, category_id: FromPath[str], data: JSONBody[CategoryIn]
) -> Response[CategoryOut]:
    """Rename, move or describe a category anew; what stands below it moves along. Send `If-Match` to be safe."""
    version = http.if_match(request, required=False)
    await http.write(request, categories.update_category, ids.path("cat", category_id), data, version)
    out = await changed(request, category_id)
    return Response(out, headers={"ETag": http.etag(out.version)})


@post(
    "/api/v1/categories/{category_id:str}/merge",
    status_code=200,
    cache_control=http.NO_STORE,
    responses=http.problems(Forbidden, NotFound, CategoryExists, PreconditionFailed),
    **WRITING,
)
async def merge_category(
    request: Request, category_id: FromPath[str], data: JSONBody[MergeIn]
) -> Response[CategoryOut]:
    """Put its products and categories into another one and remove it; links to it lead there. The other comes back."""
    version = http.if_match(request, required=False)
    found, into = ids.path("cat", category_id), ids.decode("cat", data.into_id, "into_id")
    await http.write(request, categories.merge_category, found, into, version)
    out = await changed(request, data.into_id)
    return Response(out, headers={"ETag": http.etag(out.version)})


@delete(
    "/api/v1/categories/{category_id:str}",
    status_code=204,
    cache_control=http.NO_STORE,
    responses=http.problems(Forbidden, NotFound, CategoryInUse),
    **WRITING,
)
async def delete_category(request: Request, category_id: FromPath[str]) -> None:
    """Remove a category in which nothing stands any more."""
    await http.write(request, categories.delete_category, ids.path("cat", category_id))
    await http.platform(request).cache.delete(CACHE_KEY)
    answers.forget_hot_answers(request)


async def changed(request: Request, category_id: str) -> CategoryOut:
    """The category after a change, which this process repeats from no memory."""
    await http.platform(request).cache.delete(CACHE_KEY)
    answers.forget_hot_answers(request)
    return await http.read(request, category_node, ids.path("cat", category_id))


routes = [get_categories, create_category, replace_category, merge_category, delete_category]
