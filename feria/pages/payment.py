"""The test provider's challenge page at `/dev/pay/{ref}`: approve or decline, as a bank's page would ask, and back."""

from typing import Literal

import msgspec
from litestar import get, post
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Response

from feria.core import http
from feria.core.errors import NotFound
from feria.core.http import Request
from feria.pages import api
from feria.pages.html import html


class Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The button that was pressed."""

    decision: Literal["approve", "decline"]


@get("/dev/pay/{ref:str}", include_in_schema=False, cache_control=http.NO_STORE)
async def challenge_page(ref: FromPath[str]) -> Response[str]:
    """Two buttons that answer for the buyer's bank; no money moves."""
    _known(ref)
    return html("challenge.html", ref=ref)


@post("/dev/pay/{ref:str}", include_in_schema=False, cache_control=http.NO_STORE)
async def challenge_answered(request: Request, ref: FromPath[str], data: URLEncodedBody[Answer]) -> Redirect:
    """Tell the provider, then send the buyer back to the shop, which asks how the payment stands."""
    _known(ref)
    found = await api.ask(request, api.address(f"/test-provider/{ref}/{data.decision}"), "POST")
    if found.status != 200:
        raise NotFound
    return Redirect(f"/checkout/return?order={found.json()['order_id']}", status_code=303)


def _known(ref: str) -> None:
    if not ref.replace("_", "").isalnum():
        raise NotFound


routes: list[BaseRouteHandler] = [challenge_page, challenge_answered]
