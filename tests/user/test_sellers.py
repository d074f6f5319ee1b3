"""Shops: application, the operator's decisions, what is public, and changes by their members."""

import asyncio
from typing import Any
from uuid import uuid4

import httpx
import pytest

from feria.core.platform import Platform
from tests.factories import users

APPLICATION = {"name": "Casa Barro", "country": "ES", "town": "Talavera", "story": "We turn clay."}


async def apply(client: httpx.AsyncClient, person: users.Account, **changes: Any) -> httpx.Response:
    return await client.post("/api/v1/sellers", json=APPLICATION | changes, headers=person.headers)


async def step(
    client: httpx.AsyncClient, staff: users.Account, shop: str, name: str, reason: str = ""
) -> httpx.Response:
    return await client.post(
        f"/api/v1/operator/sellers/{shop}/{name}", json={"reason": reason}, headers=staff.headers
    )


async def audit_of(platform: Platform, subject: str) -> list[str]:
    async with platform.db.reading() as tx:
        rows = await tx.fetch("SELECT action FROM core.audit WHERE subject = $1 ORDER BY at, id", subject)
    return sorted(row["action"] for row in rows)


async def test_from_application_to_suspension_and_back(client: httpx.AsyncClient, platform: Platform) -> None:
    person, staff = await users.account(platform), await users.operator(platform, "moderator")
    assert (await client.get("/api/v1/users/me", headers=person.headers)).json()["sellers"] == []
    applied = await apply(client, person)
    assert applied.status_code == 201
    body = applied.json()
    shop = body["id"]
    assert body["status"] == "applied"
    assert body["slug"].startswith("casa-barro")
    assert applied.headers["location"] == f"/api/v1/sellers/{shop}"
    assert (await client.get("/api/v1/users/me", headers=person.headers)).json()["sellers"][0]["id"] == shop

    # Nobody but its people and the operator sees it before it is approved.
    for form in (shop, body["slug"]):
        assert (await client.get(f"/api/v1/sellers/{form}")).status_code == 404
        own = await client.get(f"/api/v1/sellers/{form}", headers=person.headers)
        assert (own.status_code, own.headers["cache-control"]) == (200, "no-store")
    waiting = await client.get("/api/v1/operator/sellers?limit=100", headers=staff.headers)
    assert shop in [one["id"] for one in waiting.json()["items"]]

    approved = await step(client, staff, shop, "approve")
    assert (approved.status_code, approved.json()["status"]) == (200, "active")
    again = await step(client, staff, shop, "approve")
    assert again.json() == approved.json()
    public = await client.get(f"/api/v1/sellers/{body['slug']}")
    assert set(public.json()) == {
        "id", "slug", "name", "country", "town", "story", "stall_hue", "logo", "banner", "policies", "product_count",
        "rating", "review_count", "status", "created_at",
    }  # fmt: skip
    assert "public" in public.headers["cache-control"]

    assert (await step(client, staff, shop, "suspend")).status_code == 422
    suspended = await step(client, staff, shop, "suspend", "Complaints")
    assert suspended.json()["status"] == "suspended"
    assert (await client.get(f"/api/v1/sellers/{shop}")).status_code == 404
    refused = await step(client, staff, shop, "approve")
    assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (409, "seller-state")
    assert (await step(client, staff, shop, "reject", "No")).status_code == 409
    assert (await step(client, staff, shop, "resume", "Settled")).json()["status"] == "active"

    history = (await client.get(f"/api/v1/sellers/{shop}/settings", headers=person.headers)).json()["history"]
    assert [(row["from_status"], row["to_status"], row["reason"]) for row in history] == [
        (None, "applied", ""),
        ("applied", "active", ""),
        ("active", "suspended", "Complaints"),
        ("suspended", "active", "Settled"),
    ]
    assert [row["actor"] for row in history] == [f"account:{person.id}"] + [f"account:{staff.id}"] * 3
    assert await audit_of(platform, shop) == sorted(
        ["seller.applied", "seller.active", "seller.suspended", "seller.active"]
    )


async def test_a_rejected_application_is_final(client: httpx.AsyncClient, platform: Platform) -> None:
    staff, shop = await users.operator(platform), await users.seller(platform, status="applied")
    assert (await step(client, staff, shop.ref, "reject")).status_code == 422
    assert (await step(client, staff, shop.ref, "reject", "No address")).json()["status"] == "rejected"
    for name in ("approve", "suspend", "resume"):
        assert (await step(client, staff, shop.ref, name, "x")).status_code == 409


async def test_only_support_and_moderators_decide(client: httpx.AsyncClient, platform: Platform) -> None:
    shop = await users.seller(platform, status="applied")
    finance = await users.operator(platform, "finance")
    for person, status in ((finance, 403), (shop.owner, 403)):
        for name in ("approve", "reject", "suspend", "resume"):
            assert (await step(client, person, shop.ref, name, "x")).status_code == status
        listing = await client.get("/api/v1/operator/sellers", headers=person.headers)
        assert listing.status_code == status
    assert (await client.post(f"/api/v1/operator/sellers/{shop.ref}/approve", json={})).status_code == 401
    settings = await client.get(f"/api/v1/sellers/{shop.ref}/settings", headers=shop.headers)
    assert settings.json()["status"] == "applied"


async def found(client: httpx.AsyncClient, staff: users.Account, **query: str) -> list[str]:
    answer = await client.get(
        "/api/v1/operator/sellers", params={"limit": "100"} | query, headers=staff.headers
    )
    assert answer.status_code == 200, answer.text
    return [one["id"] for one in answer.json()["items"]]


async def test_staff_find_shops_by_words_in_any_state(client: httpx.AsyncClient, platform: Platform) -> None:
    staff, person = await users.operator(platform, "support"), await users.account(platform)
    word = uuid4().hex[:12]
    waiting = (await apply(client, person, name=f"Sabão {word} Velho", town="Évora")).json()["id"]
    other = (await apply(client, person, name=f"100% {word}")).json()["id"]
    assert (await step(client, staff, other, "reject", "No")).status_code == 200
    assert await found(client, staff, status="all", q=word.upper()) == [waiting, other]
    assert await found(client, staff, status="all", q=f"sabao {word}") == [waiting]
    assert await found(client, staff, status="all", q=f"100% {word}") == [other]
    assert await found(client, staff, status="all", q=person.email[:-3].upper()) == [waiting, other]
    assert await found(client, staff, status="all", q=person.email[1:]) == []
    assert await found(client, staff, q=word) == [waiting]
    assert await found(client, staff, status="rejected", q=word) == [other]
    assert await found(client, staff, status="rejected", q=f"sabao {word}") == []

    first = await client.get(f"/api/v1/operator/sellers?status=all&q={word}&limit=1", headers=staff.headers)
    after = first.json()["next"]
    assert await found(client, staff, status="all", q=word, after=after) == [other]
    for query in ({"status": "all"}, {"status": "applied", "q": word}):
        mixed = await client.get(
            "/api/v1/operator/sellers", params={**query, "after": after}, headers=staff.headers
        )
        assert mixed.status_code == 400


async def test_racing_decisions_leave_one_history(client: httpx.AsyncClient, platform: Platform) -> None:
    staff, shop = await users.operator(platform), await users.seller(platform, status="applied")
    answers = await asyncio.gather(
        *(step(client, staff, shop.ref, name, "x") for name in ("approve", "reject") * 5)
    )
    assert {answer.status_code for answer in answers} == {200, 409}
    history = (await client.get(f"/api/v1/sellers/{shop.ref}/settings", headers=staff.headers)).json()[
        "history"
    ]
    assert len(history) == 2


async def test_slugs_are_derived_and_unique(client: httpx.AsyncClient, platform: Platform) -> None:
    people = [await users.account(platform) for _ in range(6)]
    name = "Ilha Ação & Söhne 42"
    answers = await asyncio.gather(*(apply(client, person, name=name) for person in people))
    slugs = sorted(answer.json()["slug"] for answer in answers)
    assert slugs == ["ilha-acao-and-sohne-42"] + [f"ilha-acao-and-sohne-42-{n}" for n in range(2, 7)]
    assert (await apply(client, people[0], name="陶器")).json()["slug"].startswith("shop")


async def test_ten_shops_are_enough_for_one_account(client: httpx.AsyncClient, platform: Platform) -> None:
    person = await users.account(platform)
    answers = await asyncio.gather(*(apply(client, person) for _ in range(12)))
    assert sorted(answer.status_code for answer in answers) == [201] * 10 + [409] * 2


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("name", " "), ("country", "ZZ"), ("country", "pt"), ("locale", "xx"), ("time_zone", "Mars/One"),
     ("time_zone", "../etc/passwd"), ("story", "x" * 10_001), ("town", "a\u0000b"), ("status", "active")],
)  # fmt: skip
async def test_a_bad_application_makes_nothing(
    client: httpx.AsyncClient, platform: Platform, field: str, value: object
) -> None:
    person = await users.account(platform)
    answer = await apply(client, person, **{field: value})
    assert answer.status_code == (400 if value == "a\u0000b" else 422), answer.text
    if answer.status_code == 422:
        assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert (await client.get("/api/v1/users/me", headers=person.headers)).json()["sellers"] == []
    assert (await client.post("/api/v1/sellers", json=APPLICATION)).status_code == 401


async def test_the_public_list_has_pages_and_active_shops_only(
    client: httpx.AsyncClient, platform: Platform
) -> None:
    shops = [await users.seller(platform, name=f"Listed {n}") for n in range(4)]
    hidden = await users.seller(platform, name="Hidden", status="suspended")
    found, cursor = [], None
    for _ in range(200):
        query = {"limit": "3"} | ({"after": cursor} if cursor else {})
        page = (await client.get("/api/v1/sellers", params=query)).json()
        found += [one["id"] for one in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert len(found) == len(set(found))
    assert [one for one in found if one in {shop.ref for shop in shops}] == [shop.ref for shop in shops]
    assert hidden.ref not in found
    for wrong in ("x", "AAAA", "é"):
        answer = await client.get("/api/v1/sellers", params={"after": wrong})
        assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (400, "bad-cursor")
    for wrong in ("0", "101", "x"):
        assert (await client.get("/api/v1/sellers", params={"limit": wrong})).status_code == 422
    for address in ("/api/v1/sellers/%00", "/api/v1/legal-pages/a%00b", "/api/v1/sellers?after=%00"):
        assert (await client.get(address)).status_code == 400
    staff = await users.operator(platform)
    mine = await client.get("/api/v1/operator/sellers?status=active&limit=1", headers=staff.headers)
    foreign = await client.get("/api/v1/sellers", params={"after": mine.json()["next"]})
    assert foreign.status_code == 400
    unknown = await client.get("/api/v1/operator/sellers?status=nice", headers=staff.headers)
    assert unknown.status_code == 422


CHANGE = {
    "name": "Casa Nova", "country": "PT", "town": "Porto", "story": "New.", "stall_hue": 200,
    "time_zone": "Europe/Lisbon", "locale": "pt", "vat_id": "PT123456789", "company": "Casa Nova Lda",
    "auto_accept": False,
}  # fmt: skip


async def test_owner_and_manager_change_the_shop(client: httpx.AsyncClient, platform: Platform) -> None:
    shop = await users.seller(platform)
    manager = await users.member(platform, shop, "manager")
    staff = await users.member(platform, shop, "staff")
    address = f"/api/v1/sellers/{shop.ref}"
    before = await client.get(address + "/settings", headers=shop.headers)
    match = {"If-Match": before.headers["etag"]}

    async def change(person: users.Account, headers: dict[str, str]) -> int:
        return (await client.put(address, json=CHANGE, headers=person.headers | headers)).status_code

    assert await change(staff, match) == 403
    assert await change(await users.account(platform), match) == 404
    assert await change((await users.seller(platform)).owner, match) == 404
    assert await change(await users.operator(platform), match) == 404
    assert (await client.put(address, json=CHANGE, headers=match)).status_code == 401
    assert await change(manager, {}) == 428
    assert await change(manager, {"If-Match": '"1234"'}) == 412
    assert (await client.get(address + "/settings", headers=shop.headers)).json() == before.json()
    assert await change(manager, match) == 200
    assert await change(shop.owner, match) == 412
    after = (await client.get(address + "/settings", headers=staff.headers)).json()
    assert {key: after[key] for key in CHANGE} == CHANGE
    assert after["slug"] == shop.slug
    etag = (await client.get(address)).headers["etag"]
    unchanged = await client.get(address, headers={"If-None-Match": etag})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    for field, value in (("stall_hue", 21), ("country", "QQ"), ("vat_id", "pt 1")):
        answer = await client.put(
            address, json=CHANGE | {field: value}, headers=shop.headers | {"If-Match": etag}
        )
        assert [error["field"] for error in answer.json()["errors"]] == [field]


def profile(**changes: Any) -> dict[str, Any]:
    return {
        "name": "Correios", "market": "eu", "price": {"amount": 490, "currency": "EUR"},
        "min_days": 2, "max_days": 4,
    } | changes  # fmt: skip


async def test_shipping_profiles_are_replaced_as_a_whole(
    client: httpx.AsyncClient, platform: Platform
) -> None:
    from feria.services.user import contract as user

    shop = await users.seller(platform)
    address = f"/api/v1/sellers/{shop.ref}/shipping-profiles"
    first = await client.get(address, headers=shop.headers)
    assert [one["name"] for one in first.json()["items"]] == ["Standard"]
    kept = first.json()["items"][0]["id"]
    free = {"amount": 5000, "currency": "EUR"}
    wanted = {
        "items": [
            profile(free_from=free),
            profile(id=kept, name="Express", price={"amount": 990, "currency": "EUR"}),
        ]
    }
    headers = shop.headers | {"If-Match": first.headers["etag"]}
    answer = await client.put(address, json=wanted, headers=headers)
    assert answer.status_code == 200, answer.text
    items = answer.json()["items"]
    assert [(one["name"], one["price"]["amount"]) for one in items] == [("Correios", 490), ("Express", 990)]
    assert items[0]["free_from"] == free
    assert items[1]["id"] == kept
    assert (await client.put(address, json=wanted, headers=headers)).status_code == 412
    async with platform.db.reading() as tx:
        found = await user.shipping_profiles(tx, [shop.id, 1], "eu")
        assert [one.name for one in found[shop.id]] == ["Correios", "Express"]
        assert found[1] == []
        assert found[shop.id][1].id == shop.shipping_id

    current = shop.headers | {"If-Match": answer.headers["etag"]}
    other = await users.seller(platform)
    foreign = (
        await client.get(f"/api/v1/sellers/{other.ref}/shipping-profiles", headers=other.headers)
    ).json()
    bad = {
        "items[0].market": profile(market="us"),
        "items[0].price.currency": profile(price={"amount": 1, "currency": "USD"}),
        "items[0].free_from.currency": profile(free_from={"amount": 1, "currency": "USD"}),
        "items[0].max_days": profile(max_days=1),
        "items[0].id": profile(id=foreign["items"][0]["id"]),
        "items[0].price.amount": profile(price={"amount": -1, "currency": "EUR"}),
        "items[0].kind": profile(kind="camel"),
    }
    for field, one in bad.items():
        refused = await client.put(address, json={"items": [one]}, headers=current)
        assert refused.status_code == 422, field
        assert refused.json()["errors"][0]["field"] == field
    double = {"items": [profile(id=kept), profile(id=kept)]}
    assert (await client.put(address, json=double, headers=current)).status_code == 422
    for person, status in (
        (other.owner, 404), (await users.account(platform), 404), (await users.member(platform, shop, "staff"), 403),
    ):  # fmt: skip
        denied = await client.put(
            address, json={"items": []}, headers=person.headers | {"If-Match": answer.headers["etag"]}
        )
        assert denied.status_code == status
    assert (await client.get(address, headers=other.headers)).status_code == 404
    assert (await client.get(address, headers=shop.headers)).json()["items"] == items


@pytest.mark.parametrize("name", ["\u00a0", "\u3000\u2003", "\x85", "\u2028 "])
async def test_a_name_of_foreign_spaces_is_none(
    client: httpx.AsyncClient, platform: Platform, name: str
) -> None:
    person = await users.account(platform)
    assert (await apply(client, person, name=name)).status_code == 422
    answer = await client.put("/api/v1/users/me", json={"name": name}, headers=person.headers)
    assert answer.status_code == 422
    assert (await client.get("/api/v1/users/me", headers=person.headers)).json()["name"] == person.name


async def test_time_zones_are_those_that_database_and_python_agree_on(
    client: httpx.AsyncClient, platform: Platform
) -> None:
    person = await users.account(platform)
    for zone in ("CET", "EET", "WET", "posixrules", "localtime", "right/Europe/Lisbon", "Mars/One"):
        assert (await apply(client, person, time_zone=zone)).status_code == 422, zone
    for zone in ("UTC", "Europe/Brussels", "America/Argentina/Ushuaia", "Etc/GMT+5"):
        assert (await apply(client, person, time_zone=zone)).status_code == 201, zone
