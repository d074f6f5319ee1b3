"""The doors of imports: who may use them, and what they refuse."""

import httpx
import pytest

from feria.core.platform import Platform
from feria.services.product.actions import imports as actions
from feria.services.product.flows import imports as flow
from tests.factories import users
from tests.factories.users import Account, Seller
from tests.product.import_files import many, products_of, send, until_idle


@pytest.fixture
async def shop(platform: Platform) -> Seller:
    return await users.seller(platform)


@pytest.mark.parametrize(
    ("who", "status"),
    [("nobody", 401), ("buyer", 404), ("other seller", 404), ("staff", 403), ("manager", 202)],
)
async def test_who_may_import(
    client: httpx.AsyncClient, platform: Platform, shop: Seller, *, who: str, status: int
) -> None:
    person = await _person(platform, shop, who)
    sent = person.headers if person else {}
    own = await send(client, shop, many(1, start=1))
    answer = await send(client, shop, many(1), sent)
    assert answer.status_code == status, answer.text
    address = f"/api/v1/sellers/{shop.ref}/imports"
    for path in (address, f"{address}/{own.json()['id']}", f"{address}/{own.json()['id']}/report"):
        assert (await client.get(path, headers=sent)).status_code == (200 if status == 202 else status)
    listed = await client.get(address, headers=shop.headers)
    assert len(listed.json()["items"]) == (2 if status == 202 else 1)
    await until_idle(platform)


async def test_an_import_belongs_to_its_shop(
    client: httpx.AsyncClient, platform: Platform, shop: Seller
) -> None:
    other = await users.seller(platform)
    theirs = await send(client, other, many(1))
    for path in ("", "/report"):
        address = f"/api/v1/sellers/{shop.ref}/imports/{theirs.json()['id']}{path}"
        assert (await client.get(address, headers=shop.headers)).status_code == 404
    await until_idle(platform)


async def test_bad_requests(client: httpx.AsyncClient, shop: Seller) -> None:
    address = f"/api/v1/sellers/{shop.ref}/imports"
    answer = await client.post(address, json={"file": "x"}, headers=shop.headers)
    assert answer.status_code == 415
    answer = await client.post(address, files={"other": ("a.csv", b"x")}, headers=shop.headers)
    assert answer.status_code == 422
    assert (await send(client, shop, many(1), dry_run="perhaps")).status_code == 422
    assert (await send(client, shop, b"x" * (flow.FILE_BYTES_MAX + 200_000))).status_code == 413
    assert (await client.get(f"{address}/imp_x", headers=shop.headers)).status_code == 404
    assert (await client.get(f"{address}?after=x", headers=shop.headers)).status_code == 400


async def test_only_so_many_imports_wait(client: httpx.AsyncClient, platform: Platform, shop: Seller) -> None:
    answers = [await send(client, shop, many(1)) for _ in range(actions.OPEN_MAX + 1)]
    assert [answer.status_code for answer in answers] == [202] * actions.OPEN_MAX + [409]
    await until_idle(platform)
    listed = await client.get(f"/api/v1/sellers/{shop.ref}/imports", headers=shop.headers)
    assert {one["state"] for one in listed.json()["items"]} == {"done"}
    assert len(await products_of(platform, shop)) == 1


async def _person(platform: Platform, shop: Seller, who: str) -> Account | Seller | None:
    if who in ("staff", "manager"):
        return await users.member(platform, shop, who)
    if who == "other seller":
        return await users.seller(platform)
    return await users.account(platform) if who == "buyer" else None
