"""Addresses that people keep: theirs alone, one of them the default, under the rules that orders have."""

import asyncio
from typing import Any

import httpx
import pytest

from feria.core.platform import Platform
from feria.services.user.actions.addresses import ADDRESSES_MAX
from tests.factories import users
from tests.factories.orders import ADDRESS
from tests.factories.users import Account

ADDRESSES = "/api/v1/users/me/addresses"


async def kept(client: httpx.AsyncClient, person: Account) -> list[dict[str, Any]]:
    body = (await client.get(ADDRESSES, headers=person.headers)).json()
    assert body["next"] is None
    items: list[dict[str, Any]] = body["items"]
    return items


async def add(client: httpx.AsyncClient, person: Account, **fields: Any) -> dict[str, Any]:
    answer = await client.post(ADDRESSES, json={**ADDRESS, **fields}, headers=person.headers)
    assert answer.status_code == 201, answer.text
    assert answer.headers["location"] == f"{ADDRESSES}/{answer.json()['id']}"
    return dict(answer.json())


async def test_one_address_is_the_default(client: httpx.AsyncClient, platform: Platform) -> None:
    person = await users.account(platform)
    first = await add(client, person, line1="First street 1", company="Prova Lda", phone="+351 22 000")
    assert first == {
        "company": "Prova Lda", "vat_id": "", "line2": "", "region": "", "phone": "+351 22 000", **ADDRESS,
        "line1": "First street 1", "id": first["id"], "is_default": True,
    }  # fmt: skip
    second = await add(client, person, line1="Second street 2")
    third = await add(client, person, line1="Third street 3", is_default=True)
    assert [(one["id"], one["is_default"]) for one in await kept(client, person)] == [
        (third["id"], True),
        (second["id"], False),
        (first["id"], False),
    ]
    # The default stays it, until another one becomes it.
    stays = await client.put(f"{ADDRESSES}/{third['id']}", json=ADDRESS, headers=person.headers)
    assert (stays.json()["is_default"], stays.json()["line1"]) == (True, ADDRESS["line1"])
    moved = await client.put(
        f"{ADDRESSES}/{first['id']}", json={**ADDRESS, "is_default": True}, headers=person.headers
    )
    assert moved.json()["is_default"]
    assert [one["id"] for one in await kept(client, person)] == [first["id"], third["id"], second["id"]]
    # After the default one, the newest other one is.
    gone = await client.delete(f"{ADDRESSES}/{first['id']}", headers=person.headers)
    assert gone.status_code == 204
    assert [(one["id"], one["is_default"]) for one in await kept(client, person)] == [
        (third["id"], True),
        (second["id"], False),
    ]
    again = await client.delete(f"{ADDRESSES}/{first['id']}", headers=person.headers)
    assert again.status_code == 404


async def test_addresses_are_their_persons_alone(client: httpx.AsyncClient, platform: Platform) -> None:
    person, other = await users.account(platform), await users.account(platform)
    support = await users.operator(platform, "support")
    address = await add(client, person)
    theirs = f"/api/v1/users/{person.ref}/addresses"
    assert (await client.get(theirs, headers=support.headers)).json()["items"] == [address]
    for headers in (other.headers, support.headers):
        assert (await client.post(theirs, json=ADDRESS, headers=headers)).status_code == 404
        for path in (theirs, ADDRESSES):
            one = f"{path}/{address['id']}"
            assert (await client.put(one, json=ADDRESS, headers=headers)).status_code == 404
            assert (await client.delete(one, headers=headers)).status_code == 404
    assert (await client.get(theirs, headers=other.headers)).status_code == 404
    assert await kept(client, person) == [address]


@pytest.mark.parametrize(
    "fields",
    [
        {"country": "ZZ"},
        {"country": "pt"},
        {"name": " "},
        {"postal_code": "4050_262"},
        {"line1": "two\nlines"},
        {"vat_id": "PT<1>"},
        {"phone": "call me"},
        {"planet": "Earth"},
        {"is_default": None},
    ],
)
async def test_a_bad_address_is_refused(
    client: httpx.AsyncClient, platform: Platform, fields: dict[str, Any]
) -> None:
    person = await users.account(platform)
    good = await add(client, person)
    bad = {**ADDRESS, **fields, "city": "Elsewhere"}
    assert (await client.post(ADDRESSES, json=bad, headers=person.headers)).status_code == 422
    put = await client.put(f"{ADDRESSES}/{good['id']}", json=bad, headers=person.headers)
    assert put.status_code == 422
    assert await kept(client, person) == [good]


async def test_many_at_once_leave_one_default_and_keep_the_limit(
    client: httpx.AsyncClient, platform: Platform
) -> None:
    person = await users.account(platform)
    answers = await asyncio.gather(
        *(
            client.post(ADDRESSES, json={**ADDRESS, "is_default": place % 2 == 0}, headers=person.headers)
            for place in range(ADDRESSES_MAX + 3)
        )
    )
    statuses = [answer.status_code for answer in answers]
    assert (statuses.count(201), statuses.count(409)) == (ADDRESSES_MAX, 3)
    assert {answer.json()["type"].rpartition("/")[2] for answer in answers if answer.status_code == 409} == {
        "too-many-addresses"
    }
    items = await kept(client, person)
    assert len(items) == ADDRESSES_MAX
    assert [one["is_default"] for one in items] == [True] + [False] * (ADDRESSES_MAX - 1)
