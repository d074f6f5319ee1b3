"""The marketplace's own API, asked in this process as a guest would: what a page shows is what the API answers."""

import asyncio
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, urlencode

import msgspec
from litestar.types import ASGIApp, Message

from feria.core.http import Request

ROOT = "/api/v1"


class Found(msgspec.Struct, frozen=True):
    """An answer: its status, and its body as it came."""

    status: int
    body: bytes

    def json(self) -> Any:
        """The body, decoded."""
        return msgspec.json.decode(self.body)


def address(path: str, more: Iterable[tuple[str, str]] = (), **query: object) -> str:
    """A read's address as the pages' scripts write it: parameters sorted, empty ones left out."""
    given = [*more, *((name, str(value)) for name, value in query.items() if value is not None)]
    pairs = sorted((name, value) for name, value in given if value)
    return f"{ROOT}{path}?{urlencode(pairs)}" if pairs else f"{ROOT}{path}"


async def ask(request: Request, url: str, method: str = "GET") -> Found:
    """The answer to a request without a body."""
    path, _, query = url.partition("?")
    scope: dict[str, Any] = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": request.scope["scheme"],
        "path": path,
        "raw_path": quote(path, safe="/%~").encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(b"host", b"localhost")],
        "client": request.scope["client"],
        "server": request.scope["server"],
    }
    status, parts = 500, []

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
        elif message["type"] == "http.response.body":
            parts.append(message["body"])

    application: ASGIApp = request.app.state.hot_answers
    await application(scope, receive, send)  # type: ignore[arg-type] # a scope of our own making
    return Found(status, b"".join(parts))


async def ask_all(request: Request, urls: Iterable[str]) -> dict[str, Found]:
    """The answers to several, asked at once."""
    wanted = list(dict.fromkeys(urls))
    answers = await asyncio.gather(*(ask(request, url) for url in wanted))
    return dict(zip(wanted, answers, strict=True))
