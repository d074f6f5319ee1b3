"""A shortcut past routing for the few routes that are asked for most; see ADR 20 for what it spares.

A route takes it by `opt={SHORTCUT: True}`. It must have no guards, no parameters in its path or signature but the
request, and answer with `http.Encoded`.
"""

from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from typing import Any

from litestar import Litestar
from litestar.enums import ScopeType
from litestar.handlers import HTTPRouteHandler
from litestar.types import Receive, Scope, Send

from feria.core.http import Encoded, Request

SHORTCUT = "shortcut"

Handler = Callable[[Request], Awaitable[Encoded[Any]]]


class Shortcut:
    """Calls such handlers itself; whatever else comes, or fails there, is Litestar's."""

    def __init__(self, app: Litestar, handlers: Iterable[Any]) -> None:
        self._app = app
        self._handlers: dict[str, Handler] = {
            path: handler.fn
            for handler in handlers
            if isinstance(handler, HTTPRouteHandler) and handler.opt.get(SHORTCUT)
            for path in handler.paths
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.HTTP and scope["method"] == "GET":
            handler = self._handlers.get(scope["path"])
            if handler is not None:
                scope["litestar_app"] = self._app
                answer = None
                with suppress(
                    Exception
                ):  # whatever it is, Litestar asks again, meets it, and says what is wrong
                    answer = await handler(Request(scope))
                if answer is not None:
                    scope["path_template"] = scope["path"]
                    await answer.to_asgi_response()(scope, receive, send)
                    return
        await self._app(scope, receive, send)
