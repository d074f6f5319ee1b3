"""Links to a category lead on after it was moved, renamed or merged into another."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from feria.app import Application
from feria.core.platform import Platform
from tests.factories import users
from tests.factories.users import Account

CATEGORIES = "/api/v1/categories"
BROWSER = {"accept": "text/html"}


@pytest.fixture(scope="module")
async def moderator(platform: Platform) -> Account:
    return await users.operator(platform, "moderator")


async def add(client: httpx.AsyncClient, moderator: Account, **body: Any) -> dict[str, Any]:
    given = {"name": f"C {uuid4().hex[:8]}", **body}
    answer = await client.post(CATEGORIES, json=given, headers=moderator.headers)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def leads_to(client: httpx.AsyncClient, path: str) -> str:
    moved = await client.get(f"/c/{path}?sort=price", headers=BROWSER)
    assert moved.status_code == 301, path
    there = await client.get(moved.headers["location"], headers=BROWSER)
    assert there.status_code == 200
    return str(moved.headers["location"])


async def test_links_follow_a_merge_until_something_new_is_there(
    client: httpx.AsyncClient, moderator: Account, app: Application
) -> None:
    old, new = await add(client, moderator), await add(client, moderator)
    child = await add(client, moderator, parent_id=old["id"])
    answer = await client.post(
        f"{CATEGORIES}/{old['id']}/merge", json={"into_id": new["id"]}, headers=moderator.headers
    )
    assert answer.status_code == 200, answer.text
    assert await leads_to(client, old["path"]) == f"/c/{new['path']}?sort=price"
    below = f"{new['path']}/{child['slug']}"
    assert await leads_to(client, f"{old['path']}/{child['slug']}") == f"/c/{below}?sort=price"
    await add(client, moderator, name=old["name"])
    assert (await client.get(f"/c/{old['path']}", headers=BROWSER)).status_code == 200


async def test_links_follow_a_move_there_and_back(client: httpx.AsyncClient, moderator: Account) -> None:
    first, second = await add(client, moderator), await add(client, moderator)
    child = await add(client, moderator, parent_id=first["id"])
    address = f"{CATEGORIES}/{child['id']}"
    for parent in (second, first, second):
        body = {"name": child["name"], "parent_id": parent["id"]}
        assert (await client.put(address, json=body, headers=moderator.headers)).status_code == 200
    assert await leads_to(client, child["path"]) == f"/c/{second['slug']}/{child['slug']}?sort=price"
    assert (await client.get("/c/never/there", headers=BROWSER)).status_code == 404
