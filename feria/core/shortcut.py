"""A shortcut past routing for the few routes that are asked for most; see ADR 20 for what it spares.

A route takes it by `opt={SHORTCUT: True}`. Its address is fixed, it has no guards, and its parameters are the request,
a JSON body, and headers with no rule but a greatest length; a GET reads its query by itself.
"""

from typing import Any

from litestar import Litestar
from litestar.enums import ScopeType
from litestar.handlers import HTTPRouteHandler
from litestar.params import HeaderParameter
from litestar.response import Response
from litestar.types import ASGIApp, Receive, Scope, Send

from feria.core import faults
from feria.core.errors import Malformed
from feria.core.http import Answer, Request

SHORTCUT = "shortcut"


class _Route:
    """A handler as Litestar has registered it, and what it is to be called with."""

    def __init__(self, handler: HTTPRouteHandler) -> None:
        self.handler = handler
        parameters = handler.parsed_fn_signature.parameters
        self.takes_body = "data" in parameters
        self.headers: list[tuple[str, str, int]] = []
        for name, field in parameters.items():
            if isinstance(field.kwarg_definition, HeaderParameter):
                header, length = field.kwarg_definition.name, field.kwarg_definition.max_length
                assert header is not None and length is not None, (
                    f"{handler} has a header without name or length"
                )
                self.headers.append((name, header.lower(), length))
        self.sent = {
            header.name: str(header.value)
            for header in handler.resolve_response_headers()
            if not header.documentation_only
        }

    def arguments(self, request: Request) -> dict[str, Any] | None:
        """The header parameters; None when one of them is to be refused, or a query comes with the body."""
        if self.takes_body and request.scope["query_string"]:
            return None
        found = {}
        for name, header, length in self.headers:
            value = request.headers.get(header)
            if value is not None and len(value) > length:
                return None
            found[name] = value
        return found


class Shortcut:
    """Calls such handlers itself and answers their faults in the same words; whatever else comes is Litestar's."""

    def __init__(self, app: Litestar) -> None:
        self._app = app
        self._routes = {
            (method, route.path): _Route(handler)
            for route in app.routes
            for method, (handler, _) in getattr(route, "route_handler_map", {}).items()
            if handler.opt.get(SHORTCUT)
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.HTTP:
            route = self._routes.get((scope["method"], scope["path"]))
            if route is not None:
                scope["litestar_app"], scope["route_handler"] = self._app, route.handler
                request = Request(scope, receive, send)
                arguments = route.arguments(request)
                if arguments is not None:
                    scope["path_template"] = scope["path"]
                    answer = await _answer(route, request, arguments)
                    await answer(scope, receive, send)
                    return
        await self._app(scope, receive, send)


async def _answer(route: _Route, request: Request, arguments: dict[str, Any]) -> ASGIApp:
    try:
        if route.takes_body:
            if not await request.body():
                raise Malformed(faults.NO_BODY)
            arguments["data"] = await request.json()
        found = await route.handler.fn(request, **arguments)
    except Exception as error:  # noqa: BLE001 - the edge: whatever a handler raises becomes a problem
        return faults.answer(request, error).to_asgi_response(None, request)
    answer = found if isinstance(found, Response) else Answer(found)
    return answer.to_asgi_response(None, request, headers=route.sent, status_code=route.handler.status_code)
