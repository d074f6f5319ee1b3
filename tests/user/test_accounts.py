"""Accounts: who sees them, who changes them, and the operator's staff."""

import httpx
import pytest

from feria.core import ids
from feria.core.errors import Invalid
from feria.core.platform import Platform
from feria.services.user import actions
from tests.factories import users


async def test_me_lists_roles_and_shops(client: httpx.AsyncClient, platform: Platform) -> None:
    shop = await users.seller(platform, name="Folha & Filho")
    body = (await client.get("/api/v1/users/me", headers=shop.headers)).json()
    assert body["roles"] == ["buyer", "seller"]
    assert body["sellers"] == [
        {
            "id": shop.ref, "slug": shop.slug, "name": "Folha & Filho", "stall_hue": shop.stall_hue, "logo": None,
            "status": "active", "role": "owner",
        }
    ]  # fmt: skip
    staff = await users.operator(platform, "support", "finance")
    body = (await client.get("/api/v1/users/me", headers=staff.headers)).json()
    assert body["roles"] == ["buyer", "finance", "support"]


async def test_an_account_is_seen_by_its_person_and_support_only(
    client: httpx.AsyncClient, platform: Platform
) -> None:
    person, stranger = await users.account(platform), await users.account(platform)
    address = f"/api/v1/users/{person.ref}"
    missing = await client.get(f"/api/v1/users/{ids.encode_owner('usr', 2**39)}", headers=stranger.headers)
    foreign = await client.get(address, headers=stranger.headers)
    assert foreign.status_code == missing.status_code == 404
    assert foreign.content == missing.content
    assert (await client.get(address)).status_code == 401
    finance = await users.operator(platform, "finance")
    assert (await client.get(address, headers=finance.headers)).status_code == 404
    for reader in (person, await users.operator(platform, "support"), await users.operator(platform)):
        answer = await client.get(address, headers=reader.headers)
        assert (answer.status_code, answer.json()["id"]) == (200, person.ref)
    for wrong in ("usr_", "usr_0", "me2", "sel_" + person.ref[4:], "usr_UUUUUUUU"):
        assert (await client.get(f"/api/v1/users/{wrong}", headers=person.headers)).status_code == 404


async def test_a_profile_is_changed_by_its_person_only(client: httpx.AsyncClient, platform: Platform) -> None:
    person, staff = await users.account(platform), await users.operator(platform)
    wanted = {"name": "Ana Nova", "phone": "+351 912 345 678", "locale": "pt-PT"}
    before = await client.get("/api/v1/users/me", headers=person.headers)
    denied = await client.put(f"/api/v1/users/{person.ref}", json=wanted, headers=staff.headers)
    assert denied.status_code == 404
    stale = person.headers | {"If-Match": '"77"'}
    assert (await client.put("/api/v1/users/me", json=wanted, headers=stale)).status_code == 412
    assert (await client.get("/api/v1/users/me", headers=person.headers)).json() == before.json()
    fresh = person.headers | {"If-Match": before.headers["etag"]}
    answer = await client.put("/api/v1/users/me", json=wanted, headers=fresh)
    assert answer.status_code == 200
    assert {key: answer.json()[key] for key in wanted} == wanted
    assert answer.headers["etag"] != before.headers["etag"]
    for field, value in (("email", "x@example.test"), ("roles", ["admin"])):
        refused = await client.put("/api/v1/users/me", json=wanted | {field: value}, headers=person.headers)
        assert [error["field"] for error in refused.json()["errors"]] == [field]
    for field, value in (("phone", "call me"), ("locale", "xx"), ("name", "")):
        refused = await client.put("/api/v1/users/me", json=wanted | {field: value}, headers=person.headers)
        assert [error["field"] for error in refused.json()["errors"]] == [field]


async def test_the_first_operator_may_have_an_account_already(
    client: httpx.AsyncClient, platform: Platform
) -> None:
    person = await users.account(platform)
    async with platform.db.transaction() as tx:
        number = await actions.create_operator(
            tx, person.email.upper(), "unused", "Other", ["admin", "support"]
        )
    assert number == person.id
    login = {"email": person.email, "password": person.password}
    answer = await client.post("/api/v1/auth/login", json=login)
    assert answer.json()["account"]["roles"] == ["buyer", "admin", "support"]
    async with platform.db.transaction() as tx:
        with pytest.raises(Invalid):
            await actions.create_operator(tx, person.email, "unused", "Other", ["king"])


async def test_fixed_numbers_stay_below_those_of_the_sequence(platform: Platform) -> None:
    async with platform.db.transaction() as tx:
        email = f"{ids.new(0).hex}@example.test"
        assert await actions.create_account(tx, email, None, "Demo", account_id=998) == 998
        with pytest.raises(ValueError, match="fixed owner numbers"):
            await actions.create_account(tx, "x" + email, None, "Demo", account_id=1000)
