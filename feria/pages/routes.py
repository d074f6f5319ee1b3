"""All addresses that are no API of a service: pages, their files, `/api/docs` and, outside production, `/dev/mail`."""

from functools import lru_cache
from importlib.resources import files
from typing import Any

import msgspec
from litestar import get
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath
from litestar.response import Response

from feria.core import http
from feria.core.errors import NotFound
from feria.core.http import Request
from feria.core.settings import Settings
from feria.pages import assets, dashboard, feed, mailbox, payment, sitemap, small, storefront
from feria.pages.html import html

NOT_FOR_PEOPLE = ("/api/", "/assets/", "/dev/", "/.well-known/")
METHODS = ("get", "post", "put", "patch", "delete")


@lru_cache(maxsize=1)
def openapi_json() -> bytes:
    """The committed description of the API, as `feria gen` wrote it."""
    return (files("feria") / "openapi.json").read_bytes()


@get("/api/v1/openapi.json", include_in_schema=False, cache_control=http.PUBLIC)
async def openapi_document() -> Response[bytes]:
    """The API's OpenAPI 3.1 description."""
    return Response(openapi_json(), media_type="application/json")


@lru_cache(maxsize=1)
def _reference() -> list[dict[str, Any]]:
    """Operations grouped by tag, with what the page shows of each."""
    document = msgspec.json.decode(openapi_json())
    groups: dict[str, list[dict[str, Any]]] = {tag["name"]: [] for tag in document.get("tags", [])}
    for path, operations in document["paths"].items():
        for method in METHODS:
            if method in operations:
                operation = operations[method]
                for tag in operation.get("tags", ["other"])[:1]:
                    groups.setdefault(tag, []).append({"path": path, "method": method, **operation})
    return [{"name": name, "operations": found} for name, found in groups.items() if found]


@get("/api/docs", include_in_schema=False, cache_control=http.PUBLIC)
async def api_reference() -> Response[str]:
    """The API's reference as one page."""
    document = msgspec.json.decode(openapi_json())
    schemas = document.get("components", {}).get("schemas", {})
    return html("reference.html", info=document["info"], groups=_reference(), schemas=schemas)


@get("/{path:path}", include_in_schema=False)
async def unknown(request: Request, path: FromPath[str]) -> Response[Any]:
    """Whatever is not there: the storefront's page for a browser, a problem for programs and below `/api`."""
    if path.startswith(NOT_FOR_PEOPLE) or "text/html" not in request.headers.get("accept", ""):
        raise NotFound
    return await storefront.not_found(request)


def routes_for(settings: Settings) -> list[BaseRouteHandler]:
    """The pages of this installation; development's own are not there in production."""
    routes: list[BaseRouteHandler] = [openapi_document, api_reference, unknown]
    for module in (assets, small, sitemap, feed, storefront, dashboard):
        routes.extend(module.routes)
    if not settings.production or settings.allow_test_provider:
        routes.extend(payment.routes)
    if not settings.production:
        routes.extend([*mailbox.routes, storefront.gallery])
    return routes
