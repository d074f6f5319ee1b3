"""Hot answers: an ASGI layer outside everything else that repeats public answers from memory, and 304 for them.

A route allows it with the header `x-feria-cache: seconds`: its answer is then the same for everybody; a page is so for
all who are not signed in and take the same encoding.
"""

import asyncio
import hashlib
import random
import re
import time
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import structlog
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send
from prometheus_client import Counter

from feria.core import telemetry

CACHE_HEADER = "x-feria-cache"
TOTAL_BYTES_MAX = 32_000_000
ANSWER_BYTES_MAX = 1_000_000
SECONDS_MAX = 3_600
KEY_BYTES_MAX = 2_000
WAIT_SECONDS = 5.0
LOG_EVERY = 200
ETAG_LETTERS = 24
_OVERHEAD_BYTES = 1_200

ANSWERS = Counter("feria_hot_answers_total", "Public answers by where they came from", ["result"])
_HITS, _UNCHANGED, _MISSES, _WAITS = (
    ANSWERS.labels(result) for result in ("hit", "unchanged", "miss", "waited")
)
_REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{8,64}")
_ACCESS_COOKIE = b"feria_access="
_IN_304 = frozenset({b"cache-control", b"date", b"etag", b"expires", b"vary"})
_CACHE = CACHE_HEADER.encode()
_PER_REQUEST = frozenset({b"x-request-id", _CACHE})
# What a page's key and the question whether somebody is signed in have answered.
PAGE_VARY = "cookie, accept-encoding"

_log = structlog.get_logger()
Key = tuple[bytes, bytes, bytes]  # path, query, and a page's encoding
Headers = list[tuple[bytes, bytes]]


class _Answer:
    """One answer ready to be sent again."""

    __slots__ = ("body", "counted", "etag", "headers", "size", "unchanged_counted", "until")

    def __init__(self, headers: Headers, body: bytes, template: str, until: float) -> None:
        self.body, self.until = body, until
        self.headers = headers
        self.etag = next(value for name, value in headers if name == b"etag")
        self.size = len(body) + sum(len(name) + len(value) for name, value in headers) + _OVERHEAD_BYTES
        self.counted, self.unchanged_counted = _counters(template)

    def unchanged_headers(self) -> Headers:
        """Those of a 304."""
        return [pair for pair in self.headers if pair[0] in _IN_304 or pair[0].startswith(b"x-")]


@lru_cache(maxsize=1_000)
def _counters(template: str) -> tuple[Counter, Counter]:
    """Of answers of this route that were sent again, and that were not needed again."""
    return telemetry.REQUESTS.labels("GET", template, "200"), telemetry.REQUESTS.labels(
        "GET", template, "304"
    )


class HotAnswers:
    """Answers GET and HEAD under the given path prefixes from memory where it can, and asks `app` where it cannot.

    Of several equal requests at once only one reaches `app`. Requests with `Authorization` or `Cache-Control: no-cache`
    always do, those for `pages` (path prefixes, and the front page) also of somebody signed in; what is answered to
    somebody signed in is never kept.
    """

    def __init__(
        self,
        app: ASGIApp,
        prefixes: Sequence[str],
        pages: Sequence[str] = (),
        bytes_max: int = TOTAL_BYTES_MAX,
    ) -> None:
        self._app, self._prefixes, self._bytes_max = app, tuple(prefixes), bytes_max
        self._pages = tuple(pages)
        self._held: OrderedDict[Key, _Answer] = OrderedDict()
        self._under_way: dict[Key, asyncio.Event] = {}
        self._size = 0
        self._epoch = 0
        self._until_log = LOG_EVERY

    def evict_all(self) -> None:
        """Forgets every answer; those being made now are not kept either."""
        self._held.clear()
        self._size = 0
        self._epoch += 1

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.HTTP and scope["method"] in ("GET", "HEAD"):
            path = scope["path"]
            is_page = bool(self._pages) and (path == "/" or path.startswith(self._pages))
            if is_page or path.startswith(self._prefixes):
                await self._answer(scope, receive, send, is_page)
                return
        await self._app(scope, receive, send)

    async def _answer(self, scope: HTTPScope, receive: Receive, send: Send, is_page: bool) -> None:
        authorization = unless = request_id = cookie = encodings = b""
        anew = False
        for name, value in scope["headers"]:
            if name == b"authorization":
                authorization = value
            elif name == b"if-none-match":
                unless = value
            elif name == b"x-request-id":
                request_id = value
            elif name == b"cookie":
                cookie = value
            elif name == b"cache-control":
                anew = b"no-cache" in value
            elif name == b"accept-encoding":
                encodings = value
        key = _key(scope, _encoding(encodings) if is_page else b"")
        is_own = bool(authorization) or (is_page and _ACCESS_COOKIE in cookie)
        if is_own or len(key[0]) + len(key[1]) > KEY_BYTES_MAX:
            await self._app(scope, receive, _Stripping(send))
            return
        answer = None if anew else self._find(key)
        if answer is None:
            may_keep = scope["method"] == "GET" and _ACCESS_COOKIE not in cookie
            answer = await self._miss(key, scope, receive, send, may_keep, anew)
            if answer is None:
                return
        await self._repeat(answer, scope, send, unless, request_id)

    def _find(self, key: Key) -> _Answer | None:
        answer = self._held.get(key)
        if answer is None:
            return None
        if answer.until < time.monotonic():
            self._drop(key)
            return None
        self._held.move_to_end(key)
        return answer

    def _drop(self, key: Key) -> None:
        self._size -= self._held.pop(key).size

    async def _miss(
        self, key: Key, scope: HTTPScope, receive: Receive, send: Send, may_keep: bool, anew: bool
    ) -> _Answer | None:
        """Sends the answer of `app` and keeps it, or (unless `anew`) returns what an equal request has just fetched."""
        if not may_keep:
            _MISSES.inc()
            await self._app(scope, receive, _Stripping(send))
            return None
        if not anew and (other := self._under_way.get(key)) is not None:
            try:
                await asyncio.wait_for(other.wait(), WAIT_SECONDS)
            except TimeoutError:
                pass
            if (answer := self._find(key)) is not None:
                _WAITS.inc()
                return answer
        _MISSES.inc()
        done, epoch, keeping = asyncio.Event(), self._epoch, _Keeping(send, is_page=bool(key[2]))
        self._under_way.setdefault(key, done)
        try:
            await self._app(scope, receive, keeping)
            kept = keeping.answer(str(scope.get("path_template") or "hot"))
            if kept is not None and epoch == self._epoch:
                self._keep(key, kept)
        finally:
            done.set()
            if self._under_way.get(key) is done:
                del self._under_way[key]
        return None

    def _keep(self, key: Key, answer: _Answer) -> None:
        if key in self._held:
            self._drop(key)
        self._held[key] = answer
        self._size += answer.size
        while self._size > self._bytes_max:
            self._drop(next(iter(self._held)))

    async def _repeat(
        self, answer: _Answer, scope: HTTPScope, send: Send, unless: bytes, request_id: bytes
    ) -> None:
        if not _REQUEST_ID.fullmatch(request_id):
            request_id = b"%024x" % random.getrandbits(96)
        stamp = (b"x-request-id", request_id)
        body = answer.body if scope["method"] == "GET" else b""
        status = 200
        if unless and _matches(unless, answer.etag):
            _UNCHANGED.inc()
            answer.unchanged_counted.inc()
            status, body, headers = 304, b"", [*answer.unchanged_headers(), stamp]
        else:
            _HITS.inc()
            answer.counted.inc()
            headers = [*answer.headers, stamp]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body, "more_body": False})
        self._until_log -= 1
        if not self._until_log:
            self._until_log = LOG_EVERY
            _log.info(
                "request",
                **{
                    "http.request.method": scope["method"],
                    "url.path": scope["path"],
                    "http.response.status_code": status,
                    "http.request.id": request_id.decode(),
                    "feria.one_of": LOG_EVERY,
                },
            )


class _Stripping:
    """Passes an answer on without the header that is meant for this layer."""

    def __init__(self, send: Send) -> None:
        self._send = send

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers: Any = message.get("headers", [])
            message["headers"] = [pair for pair in headers if pair[0].lower() != _CACHE]
        await self._send(message)


class _Keeping:
    """Passes an answer on and, if its route allows it, keeps a copy; adds an ETag where there is none.

    The start is held back until the first part of the body, of which the ETag is made.
    """

    def __init__(self, send: Send, *, is_page: bool) -> None:
        self._send, self._is_page = send, is_page
        self._start: Any = None
        self._headers: Headers = []
        self._body = b""
        self._seconds = 0
        self._whole = False
        self._lacks_etag = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            raw: Any = message.get("headers", [])
            headers = [(name.lower(), value) for name, value in raw]
            found = dict(headers)
            self._seconds = _seconds_allowed(message["status"], found, self._is_page)
            message["headers"] = self._headers = [pair for pair in headers if pair[0] != _CACHE]
            self._lacks_etag = b"etag" not in found
            self._start = message
            if not self._seconds:
                await self._send(message)
            return
        if message["type"] == "http.response.body" and self._start is not None and self._seconds:
            if message.get("more_body") or len(message["body"]) > ANSWER_BYTES_MAX:
                self._seconds = 0
            else:
                self._body, self._whole = bytes(message["body"]), True
                if self._lacks_etag:
                    # Half the time of BLAKE2 where the processor knows SHA-256, as servers' do.
                    digest = hashlib.sha256(self._body, usedforsecurity=False).hexdigest()[:ETAG_LETTERS]
                    self._headers.append((b"etag", b'"%b"' % digest.encode()))
            await self._send(self._start)
            self._start = None
        await self._send(message)

    def answer(self, template: str) -> _Answer | None:
        """The copy, if the whole answer came and may be kept."""
        if not self._whole:
            return None
        kept = [pair for pair in self._headers if pair[0] not in _PER_REQUEST]
        return _Answer(kept, self._body, template, time.monotonic() + self._seconds)


def _seconds_allowed(status: int, found: Mapping[bytes, bytes], is_page: bool) -> int:
    """How long an answer may be kept: what it says itself, unless it is an error, sets a cookie or varies."""
    allowed = found.get(_CACHE, b"")
    if status != 200 or not allowed.isdigit() or b"set-cookie" in found:
        return 0
    if is_page:
        if found.get(b"vary") != PAGE_VARY.encode():
            return 0
    elif b"vary" in found or b"content-encoding" in found:
        return 0
    if b"no-store" in found.get(b"cache-control", b""):
        return 0
    return min(int(allowed), SECONDS_MAX)


def _encoding(accepted: bytes) -> bytes:
    """One of the two ways in which a page is sent (`shell.answer`)."""
    return b"gzip" if b"gzip" in accepted else b"plain"


def _key(scope: HTTPScope, encoding: bytes) -> Key:
    """Path and query as they were sent; parameters in order of their names, which changes no meaning."""
    query = scope["query_string"]
    if b"&" in query:
        query = b"&".join(sorted(query.split(b"&"), key=_name))
    path = scope.get("raw_path") or scope["path"].encode()
    return path, query, encoding


def _name(parameter: Any) -> Any:
    return parameter.partition(b"=")[0]


def _matches(unless: bytes, etag: bytes) -> bool:
    if unless in (etag, b"*"):
        return True
    bare = etag.removeprefix(b"W/")
    return any(part.strip().removeprefix(b"W/") == bare for part in unless.split(b","))
