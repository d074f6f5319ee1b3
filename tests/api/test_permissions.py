"""Every operation × everybody: the status that the table says, and nothing changed where it was refused."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from typing import Any

import httpx
import pytest

from feria import app as feria_app
from feria.core import ids
from feria.core.limits import Limits
from tests.api.fingerprint import fingerprint
from tests.api.marketplace import Marketplace
from tests.api.permission_rows import PEOPLE, Call, Row
from tests.api.permission_table import TABLE
from tests.api.served import Opened, opened
from tests.conftest import PUBLIC_URL, transport

OPERATIONS = {
    operation["operationId"]: (method, path)
    for path, operations in feria_app.openapi()["paths"].items()
    for method, operation in operations.items()
}
ROWS = [
    (f"{name}-{place}" if place else name, name, row)
    for name, rows in TABLE.items()
    for place, row in enumerate(rows if isinstance(rows, list) else [rows])
]
REFUSED_FROM = 400


@pytest.fixture(scope="module")
async def world(server: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Opened]:
    async with opened(server, tmp_path_factory.mktemp("permissions")) as found:
        yield found


@pytest.fixture(scope="module")
async def visitor(world: Opened) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=transport(world.app), base_url=PUBLIC_URL) as client:
        yield client


def test_the_table_has_every_operation() -> None:
    assert sorted(TABLE) == sorted(OPERATIONS)


def test_every_row_has_everybody() -> None:
    assert [name for name, _, row in ROWS if not set(PEOPLE) <= row.expected.keys()] == []


@pytest.mark.parametrize(("name", "row"), [one[1:] for one in ROWS], ids=[one[0] for one in ROWS])
async def test_everybody_may_what_the_table_says(
    world: Opened, visitor: httpx.AsyncClient, name: str, row: Row
) -> None:
    place = world.place
    world.platform.limits = Limits()  # the same few people ask hundreds of times a minute
    if row.fresh is not None:
        place = await row.fresh(world.app, world.platform, place)
    refused = {who: status for who, status in row.expected.items() if status >= REFUSED_FROM}
    got: dict[str, int] = {}
    before = await fingerprint(world.platform)
    for who, status in refused.items():
        answer = await send(visitor, place, who, name, row.call(place))
        got[who] = answer.status_code
        if status == answer.status_code == 404:
            assert_unknown(answer, await send(visitor, place, who, name, row.call(elsewhere(place))))
    changed = await fingerprint(world.platform) != before
    for who in row.expected.keys() - refused.keys():
        if row.fresh is not None:
            place = await row.fresh(world.app, world.platform, world.place)
        got[who] = (await send(visitor, place, who, name, row.call(place))).status_code
    assert {who: (got[who], row.expected[who]) for who in got if got[who] != row.expected[who]} == {}
    assert not changed


async def send(
    visitor: httpx.AsyncClient, place: Marketplace, who: str, name: str, call: Call
) -> httpx.Response:
    method, path = OPERATIONS[name]
    visitor.cookies.clear()
    return await visitor.request(
        method,
        path.format(**call.path),
        json=call.json,
        params=call.params,
        files=call.files,
        headers={**call.headers, **place.headers(who)},
    )


def assert_unknown(foreign: httpx.Response, missing: httpx.Response) -> None:
    """What belongs to others is answered exactly as what is not there at all."""
    assert (missing.status_code, missing.content) == (404, foreign.content)
    assert headers_of(missing) == headers_of(foreign)


def headers_of(answer: httpx.Response) -> Mapping[str, str]:
    return {name: value for name, value in answer.headers.items() if name != "x-request-id"}


def elsewhere(place: Marketplace) -> Marketplace:
    """The marketplace with ids that lead nowhere, of the same form and the same owners."""

    def gone(prefix: str, ref: str) -> str:
        return ids.encode(prefix, ids.new(ids.owner_of(ids.decode(prefix, ref))))

    def no_order(order: Mapping[str, Any]) -> dict[str, Any]:
        part = order["seller_orders"][0]
        return {
            **order,
            "id": gone("ord", order["id"]),
            "number": "Z000000",
            "seller_orders": [{**part, "id": gone("sord", part["id"])}],
            "payment": {**order["payment"], "id": gone("pay", order["payment"]["id"])},
        }

    nowhere = ids.OWNER_MAX - 1
    return replace(
        place,
        buyer=replace(place.buyer, id=nowhere),
        staff=replace(place.staff, id=nowhere),
        seller=replace(place.seller, id=nowhere),
        applicant=replace(place.applicant, id=nowhere),
        product=replace(place.product, id=ids.new(place.seller.id)),
        draft=replace(place.draft, id=ids.new(place.seller.id)),
        image=gone("img", place.image),
        import_id=gone("imp", place.import_id),
        item=gone("item", place.item),
        coupon=gone("coup", place.coupon),
        code="NO-SUCH-CODE",
        package=gone("pkg", place.package),
        address=gone("adr", place.address),
        review=gone("rev", place.review),
        photo=gone("pho", place.photo),
        order=no_order(place.order),
        unpaid_order=no_order(place.unpaid_order),
        shipped_order=no_order(place.shipped_order),
        delivered=no_order(place.delivered),
        return_id=gone("ret", place.return_id),
        case_id=gone("case", place.case_id),
        written=(gone("thr", place.thread), place.letter),
    )
