"""The test provider's challenge page at `/dev/pay/{ref}`: approve or decline, as a bank's page would ask."""

from litestar import get
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath
from litestar.response import Response

from feria.core import http
from feria.core.errors import NotFound
from feria.pages.html import html


@get("/dev/pay/{ref:str}", include_in_schema=False, cache_control=http.NO_STORE)
async def challenge_page(ref: FromPath[str]) -> Response[str]:
    """Two buttons that answer for the buyer's bank; no money moves."""
    if not ref.replace("_", "").isalnum():
        raise NotFound
    return html("challenge.html", ref=ref)


routes: list[BaseRouteHandler] = [challenge_page]
