"""What a route needs: the request with its strict body, the doors to transactions, guards, cookies, headers."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Concatenate, ParamSpec, TypeVar

import msgspec
from litestar import Request as LitestarRequest
from litestar.connection import ASGIConnection
from litestar.datastructures import CacheControlHeader, Cookie, ResponseHeader
from litestar.handlers import BaseRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.response import Response
from litestar.response.base import ASGIResponse
from litestar.types import Empty, Receive, Scope, Send

from feria.core import idempotency, parsing
from feria.core.auth import ANONYMOUS, Principal
from feria.core.db import Tx
from feria.core.errors import (
    MEDIA_TYPE,
    Forbidden,
    Invalid,
    Malformed,
    PreconditionFailed,
    PreconditionRequired,
    Problem,
    ProblemOut,
    RateLimited,
    Unauthenticated,
    Unavailable,
)
from feria.core.platform import Platform

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")

BODY_BYTES_MAX = 1_000_000
BODILESS = (204, 304)
ACCESS_COOKIE, REFRESH_COOKIE, CART_COOKIE = "feria_access", "feria_refresh", "feria_cart"
NO_STORE = CacheControlHeader(no_store=True)
PUBLIC = CacheControlHeader(public=True, max_age=5, stale_while_revalidate=60)
# The same as header values, for answers that set their headers themselves.
NO_STORE_VALUE, PUBLIC_VALUE = NO_STORE.to_header(), PUBLIC.to_header()


class TooLarge(Problem):
    """The body is longer than this route takes."""

    status, slug, title = 413, "too-large", "The request is too large."


class UnsupportedMediaType(Problem):
    """The body is not JSON (or, for uploads, not a form)."""

    status, slug, title = 415, "unsupported-media-type", "Send this request as application/json."


class BadOrigin(Forbidden):
    """A write with cookies came from a page of another site."""

    slug, title = "bad-origin", "This request did not come from this marketplace's own pages."


@dataclass(slots=True)
class Visit:
    """What the envelope found out about a request before routing."""

    request_id: str
    actor: Principal = ANONYMOUS
    client: str = ""
    headers: dict[str, str] = field(default_factory=dict)


class Request(LitestarRequest[Any, Any, Any]):
    """A request whose JSON body is read strictly into the handler's own type."""

    async def json(self) -> Any:
        if self._json is Empty:
            if self.content_type[0] != "application/json":
                raise UnsupportedMediaType
            wanted = self.scope["route_handler"].parsed_data_field
            kind = Any if wanted is None else wanted.annotation
            self._json = self._connection_state.json = parsing.decode(await self.body(), kind)
        return self._json

    @property
    def visit(self) -> Visit:
        """Request id and actor, as the envelope set them."""
        found: Visit = self.scope["feria"]  # type: ignore[typeddict-item]
        return found


class Encoded(Response[T]):
    """A 200 whose body, JSON of a `T`, and headers are encoded already: a tenth less CPU for a list than `Response`."""

    def __init__(
        self, body: bytes, headers: list[tuple[bytes, bytes]]
    ) -> None:  # the base's work is what is spared
        self._body, self._headers = body, headers

    def to_asgi_response(self, *_: Any, **__: Any) -> ASGIResponse:
        """What Litestar calls with what it knows of the request."""
        return _AsItIs(200, self._body, self._headers)


class Answer(Response[T]):
    """JSON of a `T`, put together without what `Response` does for other kinds of content: half the CPU."""

    def __init__(
        self,
        content: T,
        *,
        status_code: int | None = None,
        headers: Mapping[str, str] | None = None,
        cookies: Iterable[Cookie] = (),
        **_: Any,
    ) -> None:  # as above
        self.content = content
        self.status_code = status_code
        self.headers: Any = headers or {}
        self.cookies: Any = cookies

    def to_asgi_response(
        self,
        *_: Any,
        headers: Mapping[str, str] | None = None,
        status_code: int | None = None,
        **__: Any,
    ) -> ASGIResponse:
        """What Litestar calls with the route's own headers and status, which the answer adds to or replaces."""
        status = self.status_code or status_code or 200
        body = b"" if status in BODILESS else msgspec.json.encode(self.content)
        named = {name.lower(): value for name, value in (*(headers or {}).items(), *self.headers.items())}
        found = [(name.encode(), value.encode("latin-1")) for name, value in named.items()]
        found += [cookie.to_encoded_header() for cookie in self.cookies]
        return _AsItIs(status, body, found)


class _AsItIs(ASGIResponse):
    def __init__(self, status: int, body: bytes, headers: list[tuple[bytes, bytes]]) -> None:  # as above
        if status not in BODILESS:
            length = b"%d" % len(body)
            headers = [(b"content-type", b"application/json"), (b"content-length", length), *headers]
        self._sent = status, body, headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        status, body, headers = self._sent
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body, "more_body": False})


def platform(request: Request) -> Platform:
    """The means of this process."""
    found: Platform = request.app.state.platform
    return found


def actor(request: Request) -> Principal:
    """Who makes this request."""
    return request.visit.actor


async def write(
    request: Request, fn: Callable[Concatenate[Tx, P], Awaitable[R]], *args: P.args, **kwargs: P.kwargs
) -> R:
    """The door of a change: `fn(tx, …)` in one transaction as the request's actor, with retries."""
    visit = request.visit
    return await platform(request).db.act(visit.actor, visit.request_id, fn, *args, **kwargs)


async def write_alone(
    request: Request, fn: Callable[Concatenate[Tx, P], Awaitable[R]], *args: P.args, **kwargs: P.kwargs
) -> R:
    """The door of a change that reads and collects: `fn(tx, …)` written by one statement without BEGIN and COMMIT."""
    visit = request.visit
    return await platform(request).db.act_alone(visit.actor, visit.request_id, fn, *args, **kwargs)


async def read(
    request: Request, fn: Callable[Concatenate[Tx, P], Awaitable[R]], *args: P.args, **kwargs: P.kwargs
) -> R:
    """The door of a read: `fn(tx, …)` on the primary, without BEGIN and COMMIT."""
    visit = request.visit
    async with platform(request).db.reading(visit.actor, request_id=visit.request_id) as tx:
        return await fn(tx, *args, **kwargs)


async def read_behind(
    request: Request, fn: Callable[Concatenate[Tx, P], Awaitable[R]], *args: P.args, **kwargs: P.kwargs
) -> R:
    """The door of a report: `fn(tx, …)` on the replica where there is one, perhaps a moment behind."""
    visit = request.visit
    async with platform(request).db.reading(visit.actor, request_id=visit.request_id, fresh=False) as tx:
        return await fn(tx, *args, **kwargs)


async def idempotency_key(request: Request, owner: int, route: str) -> idempotency.Key:
    """The request's Idempotency-Key in its scope, with the hash of its body; raises KeyMissing."""
    return idempotency.key_for(owner, route, request.headers.get("idempotency-key", ""), await request.body())


async def limit(request: Request, name: str, per_minute: int, *, who: str = "") -> None:
    """Count this request against a limit per client (or per `who`); raises RateLimited (429)."""
    visit = request.visit
    visit.headers["ratelimit-policy"] = f'"{name}";q={per_minute};w=60'
    await platform(request).limits.hit(f"{name}:{who or visit.client}", per_minute)


# Guards: deny by default; rows are guarded again by the access functions in queries.


def signed_in(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Let only accounts pass."""
    visit: Visit = connection.scope["feria"]  # type: ignore[typeddict-item]
    if visit.actor.account_id is None:
        raise Unauthenticated


def sent_as_form(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Let only forms with files pass; anything else is 415 before its body is read."""
    if not connection.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        raise UnsupportedMediaType("Send this request as multipart/form-data.")


def operator(*roles: str) -> Callable[[ASGIConnection[Any, Any, Any, Any], BaseRouteHandler], None]:
    """Let only operator staff with one of the roles pass; an admin has them all."""

    def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
        signed_in(connection, handler)
        visit: Visit = connection.scope["feria"]  # type: ignore[typeddict-item]
        if not visit.actor.is_operator(*roles):
            raise Forbidden

    return guard


# Conditional requests.


def etag(version: int | str) -> str:
    """The ETag of a version; behind a hyphen may stand what tells contents apart that share one."""
    return f'"{version}"'


def if_match(request: Request, *, required: bool = True) -> int | None:
    """The version of `If-Match`; raises PreconditionRequired without one, PreconditionFailed for a foreign form."""
    given = request.headers.get("if-match")
    if given is None or given.strip() == "*":
        if required and given is None:
            raise PreconditionRequired
        return None
    # What stands behind a hyphen tells contents apart that share a version (stock, say).
    text = given.strip().removeprefix("W/").strip('"').partition("-")[0]
    if not (text.isascii() and text.isdigit()) or len(text) > 15:
        raise PreconditionFailed
    return int(text)


def none_match(request: Request, version: int | str) -> bool:
    """Whether `If-None-Match` names this version, so that the answer is 304."""
    return etag(version) in request.headers.get("if-none-match", "")


# Cookies: `__Host-` and Secure exactly when the marketplace is reached by https.


def cookie_name(settings_https: bool, name: str) -> str:
    """The cookie's name as browsers know it."""
    return f"__Host-{name}" if settings_https else name


def cookie(request: Request, name: str, value: str, seconds: int) -> Cookie:
    """An HttpOnly, SameSite=Lax cookie; `seconds` 0 deletes it."""
    https = platform(request).settings.https
    return Cookie(
        key=cookie_name(https, name),
        value=value,
        max_age=seconds,
        path="/",
        httponly=True,
        secure=https,
        samesite="lax",
    )


def cookie_value(request: Request, name: str) -> str | None:
    """The value of one of our cookies."""
    return request.cookies.get(cookie_name(platform(request).settings.https, name))


def is_known(request: Request) -> bool:
    """Whether a request comes with a sign-in, one that has lapsed and can be renewed, or a guest's cart."""
    return (
        actor(request).account_id is not None
        or cart_token(request) is not None
        or cookie_value(request, REFRESH_COOKIE) is not None
    )


def cart_token(request: Request) -> str | None:
    """The guest's cart token from header or cookie."""
    return request.headers.get("x-cart-token") or cookie_value(request, CART_COOKIE)


# OpenAPI.


def problems(*kinds: type[Problem]) -> Mapping[int, ResponseSpec]:
    """The documented error answers of a route: these, and those that any route may give."""
    by_status: dict[int, list[type[Problem]]] = {}
    always: tuple[type[Problem], ...] = (Malformed, Unauthenticated, Invalid, RateLimited, Unavailable)
    for kind in (*always, *kinds):
        found = by_status.setdefault(kind.status, [])
        if kind not in found:
            found.append(kind)
    return {
        status: ResponseSpec(
            ProblemOut,
            media_type=MEDIA_TYPE,
            generate_examples=False,
            description=" ".join(f"`{kind.slug}`: {kind.title}" for kind in found),
        )
        for status, found in sorted(by_status.items())
    }


def location(path: str) -> ResponseHeader:
    """The Location header of something created, for the documentation."""
    return ResponseHeader(name="Location", value=path, documentation_only=True)
