"""A forgotten password: the answer tells nothing, the link works once, and sets everything to new."""

import asyncio
from uuid import UUID

import httpx

from feria.core import ids
from feria.core.platform import Platform
from feria.services.user import contract as user
from tests.conftest import Later
from tests.factories import users

FORGOT, RESET, LOGIN = "/api/v1/auth/forgot-password", "/api/v1/auth/reset-password", "/api/v1/auth/login"
NEW = "another-long-password"


async def resets_of(platform: Platform, account_id: int) -> list[UUID]:
    async with platform.db.reading() as tx:
        rows = await tx.fetch(
            'SELECT id FROM "user".password_resets WHERE account_id = $1 ORDER BY created_at, id', account_id
        )
    return [row["id"] for row in rows]


async def link_for(client: httpx.AsyncClient, platform: Platform, person: users.Account) -> str:
    assert (await client.post(FORGOT, json={"email": person.email})).status_code == 202
    newest = (await resets_of(platform, person.id))[-1]
    return user.password_reset_token(platform.settings.secret, newest)


async def test_known_and_unknown_addresses_get_the_same_answer(
    client: httpx.AsyncClient, platform: Platform
) -> None:
    person = await users.account(platform)
    known = await client.post(FORGOT, json={"email": person.email.upper()})
    unknown = await client.post(FORGOT, json={"email": f"{ids.new(0).hex}@example.test"})
    assert known.status_code == unknown.status_code == 202
    assert known.content == unknown.content
    assert len(await resets_of(platform, person.id)) == 1


async def test_the_link_sets_the_password_once_and_ends_every_session(
    client: httpx.AsyncClient, platform: Platform
) -> None:
    person = await users.account(platform)
    assert (await client.get("/api/v1/users/me", headers=person.headers)).status_code == 200
    token = await link_for(client, platform, person)
    answers = await asyncio.gather(
        *(client.post(RESET, json={"token": token, "password": NEW + str(n)}) for n in range(8))
    )
    assert sorted(answer.status_code for answer in answers) == [204] + [422] * 7
    refused = next(answer for answer in answers if answer.status_code == 422)
    assert refused.json()["type"].endswith("/invalid-reset-token")
    winner = next(n for n, answer in enumerate(answers) if answer.status_code == 204)

    assert (await client.get("/api/v1/users/me", headers=person.headers)).status_code == 401
    old = await client.post(LOGIN, json={"email": person.email, "password": person.password})
    assert old.status_code == 401
    new = await client.post(LOGIN, json={"email": person.email, "password": NEW + str(winner)})
    assert new.status_code == 200
    assert new.json()["account"]["email_verified"] is True


async def test_the_link_ends_after_an_hour_and_cannot_be_made_up(
    client: httpx.AsyncClient, platform: Platform, later: Later
) -> None:
    person = await users.account(platform)
    token = await link_for(client, platform, person)
    for forged in (
        token[:-1] + ("A" if token[-1] != "A" else "B"),
        "f" + token[1:],
        "x",
        token[:32],
        "ü" * 40,
    ):
        answer = await client.post(RESET, json={"token": forged, "password": NEW})
        assert answer.status_code == 422, forged
    later(minutes=60, seconds=1)
    assert (await client.post(RESET, json={"token": token, "password": NEW})).status_code == 422
    signed_in = await client.post(LOGIN, json={"email": person.email, "password": person.password})
    assert signed_in.status_code == 200


async def test_a_weak_password_leaves_the_link_usable(client: httpx.AsyncClient, platform: Platform) -> None:
    person = await users.account(platform)
    token = await link_for(client, platform, person)
    for weak in ("password1", person.email, "short"):
        answer = await client.post(RESET, json={"token": token, "password": weak})
        assert [error["field"] for error in answer.json()["errors"]] == ["password"]
    assert (await client.post(RESET, json={"token": token, "password": NEW})).status_code == 204


async def test_five_links_an_hour_are_enough(
    client: httpx.AsyncClient, platform: Platform, later: Later
) -> None:
    person = await users.account(platform)
    await asyncio.gather(*(client.post(FORGOT, json={"email": person.email}) for _ in range(7)))
    assert len(await resets_of(platform, person.id)) == 5
    later(minutes=61)
    await client.post(FORGOT, json={"email": person.email})
    assert len(await resets_of(platform, person.id)) == 6


async def test_a_new_password_makes_older_links_worthless(
    client: httpx.AsyncClient, platform: Platform
) -> None:
    person = await users.account(platform)
    first = await link_for(client, platform, person)
    second = await link_for(client, platform, person)
    assert (await client.post(RESET, json={"token": second, "password": NEW})).status_code == 204
    assert (await client.post(RESET, json={"token": first, "password": NEW + "x"})).status_code == 422
