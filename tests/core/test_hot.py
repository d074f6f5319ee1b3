"""The layer of hot answers, around a tiny ASGI application."""

import asyncio
import time
from typing import Any

import pytest
from litestar.types import Receive, Scope, Send

from feria.core import hot
from feria.core.hot import HotAnswers


class Application:
    """Counts what reaches it and answers with its number; headers and status can be set."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.headers: list[tuple[bytes, bytes]] = [
            (b"X-Feria-Cache", b"60"),
            (b"cache-control", b"public, max-age=5"),
        ]
        self.status = 200
        self.body = b""
        self.gate: asyncio.Event | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.calls.append(f"{scope['method']} {scope['path']}")  # type: ignore[typeddict-item]
        number = len(self.calls)
        if self.gate:
            await self.gate.wait()
        body = self.body or b"answer %d" % number
        headers = [(b"content-type", b"text/plain"), (b"x-request-id", b"original"), *self.headers]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": body, "more_body": False})


class Answer:
    def __init__(self, messages: list[Any]) -> None:
        start, *rest = messages
        self.status: int = start["status"]
        self.headers: dict[bytes, bytes] = dict(start["headers"])
        self.body: bytes = b"".join(message["body"] for message in rest)


async def ask(app: HotAnswers, path: str = "/products", query: bytes = b"", **given: Any) -> Answer:
    messages: list[Any] = []

    async def send(message: Any) -> None:
        messages.append(message)

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    scope: Any = {
        "type": "http",
        "method": given.pop("method", "GET"),
        "path": path,
        "query_string": query,
        "headers": [(name.replace("_", "-").encode(), value) for name, value in given.items()],
    }
    await app(scope, receive, send)
    return Answer(messages)


@pytest.fixture
def inner() -> Application:
    return Application()


@pytest.fixture
def app(inner: Application) -> HotAnswers:
    return HotAnswers(inner, ["/products", "/categories"])


async def test_the_second_answer_comes_from_memory(app: HotAnswers, inner: Application) -> None:
    first = await ask(app, x_request_id=b"request-1")
    second = await ask(app, x_request_id=b"request-2")
    assert first.body == second.body == b"answer 1"
    assert b"x-feria-cache" not in first.headers | second.headers
    assert first.headers[b"etag"] == second.headers[b"etag"]
    assert second.headers[b"cache-control"] == b"public, max-age=5"
    assert second.headers[b"x-request-id"] == b"request-2"
    third = await ask(app, x_request_id=b"no good id!")
    assert len(third.headers[b"x-request-id"]) == 24
    assert len(inner.calls) == 1


async def test_who_asks_for_no_cache_is_answered_anew_and_so_are_the_others_then(
    app: HotAnswers, inner: Application
) -> None:
    await ask(app)
    assert (await ask(app, cache_control=b"no-cache")).body == b"answer 2"
    assert (await ask(app, cache_control=b"max-age=60")).body == b"answer 2"
    inner.gate = asyncio.Event()
    under_way = [asyncio.create_task(ask(app, cache_control=b"no-cache")) for _ in range(3)]
    await asyncio.sleep(0)
    inner.gate.set()
    await asyncio.gather(*under_way)
    assert len(inner.calls) == 5


async def test_if_none_match_is_304_without_a_body(app: HotAnswers) -> None:
    etag = (await ask(app)).headers[b"etag"]
    for given in (etag, b"W/" + etag, b'"other", ' + etag, b"*"):
        again = await ask(app, if_none_match=given)
        assert (again.status, again.body) == (304, b"")
        assert again.headers[b"etag"] == etag
        assert b"content-type" not in again.headers
    assert (await ask(app, if_none_match=b'"other"')).status == 200


async def test_head_has_the_headers_of_get_and_no_body(app: HotAnswers, inner: Application) -> None:
    await ask(app, method="HEAD")
    got = await ask(app)
    head = await ask(app, method="HEAD")
    assert inner.calls == ["HEAD /products", "GET /products"]
    assert (head.status, head.body) == (200, b"")
    assert head.headers[b"etag"] == got.headers[b"etag"]


async def test_the_order_of_parameters_does_not_matter_but_of_equal_names_it_does(
    app: HotAnswers, inner: Application
) -> None:
    await ask(app, query=b"a=1&b=2&b=3")
    await ask(app, query=b"b=2&a=1&b=3")
    assert len(inner.calls) == 1
    await ask(app, query=b"b=3&b=2&a=1")
    assert len(inner.calls) == 2


@pytest.mark.parametrize(
    "given",
    [{"authorization": b"Bearer x"}, {"method": "POST"}, {"path": "/cart"}, {"query": b"q=" + b"a" * 3000}],
)
async def test_what_is_not_public_goes_through(
    app: HotAnswers, inner: Application, given: dict[str, Any]
) -> None:
    await ask(app)
    for _ in range(2):
        await ask(app, **given)
    assert len(inner.calls) == 3


async def test_what_is_answered_to_somebody_signed_in_is_not_kept(
    app: HotAnswers, inner: Application
) -> None:
    for _ in range(2):
        assert b"x-feria-cache" not in (await ask(app, cookie=b"__Host-feria_access=abc")).headers
    assert len(inner.calls) == 2
    await ask(app, cookie=b"feria_cart=abc")
    assert (await ask(app, cookie=b"feria_access=abc")).body == b"answer 3"


@pytest.mark.parametrize(
    ("status", "header"),
    [
        (404, (b"x-feria-cache", b"60")),
        (200, (b"x-feria-cache", b"0")),
        (200, (b"x-feria-cache", b"-1")),
        (200, (b"set-cookie", b"a=b")),
        (200, (b"vary", b"Accept-Language")),
        (200, (b"cache-control", b"no-store")),
    ],
)
async def test_what_may_not_be_kept_is_not(
    app: HotAnswers, inner: Application, status: int, header: tuple[bytes, bytes]
) -> None:
    inner.status, inner.headers = status, [(b"x-feria-cache", b"60"), header]
    for _ in range(2):
        answer = await ask(app)
        assert answer.status == status
        assert b"x-feria-cache" not in answer.headers
    assert len(inner.calls) == 2


async def test_equal_requests_at_once_reach_the_application_once(app: HotAnswers, inner: Application) -> None:
    inner.gate = asyncio.Event()
    work = [asyncio.create_task(ask(app)) for _ in range(20)]
    await asyncio.sleep(0)
    inner.gate.set()
    assert {(await one).body for one in work} == {b"answer 1"}
    assert len(inner.calls) == 1


async def test_a_failing_request_does_not_hold_up_the_others(app: HotAnswers, inner: Application) -> None:
    inner.status, inner.gate = 503, asyncio.Event()
    work = [asyncio.create_task(ask(app)) for _ in range(3)]
    await asyncio.sleep(0)
    inner.gate.set()
    assert [(await one).status for one in work] == [503] * 3


async def test_eviction_forgets_also_what_is_under_way(app: HotAnswers, inner: Application) -> None:
    await ask(app)
    app.evict_all()
    inner.gate = asyncio.Event()
    work = asyncio.create_task(ask(app))
    await asyncio.sleep(0)
    app.evict_all()
    inner.gate.set()
    assert (await work).body == b"answer 2"
    assert (await ask(app)).body == b"answer 3"
    assert (await ask(app)).body == b"answer 3"


async def test_an_answer_expires(app: HotAnswers, monkeypatch: pytest.MonkeyPatch) -> None:
    await ask(app)
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + 61)
    assert (await ask(app)).body == b"answer 2"


async def test_memory_is_bounded_and_the_oldest_goes_first(inner: Application) -> None:
    app = HotAnswers(inner, ["/products"], bytes_max=10_000)
    inner.body = b"x" * 2_000
    for number in (1, 2, 3, 1, 4, 1):
        await ask(app, query=b"page=%d" % number)
    assert len(inner.calls) == 4
    assert app._size <= 10_000
    inner.body = b"x" * (hot.ANSWER_BYTES_MAX + 1)
    for _ in range(2):
        assert len((await ask(app, query=b"long")).body) == hot.ANSWER_BYTES_MAX + 1
    assert len(inner.calls) == 6


# Pages.

PAGE = [
    (b"x-feria-cache", b"60"),
    (b"cache-control", b"no-cache, private"),
    (b"vary", hot.PAGE_VARY.encode()),
]


@pytest.fixture
def pages(inner: Application) -> HotAnswers:
    inner.headers = list(PAGE)
    return HotAnswers(inner, ["/api/products"], ["/p/"])


async def test_a_page_is_repeated_to_guests_in_the_encoding_they_take(
    pages: HotAnswers, inner: Application
) -> None:
    inner.headers.append((b"content-encoding", b"gzip"))
    first = await ask(pages, "/p/cup", accept_encoding=b"gzip, br", cookie=b"feria_cart=abc")
    assert (await ask(pages, "/p/cup", accept_encoding=b"gzip")).body == first.body
    assert (await ask(pages, "/p/cup")).body != first.body
    assert (await ask(pages, "/p/cup", accept_encoding=b"identity")).body == b"answer 2"
    assert first.headers[b"vary"] == hot.PAGE_VARY.encode()
    assert (await ask(pages, "/")).body == (await ask(pages, "/")).body == b"answer 3"


async def test_a_page_is_made_anew_for_somebody_signed_in(pages: HotAnswers, inner: Application) -> None:
    guests = await ask(pages, "/p/cup")
    theirs = await ask(pages, "/p/cup", cookie=b"a=b; __Host-feria_access=token")
    assert (guests.body, theirs.body) == (b"answer 1", b"answer 2")
    assert b"x-feria-cache" not in theirs.headers
    assert (await ask(pages, "/p/cup")).body == b"answer 1"


async def test_a_page_that_varies_by_something_else_is_not_kept(
    pages: HotAnswers, inner: Application
) -> None:
    inner.headers[-1] = (b"vary", b"accept-language")
    assert (await ask(pages, "/p/cup")).body != (await ask(pages, "/p/cup")).body


async def test_other_pages_pass(pages: HotAnswers, inner: Application) -> None:
    assert (await ask(pages, "/checkout")).body != (await ask(pages, "/checkout")).body
    assert (await ask(pages, "/pages")).body != (await ask(pages, "/pages")).body
