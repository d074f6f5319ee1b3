"""Addresses of the dashboards: the seller's below `/sell`, the operator's below `/operator`. Their data is personal."""

from typing import Any

from litestar import get
from litestar.handlers import BaseRouteHandler
from litestar.response import Response

from feria.core.http import Request
from feria.pages import shell
from feria.pages.shell import Page


@get(["/sell", "/sell/{path:path}"], include_in_schema=False)
async def sell(request: Request) -> Response[Any]:
    """A seller's pages."""
    page = Page(title="Your shop", path=request.scope["path"], listed=False, entry="dashboard")
    return await shell.answer(request, page)


@get(["/operator", "/operator/{path:path}"], include_in_schema=False)
async def operator(request: Request) -> Response[Any]:
    """The operator's pages."""
    page = Page(title="Operator", path=request.scope["path"], listed=False, entry="dashboard")
    return await shell.answer(request, page)


routes: list[BaseRouteHandler] = [sell, operator]
