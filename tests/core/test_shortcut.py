"""The shortcut answers as Litestar would have: the same statuses and problems, by the same handler."""

from typing import Annotated, Any

import httpx
import msgspec
import pytest
from litestar import Litestar, post
from litestar.params import HeaderParameter, JSONBody
from litestar.types import ASGIApp, Receive, Scope, Send

from feria.core import faults, http
from feria.core.errors import Conflict
from feria.core.http import Answer, Request, Visit
from feria.core.shortcut import SHORTCUT, Shortcut
from feria.core.types import Closed

Short = Annotated[str | None, HeaderParameter(name="X-Short", max_length=5)]


class Wish(Closed, frozen=True, kw_only=True):
    count: int


class Out(msgspec.Struct):
    count: int
    short: str | None


class Taken(Conflict):
    slug, title = "taken", "It is taken."


@post("/wishes", status_code=201, opt={SHORTCUT: True}, cache_control=http.NO_STORE)
async def wish(request: Request, data: JSONBody[Wish], short: Short = None) -> Answer[Out]:
    if data.count == 409:
        raise Taken
    if data.count == 500:
        raise LookupError
    return Answer(Out(data.count, short), headers={"Location": "/wishes/1"})


def applications() -> dict[str, ASGIApp]:
    app = Litestar(
        [wish],
        request_class=Request,
        response_class=Answer,
        exception_handlers=faults.HANDLERS,
        request_max_body_size=100,
        openapi_config=None,
        logging_config=None,
    )
    return {"litestar": app, "shortcut": Shortcut(app)}


async def ask(app: ASGIApp, **request: Any) -> httpx.Response:
    async def visited(scope: Scope, receive: Receive, send: Send) -> None:
        scope["feria"] = Visit("test")  # type: ignore[typeddict-unknown-key]
        await app(scope, receive, send)

    transport = httpx.ASGITransport(visited)  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="http://feria.test") as client:
        return await client.post("/wishes", **request)


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ({"json": {"count": 3}}, 201),
        ({"json": {"count": 3}, "headers": {"X-Short": "five5"}}, 201),
        ({"json": {"count": 3}, "headers": {"X-Short": "longer"}}, 422),
        ({"json": {"count": 3}, "params": {"a": "b"}}, 201),
        ({"json": {"count": 409}}, 409),
        ({"json": {"count": 500}}, 500),
        ({"json": {"count": "x"}}, 422),
        ({"json": {"other": 3}}, 422),
        ({"content": b"", "headers": {"content-type": "application/json"}}, 400),
        ({"content": b"{", "headers": {"content-type": "application/json"}}, 400),
        ({"content": b"count=3", "headers": {"content-type": "text/plain"}}, 415),
        ({"json": {"count": 3, "pad": "x" * 200}}, 413),
    ],
)
async def test_both_ways_answer_alike(request_: dict[str, Any], status: int) -> None:
    answers = {name: await ask(app, **request_) for name, app in applications().items()}
    seen = {
        name: (answer.status_code, answer.content, sorted(answer.headers.items()))
        for name, answer in answers.items()
    }
    assert seen["shortcut"] == seen["litestar"]
    assert answers["shortcut"].status_code == status
