"""The outer ASGI layer of the API: request id, who is asking, the Origin check, metrics and the access log."""

import random
import re
import time
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import urlsplit

import msgspec
import structlog
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPResponseStartEvent, HTTPScope, Message, Receive, Scope, Send
from prometheus_client import Counter, Histogram

from feria.core import telemetry
from feria.core.auth import ANONYMOUS, Principal, Tokens
from feria.core.db import UNREACHABLE
from feria.core.errors import MEDIA_TYPE, Malformed, Problem, Unauthenticated, Unavailable
from feria.core.http import ACCESS_COOKIE, BadOrigin, Visit, cookie_name
from feria.core.settings import Settings

log = structlog.get_logger()

_REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{8,64}")
_SAFE = ("GET", "HEAD", "OPTIONS")
_METHODS = (*_SAFE, "POST", "PUT", "PATCH", "DELETE")
SECURITY_HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"x-frame-options", b"DENY"),
]


class BadToken(Unauthenticated):
    """The bearer token is forged, expired, or its session has ended."""

    slug, title = "invalid-token", "The access token does not count (any more)."


class Envelope:
    """Wraps the application. It never reads bodies and never raises."""

    def __init__(self, app: ASGIApp, settings: Settings, tokens: Tokens) -> None:
        self.app = app
        self.settings = settings
        self.tokens = tokens
        self._counted: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}
        self._access_cookie = cookie_name(settings.https, ACCESS_COOKIE)
        parts = urlsplit(settings.public_url)
        self._origin = f"{parts.scheme}://{parts.netloc}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.WEBSOCKET or scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        # HEAD is what GET would answer without its body (RFC 9110, 9.3.2), so no route has to know it.
        method, asked = scope["method"], scope
        if method == "HEAD":
            asked = {**scope, "method": "GET"}
        headers = dict(scope["headers"])
        visit = Visit(request_id=_request_id(headers), client=self._client(scope, headers))
        asked["feria"] = visit  # type: ignore[typeddict-unknown-key]
        telemetry.request_id_var.set(visit.request_id)
        status = 500

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _decorate(message, visit)
            elif method == "HEAD" and message["type"] == "http.response.body":
                message["body"] = b""
            await send(message)

        try:
            if "\x00" in scope["path"] or b"%00" in scope["query_string"]:
                raise Malformed("The address holds a NUL character.")
            visit.actor = await self._actor(method, headers)
        except Problem as problem:
            await _answer(problem, sending)
        except UNREACHABLE as error:
            log.warning("dependency away", reason=str(error))
            await _answer(Unavailable(), sending)
        else:
            await self.app(asked, receive, sending)
        self._record(asked, method, status, time.perf_counter() - started)

    async def _actor(self, method: str, headers: dict[bytes, bytes]) -> Principal:
        """Bearer token, else cookie, else nobody; a stale cookie is nobody, a stale bearer token an error."""
        given = headers.get(b"authorization")
        if given is not None:
            scheme, _, token = given.decode("latin-1").partition(" ")
            principal = await self.tokens.principal(token) if scheme.lower() == "bearer" else None
            if principal is None:
                raise BadToken
            return principal
        jar = headers.get(b"cookie")
        if jar is None:
            return ANONYMOUS
        if method not in _SAFE:
            self._check_origin(headers)
        token = _cookie(jar.decode("latin-1"), self._access_cookie)
        return (await self.tokens.principal(token) if token else None) or ANONYMOUS

    def _check_origin(self, headers: dict[bytes, bytes]) -> None:
        """A browser's write must come from our pages: the public address, or (on a local network) the same host."""
        origin = headers.get(b"origin")
        if origin is None:
            return  # not a browser: browsers send Origin with every write
        text = origin.decode("latin-1")
        try:
            same_host = urlsplit(text).netloc.encode("latin-1") == headers.get(b"host")
        except ValueError:  # no address at all
            raise BadOrigin from None
        if text != self._origin and not (same_host and not self.settings.https):
            raise BadOrigin

    def _client(self, scope: Scope, headers: dict[bytes, bytes]) -> str:
        if self.settings.trust_proxy and (forwarded := headers.get(b"x-forwarded-for")):
            return forwarded.decode("latin-1").rpartition(",")[2].strip()
        client = scope.get("client")
        return client[0] if client else ""

    def _record(self, scope: HTTPScope, method: str, status: int, seconds: float) -> None:
        # Labels are of few values: what a caller makes up is none of them.
        template = scope.get("path_template") or "unrouted"
        label = method if method in _METHODS else "other"
        key = (label, template, status)
        found = self._counted.get(key)
        if found is None:
            found = self._counted[key] = (
                telemetry.REQUESTS.labels(label, template, str(status)),
                telemetry.SECONDS.labels(label, template),
            )
        found[0].inc()
        found[1].observe(seconds)
        log.info(
            "request",
            **{
                "http.request.method": method,
                "url.path": scope["path"],
                "http.response.status_code": status,
                "event.duration": int(seconds * 1e9),
            },
        )


def _request_id(headers: dict[bytes, bytes]) -> str:
    given = headers.get(b"x-request-id")
    if given is not None and _REQUEST_ID.fullmatch(given):
        return given.decode("ascii")
    return f"{random.getrandbits(96):024x}"  # a name, not a secret


def _cookie(header: str, name: str) -> str:
    if name not in header:
        return ""
    try:
        found = SimpleCookie(header).get(name)
    except CookieError:
        return ""
    return found.value if found else ""


def _decorate(message: HTTPResponseStartEvent, visit: Visit) -> None:
    headers: Any = [
        *message.get("headers", ()),
        (b"x-request-id", visit.request_id.encode()),
        *SECURITY_HEADERS,
    ]
    if visit.headers:
        headers += [(name.encode(), value.encode("latin-1")) for name, value in visit.headers.items()]
    message["headers"] = headers


async def _answer(problem: Problem, send: Send) -> None:
    body = msgspec.json.encode(problem.body())
    await send(
        {
            "type": "http.response.start",
            "status": problem.status,
            "headers": [(b"content-type", MEDIA_TYPE.encode()), (b"content-length", str(len(body)).encode())],
        }
    )
    await send({"type": "http.response.body", "body": body, "more_body": False})
