"""Builds the ASGI application for the chosen services, and registers every service's handlers in each process."""

import asyncio
import importlib
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from types import ModuleType
from typing import Any
from uuid import UUID

from litestar import Litestar, get
from litestar.handlers import BaseRouteHandler
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.spec import Components, SecurityScheme, Tag
from litestar.response import Response

from feria import __version__
from feria.core import events, faults, http, telemetry
from feria.core import openapi as description
from feria.core.auth import Principal, Tokens
from feria.core.envelope import Envelope
from feria.core.errors import Unavailable
from feria.core.hot import HotAnswers
from feria.core.http import Request
from feria.core.platform import Platform
from feria.core.settings import Settings
from feria.core.shortcut import Shortcut
from feria.pages import rendering
from feria.pages import routes as pages

SERVICES = ("user", "product", "cart", "order", "payment", "notification", "analytics")
# Public answers below these paths may be repeated from memory when their route allows it.
CACHED_PATHS = (
    "/api/v1/products",
    "/api/v1/categories",
    "/api/v1/sellers",
    "/api/v1/marketplace",
    "/sitemap",
)
# Pages that look alike for everybody who is not signed in, besides the front page.
CACHED_PAGES = ("/p/", "/c/", "/search", "/shops", "/legal/")
# What a process can serve: the services, and the pages, which read all of them.
PARTS = (*SERVICES, "pages")


@dataclass(frozen=True)
class Application:
    """What a server runs (`asgi`), and the Litestar application inside it."""

    asgi: HotAnswers
    litestar: Litestar


def modules(kind: str, services: Iterable[str] = SERVICES) -> list[ModuleType]:
    """The `kind` modules (routes, consumers, jobs) of the services that have one."""
    names = [f"feria.services.{service}.{kind}" for service in services]
    return [importlib.import_module(name) for name in names if find_spec(name) is not None]


def register_consumers() -> None:
    """Import every service's consumers: in-transaction subscribers and delivery rows need all of them everywhere."""
    modules("consumers")


@get("/healthz", include_in_schema=False, cache_control=http.NO_STORE)
async def healthz() -> dict[str, str]:
    """The process lives."""
    return {"status": "ok"}


@get("/readyz", include_in_schema=False, cache_control=http.NO_STORE)
async def readyz(request: Request) -> dict[str, str]:
    """The process and what it depends on answer; what it can do without is named, and does not make it less ready."""
    platform = http.platform(request)
    async with platform.db.reading() as tx:
        await tx.fetchval("SELECT 1")
    if not await platform.cache.ping():
        raise Unavailable("The cache does not answer.")
    parts = dict(check(request.app) for check in request.app.state.readiness)
    return {"status": "ready", "database": "ok", "cache": "ok", **parts}


@get("/metrics", include_in_schema=False, cache_control=http.NO_STORE)
async def metrics(request: Request) -> Response[bytes]:
    """Prometheus metrics; the gateway does not pass this address on."""
    due, dead = await http.read(request, events.backlog)
    telemetry.DELIVERIES_PENDING.set(due)
    telemetry.DELIVERIES_DEAD.set(dead)
    return Response(telemetry.metrics(), media_type="text/plain; version=0.0.4; charset=utf-8")


def litestar_app(
    settings: Settings, parts: Iterable[str] = PARTS, platform: Platform | None = None
) -> Litestar:
    """The application without its outer layers; opens the platform at start unless one is given."""
    register_consumers()
    parts = tuple(parts)
    # Pages show what the API answers, and ask it in their own process (`pages/api.py`), so they have all of it.
    doors = modules("routes", SERVICES if "pages" in parts else [part for part in parts if part in SERVICES])
    routes: list[BaseRouteHandler] = [healthz, readyz, metrics]
    for module in doors:
        routes.extend(module.routes)
    if "pages" in parts:
        routes.extend(pages.routes_for(settings))

    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            if platform is None:
                app.state.platform = await Platform.open(settings)
                stack.push_async_callback(app.state.platform.close)
                await stack.enter_async_context(_following_clock(app.state.platform))
            else:
                app.state.platform = platform
            app.state.readiness = [module.readiness for module in doors if hasattr(module, "readiness")]
            for module in doors:
                if hasattr(module, "lifespan"):
                    await stack.enter_async_context(module.lifespan(app))
            if "pages" in parts and settings.render_pages:
                await stack.enter_async_context(rendering.lifespan(app))
            yield

    return Litestar(
        route_handlers=routes,
        lifespan=[lifespan],
        request_class=Request,
        response_class=http.Answer,
        request_max_body_size=http.BODY_BYTES_MAX,
        exception_handlers=faults.HANDLERS,
        openapi_config=None,
        logging_config=None,
        debug=False,
    )


@asynccontextmanager
async def _following_clock(platform: Platform) -> AsyncIterator[None]:
    """Move with the clock in the database, as the worker does."""
    follower = asyncio.create_task(platform.follow_clock_until(asyncio.Event()))
    try:
        yield
    finally:
        follower.cancel()


def build(settings: Settings, parts: Iterable[str] = PARTS, platform: Platform | None = None) -> Application:
    """The application as served: Litestar inside the envelope, inside the layer of hot answers."""
    parts = tuple(parts)
    inner = litestar_app(settings, parts, platform)

    async def principal_of(account_id: int, session_id: UUID) -> Principal | None:
        from feria.services.user import contract as user

        opened: Platform = inner.state.platform
        async with opened.db.reading() as tx:
            return await user.principal_of(tx, account_id, session_id)

    tokens = Tokens(settings.secret, principal_of)
    inner.state.tokens = tokens
    hot = HotAnswers(
        Envelope(Shortcut(inner), settings, tokens), CACHED_PATHS, CACHED_PAGES if "pages" in parts else ()
    )
    inner.state.hot_answers = hot
    return Application(hot, inner)


@asynccontextmanager
async def running(built: Application) -> AsyncIterator[None]:
    """Start and stop an application that no server runs, as tests and `feria gen` do.

    One task enters and leaves the lifespan, as its task group demands; a test's fixture would do so in two.
    """
    begun, ended = asyncio.Event(), asyncio.Event()

    async def hold() -> None:
        async with built.litestar.lifespan():
            begun.set()
            await ended.wait()

    holder, waiting = asyncio.create_task(hold()), asyncio.create_task(begun.wait())
    await asyncio.wait({holder, waiting}, return_when=asyncio.FIRST_COMPLETED)
    try:
        if not holder.done():
            yield
    finally:
        waiting.cancel()
        ended.set()
        await holder


def openapi() -> dict[str, Any]:
    """The OpenAPI 3.1 description of all services, as `feria gen` writes it."""
    routes = [route for module in modules("routes") for route in module.routes]
    described = Litestar(
        route_handlers=routes, request_class=Request, openapi_config=_openapi(), logging_config=None
    )
    return description.complete(described.openapi_schema.to_schema())


def _openapi() -> OpenAPIConfig:
    return OpenAPIConfig(
        title="Feria",
        version=__version__,
        description="The HTTP API of a Feria marketplace. Money is integer minor units with an ISO 4217 code.",
        path="/api/v1",
        render_plugins=[],
        operation_id_creator=_operation_id,
        use_handler_docstrings=True,
        tags=[Tag(name=service) for service in SERVICES],
        components=Components(
            security_schemes={"bearer": SecurityScheme(type="http", scheme="bearer", bearer_format="JWT")}
        ),
    )


def _operation_id(handler: Any, method: Any, path: Any) -> str:
    return str(handler.handler_name)
