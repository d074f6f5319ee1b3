"""The marketplace's own settings, markets and legal pages."""

import asyncio
from typing import Any

import httpx
import pytest

from feria.core.platform import Platform
from feria.services.user import contract as user
from tests.factories import users

SETTINGS, MARKETS = "/api/v1/operator/settings", "/api/v1/operator/markets"


async def test_everybody_reads_the_marketplace(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/v1/marketplace")
    assert answer.status_code == 200
    assert "public" in answer.headers["cache-control"]
    body = answer.json()
    assert body["default_market"] == "eu"
    assert [page["slug"] for page in body["legal_pages"]] == ["imprint", "terms", "privacy", "cookies"]
    eu = body["markets"][0]
    assert (eu["currency"], eu["tax_inclusive"], len(eu["countries"])) == ("EUR", True, 27)


async def test_settings_are_the_admin_s(client: httpx.AsyncClient, platform: Platform) -> None:
    admin = await users.operator(platform)
    before = await client.get(SETTINGS, headers=admin.headers)
    told_only = ("version", "logo")
    wanted = {key: value for key, value in before.json().items() if key not in told_only} | {"name": "Lonja"}
    match = {"If-Match": before.headers["etag"]}
    for person, status in (
        (await users.operator(platform, "support"), 403),
        (await users.account(platform), 403),
    ):
        assert (await client.get(SETTINGS, headers=person.headers)).status_code == status
        assert (await client.put(SETTINGS, json=wanted, headers=person.headers | match)).status_code == status
    assert (await client.put(SETTINGS, json=wanted, headers=admin.headers)).status_code == 428
    answers = await asyncio.gather(
        *(client.put(SETTINGS, json=wanted, headers=admin.headers | match) for _ in range(4))
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412]
    assert (await client.get("/api/v1/marketplace")).json()["name"] == "Lonja"
    current = admin.headers | {
        "If-Match": (await client.get(SETTINGS, headers=admin.headers)).headers["etag"]
    }
    for field, value in (
        ("time_zone", "Mars/One"), ("locale", "xx"), ("default_market", "moon"), ("accent_hue", 360),
        ("support_email", "nobody"), ("name", ""),
    ):  # fmt: skip
        refused = await client.put(SETTINGS, json=wanted | {field: value}, headers=current)
        assert [error["field"] for error in refused.json()["errors"]] == [field]


@pytest.fixture
async def admin(platform: Platform) -> users.Account:
    return await users.operator(platform)


async def test_markets_are_added_and_keep_what_prices_depend_on(
    client: httpx.AsyncClient, platform: Platform, admin: users.Account
) -> None:
    before = await client.get(MARKETS, headers=admin.headers)
    eu = next(one for one in before.json()["items"] if one["id"] == "eu")
    new = {"id": "ch", "currency": "CHF", "countries": ["CH", "LI"], "tax_inclusive": True, "languages": ["de", "fr"],
           "is_default": False}  # fmt: skip

    async def put(*items: dict[str, Any]) -> httpx.Response:
        etag = (await client.get(MARKETS, headers=admin.headers)).headers["etag"]
        return await client.put(MARKETS, json={"items": items}, headers=admin.headers | {"If-Match": etag})

    assert (await put(eu, new)).status_code == 200
    async with platform.db.reading() as tx:
        assert (await user.market(tx, "ch")).currency == "CHF"
        assert (await user.market(tx, None)).id == "eu"
        assert [one.id for one in await user.markets(tx)] == ["eu", "ch"]
    for items in ([eu], [eu, new | {"currency": "EUR"}], [eu, new | {"tax_inclusive": False}]):
        refused = await put(*items)
        assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (409, "market-fixed")
    for items in (
        [eu, new, new], [eu, new | {"is_default": True}], [eu | {"is_default": False}, new], [],
        [eu, new | {"countries": ["CH", "DE"]}], [eu, new | {"countries": ["ZZ"]}], [eu, new | {"languages": ["xx"]}],
        [eu, new, new | {"id": "xx", "countries": ["NO"], "currency": "ZZZ"}],
    ):  # fmt: skip
        assert (await put(*items)).status_code == 422, items
    async with platform.db.reading() as tx:
        assert [one.id for one in await user.markets(tx)] == ["eu", "ch"]
    assert (await client.get(MARKETS)).status_code == 401


async def test_legal_pages_say_that_they_must_be_filled_in_until_they_are(
    client: httpx.AsyncClient, admin: users.Account
) -> None:
    page = await client.get("/api/v1/legal-pages/imprint")
    assert page.json()["updated_at"] is None
    assert "has not filled in this page yet" in page.json()["body"]
    address = "/api/v1/operator/legal-pages/imprint"
    wanted = {"title": "Imprint", "body": "Lonja Lda\nPorto"}
    match = {"If-Match": page.headers["etag"]}
    assert (await client.put(address, json=wanted, headers=match)).status_code == 401
    assert (await client.put(address, json=wanted, headers=admin.headers)).status_code == 428
    answer = await client.put(address, json=wanted, headers=admin.headers | match)
    assert answer.status_code == 200
    assert (await client.put(address, json=wanted, headers=admin.headers | match)).status_code == 412
    shown = (await client.get("/api/v1/legal-pages/imprint")).json()
    assert (shown["body"], shown["version"]) == (wanted["body"], 2)
    assert shown["updated_at"] is not None
    assert (await client.get("/api/v1/legal-pages/nothing")).status_code == 404
    missing = await client.put(
        "/api/v1/operator/legal-pages/nothing", json=wanted, headers=admin.headers | match
    )
    assert missing.status_code == 404
