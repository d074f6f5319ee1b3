"""Refresh tokens rotate, forgive parallel tabs, and end the session when they are used again."""

import asyncio

import httpx

from feria.core.platform import Platform
from feria.services.user.actions import sessions
from tests.conftest import Later
from tests.factories import users

ADDRESS = "/api/v1/auth/refresh"


async def refresh(client: httpx.AsyncClient, token: str) -> httpx.Response:
    return await client.post(ADDRESS, json={"refresh_token": token})


async def open_sessions(platform: Platform, account_id: int) -> int:
    async with platform.db.reading() as tx:
        found = await tx.fetchval(
            'SELECT count(*) FROM "user".sessions WHERE account_id = $1 AND ended_at IS NULL', account_id
        )
    return int(found)


async def test_a_token_gets_the_next_pair(client: httpx.AsyncClient, platform: Platform) -> None:
    person = await users.account(platform)
    first = await refresh(client, person.refresh_token)
    assert first.status_code == 200
    body = first.json()
    assert body["account"]["id"] == person.ref
    assert body["refresh_token"] != person.refresh_token
    bearer = {"Authorization": f"Bearer {body['access_token']}"}
    assert (await client.get("/api/v1/users/me", headers=bearer)).status_code == 200
    assert (await refresh(client, body["refresh_token"])).status_code == 200


async def test_a_browser_refreshes_by_cookie_alone(client: httpx.AsyncClient, platform: Platform) -> None:
    person = await users.account(platform)
    signed_in = await client.post(
        "/api/v1/auth/login", json={"email": person.email, "password": person.password}
    )
    answer = await client.post(ADDRESS)
    assert answer.status_code == 200
    assert client.cookies["feria_refresh"] == answer.json()["refresh_token"]
    assert answer.json()["refresh_token"] != signed_in.json()["refresh_token"]
    assert (await client.post(ADDRESS, json={})).status_code == 200
    client.cookies.clear()
    assert (await client.post(ADDRESS)).status_code == 401
    assert (await client.post(ADDRESS, json={"refresh_token": "x" * 32})).status_code == 401


async def test_parallel_tabs_share_one_chain(client: httpx.AsyncClient, platform: Platform) -> None:
    person = await users.account(platform)
    answers = await asyncio.gather(*(refresh(client, person.refresh_token) for _ in range(12)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["refresh_token"] for answer in answers}) == 1
    async with platform.db.reading() as tx:
        unused = await tx.fetchval(
            'SELECT count(*) FROM "user".refresh_tokens WHERE session_id = $1 AND used_at IS NULL',
            person.session_id,
        )
    assert unused == 1


async def test_a_slow_tab_is_given_the_newest_token(
    client: httpx.AsyncClient, platform: Platform, later: Later
) -> None:
    person = await users.account(platform)
    second = (await refresh(client, person.refresh_token)).json()["refresh_token"]
    third = (await refresh(client, second)).json()["refresh_token"]
    later(seconds=29)
    slow = await refresh(client, person.refresh_token)
    assert slow.json()["refresh_token"] == third
    later(minutes=9)
    assert (await refresh(client, third)).status_code == 200


async def test_use_after_the_grace_ends_the_session_and_only_it(
    client: httpx.AsyncClient, platform: Platform, later: Later
) -> None:
    person = await users.account(platform)
    other = await client.post("/api/v1/auth/login", json={"email": person.email, "password": person.password})
    client.cookies.clear()
    stolen = person.refresh_token
    current = (await refresh(client, stolen)).json()
    later(seconds=31)
    assert (await refresh(client, stolen)).status_code == 401
    assert (await refresh(client, current["refresh_token"])).status_code == 401
    assert (await refresh(client, other.json()["refresh_token"])).status_code == 200
    assert await open_sessions(platform, person.id) == 1


async def test_a_session_ends_a_month_after_its_last_use(
    client: httpx.AsyncClient, platform: Platform, later: Later
) -> None:
    person = await users.account(platform)
    later(days=29)
    current = (await refresh(client, person.refresh_token)).json()["refresh_token"]
    later(days=29)
    current = (await refresh(client, current)).json()["refresh_token"]
    later(days=31)
    assert (await refresh(client, current)).status_code == 401
    later(days=31)
    assert await platform.db.run(sessions.forget_old) > 0
    async with platform.db.reading() as tx:
        assert await tx.fetchval('SELECT id FROM "user".sessions WHERE id = $1', person.session_id) is None


async def test_a_disabled_account_gets_nothing(client: httpx.AsyncClient, platform: Platform) -> None:
    person = await users.account(platform)
    async with platform.db.transaction() as tx:
        await tx.execute('UPDATE "user".accounts SET disabled_at = $2 WHERE id = $1', person.id, tx.now)
    assert (await refresh(client, person.refresh_token)).status_code == 401
    assert (await client.get("/api/v1/users/me", headers=person.headers)).status_code == 401
    signed_in = await client.post(
        "/api/v1/auth/login", json={"email": person.email, "password": person.password}
    )
    assert signed_in.status_code == 401
