"""Members of a shop: owners decide, an owner always stays, changes act with the next request."""

import asyncio

import httpx
import pytest

from feria.core.errors import Forbidden, NotFound
from feria.core.platform import Platform
from feria.services.user import contract as user
from feria.services.user.actions import members
from tests.factories import users


async def test_owners_add_change_and_remove_members(client: httpx.AsyncClient, platform: Platform) -> None:
    shop, person = await users.seller(platform), await users.account(platform)
    address = f"/api/v1/sellers/{shop.ref}/members"
    assert (await client.get(address, headers=person.headers)).status_code == 404
    added = await client.post(
        address, json={"email": person.email.upper(), "role": "staff"}, headers=shop.headers
    )
    assert added.status_code == 201
    assert (added.json()["account_id"], added.json()["role"]) == (person.ref, "staff")
    twice = await client.post(address, json={"email": person.email, "role": "staff"}, headers=shop.headers)
    assert (twice.status_code, twice.json()["type"].rpartition("/")[2]) == (409, "already-member")
    nobody = await client.post(
        address, json={"email": "nobody@nowhere.test", "role": "staff"}, headers=shop.headers
    )
    assert (nobody.status_code, nobody.json()["type"].rpartition("/")[2]) == (422, "no-such-account")
    listed = await client.get(address, headers=person.headers)
    assert [one["role"] for one in listed.json()["items"]] == ["owner", "staff"]
    async with platform.db.reading() as tx:
        contacts = await user.member_contacts(tx, shop.id)
        assert [contact.email for contact in contacts] == [shop.owner.email, person.email]

    one = f"{address}/{person.ref}"
    assert (await client.put(one, json={"role": "owner"}, headers=person.headers)).status_code == 403
    assert (await client.delete(one, headers=person.headers)).status_code == 403
    changed = await client.put(one, json={"role": "manager"}, headers=shop.headers)
    assert changed.json()["role"] == "manager"
    assert (await client.put(one, json={"role": "king"}, headers=shop.headers)).status_code == 422
    assert (await client.delete(one, headers=shop.headers)).status_code == 204
    assert (await client.delete(one, headers=shop.headers)).status_code == 404
    assert (await client.get(address, headers=person.headers)).status_code == 404


async def test_strangers_find_nothing_and_change_nothing(
    client: httpx.AsyncClient, platform: Platform
) -> None:
    shop, other = await users.seller(platform), await users.seller(platform)
    address = f"/api/v1/sellers/{shop.ref}/members"
    body = {"email": other.owner.email, "role": "owner"}
    for headers, status in ((other.headers, 404), ({}, 401)):
        assert (await client.get(address, headers=headers)).status_code == status
        assert (await client.post(address, json=body, headers=headers)).status_code == status
        one = f"{address}/{shop.owner.ref}"
        assert (await client.put(one, json={"role": "staff"}, headers=headers)).status_code == status
        assert (await client.delete(one, headers=headers)).status_code == status
    staff = await users.operator(platform)
    assert (await client.post(address, json=body, headers=staff.headers)).status_code == 404
    seen = await client.get(address, headers=staff.headers)
    assert [(one["account_id"], one["role"]) for one in seen.json()["items"]] == [(shop.owner.ref, "owner")]


async def test_the_last_owner_stays_whoever_is_faster(client: httpx.AsyncClient, platform: Platform) -> None:
    for _ in range(5):
        shop = await users.seller(platform)
        second = await users.member(platform, shop, "owner")
        address = f"/api/v1/sellers/{shop.ref}/members"
        answers = await asyncio.gather(
            client.delete(f"{address}/{second.ref}", headers=shop.headers),
            client.delete(f"{address}/{shop.owner.ref}", headers=second.headers),
            client.put(f"{address}/{shop.owner.ref}", json={"role": "staff"}, headers=second.headers),
        )
        assert {answer.status_code for answer in answers} <= {200, 204, 403, 404, 409}
        async with platform.db.reading() as tx:
            owners = await tx.fetchval(
                """SELECT count(*) FROM "user".members WHERE seller_id = $1 AND role = 'owner'""", shop.id
            )
        assert owners == 1
    alone = await users.seller(platform)
    one = f"/api/v1/sellers/{alone.ref}/members/{alone.owner.ref}"
    for answer in (
        await client.delete(one, headers=alone.headers),
        await client.put(one, json={"role": "manager"}, headers=alone.headers),
    ):
        assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (409, "last-owner")


async def test_a_former_owner_cannot_come_back_by_what_another_process_remembers(platform: Platform) -> None:
    shop, friend = await users.seller(platform), await users.account(platform)
    successor = await users.member(platform, shop, "owner")
    remembered = shop.principal
    await platform.db.run(members.change_role, shop.id, shop.owner.id, "staff")
    with pytest.raises(Forbidden):
        await platform.db.act(remembered, "", members.change_role, shop.id, shop.owner.id, "owner")
    await platform.db.run(members.remove_member, shop.id, shop.owner.id)
    with pytest.raises(NotFound):
        await platform.db.act(remembered, "", members.add_member, shop.id, friend.email, "owner")
    with pytest.raises(NotFound):
        await platform.db.act(remembered, "", members.remove_member, shop.id, successor.id)
