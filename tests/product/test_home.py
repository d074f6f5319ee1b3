"""The front page: its sections are the operator's, and what they refer to may vanish without a trace."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from feria.core import events, ids
from feria.core.platform import Platform
from tests.factories import products, users
from tests.factories.catalogue import refresh_index
from tests.factories.products import Made
from tests.factories.users import Account, Seller

HOME = "/api/v1/home"
SETTINGS = "/api/v1/operator/home"


@pytest.fixture(autouse=True)
async def as_it_came(platform: Platform) -> AsyncIterator[None]:
    yield
    async with platform.db.transaction() as tx:
        await tx.execute("UPDATE product.home SET sections = NULL")


@pytest.fixture
async def moderator(platform: Platform) -> Account:
    return await users.operator(platform, "moderator")


@pytest.fixture
async def shop(platform: Platform) -> Seller:
    shop = await users.seller(platform)
    async with platform.db.transaction() as tx:
        await tx.execute("""UPDATE "user".sellers SET story = 'I turn wood.' WHERE id = $1""", shop.id)
    return shop


async def shown(client: httpx.AsyncClient) -> list[dict[str, Any]]:
    answer = await client.get(HOME, headers={"Cache-Control": "no-cache"})
    assert answer.status_code == 200, answer.text
    sections: list[dict[str, Any]] = answer.json()["sections"]
    return sections


async def keep(
    client: httpx.AsyncClient, who: Account, *sections: dict[str, Any], version: str | None = None
) -> httpx.Response:
    tag = version or (await client.get(SETTINGS, headers=who.headers)).headers["etag"]
    return await client.put(SETTINGS, json={"sections": sections}, headers={**who.headers, "If-Match": tag})


def cards(section: dict[str, Any]) -> list[str]:
    return [card["id"] for card in section["cards"]]


async def test_before_any_change_it_is_the_one_that_came_with_the_software(
    client: httpx.AsyncClient, platform: Platform, shop: Seller, moderator: Account
) -> None:
    made = [await products.product(platform, shop.id, price=1000) for _ in range(6)]
    await refresh_index(platform)
    kept = (await client.get(SETTINGS, headers=moderator.headers)).json()
    kinds = ["headline", "products", "story", "categories", "products"]
    assert ([one["kind"] for one in kept["sections"]], kept["changed"]) == (kinds, False)
    headline, fresh, story, tiles, small = await shown(client)
    assert [one["kind"] for one in (headline, fresh, story, tiles, small)] == kinds
    assert len(cards(headline)) == 4 and not set(cards(headline)) & set(cards(fresh))
    newest = {one.ref for one in made}
    assert newest & {*cards(headline), *cards(fresh)}
    assert story["seller"]["story"] and len(story["cards"]) <= 4
    assert all(tile["card"] for tile in tiles["tiles"])
    assert small["price_below"] == {"amount": 3000, "currency": "EUR"}
    assert all(card["price"]["amount"] <= 3000 for card in small["cards"])


async def test_the_operators_sections_are_shown_in_his_order_and_words(
    client: httpx.AsyncClient, platform: Platform, shop: Seller, moderator: Account
) -> None:
    path = f"shelf-{uuid4().hex[:8]}"
    category = await products.category(platform, path)
    made = [
        await products.product(platform, shop.id, category_id=category, price=1000 * (1 + place))
        for place in range(3)
    ]
    await refresh_index(platform)
    category_ref = ids.encode("cat", category)
    answer = await keep(
        client,
        moderator,
        {"kind": "text", "title": "Hello", "text": "<p onclick='x()'>To <b>all</b></p><script>1</script>"},
        {"kind": "headline", "title": "  Two   lines ", "products": [made[2].ref, made[0].ref, made[2].ref]},
        {"kind": "products", "source": "chosen", "products": [made[1].ref], "category_id": category_ref},
        {"kind": "products", "category_id": category_ref, "price_below": {"amount": 2000, "currency": "EUR"}},
        {"kind": "story", "seller_id": shop.ref, "title": "not used"},
        {"kind": "categories", "categories": [category_ref]},
    )
    assert answer.status_code == 200, answer.text
    kept = answer.json()["sections"]
    assert kept[0]["text"] == "<p>To <b>all</b></p>"
    assert (kept[1]["title"], kept[1]["products"]) == ("Two lines", [made[2].ref, made[0].ref])
    assert (kept[2]["category_id"], kept[4]["title"]) == (None, "")
    text, headline, by_hand, shelf, story, tiles = await shown(client)
    assert (text["title"], text["text"]) == ("Hello", "<p>To <b>all</b></p>")
    assert cards(headline) == [made[2].ref, made[0].ref]
    assert cards(by_hand) == [made[1].ref]
    assert (sorted(cards(shelf)), shelf["category"]) == (sorted([made[0].ref, made[1].ref]), path)
    assert (story["seller"]["id"], len(story["cards"])) == (shop.ref, 3)
    assert [tile["category_id"] for tile in tiles["tiles"]] == [category_ref]


async def test_what_has_vanished_is_left_out(
    client: httpx.AsyncClient, platform: Platform, shop: Seller, moderator: Account
) -> None:
    gone, there = [await products.product(platform, shop.id) for _ in range(2)]
    unknown = ids.encode("prod", ids.new(shop.id))
    empty = ids.encode("cat", await products.category(platform))
    by_hand = {"kind": "products", "source": "chosen"}
    answer = await keep(
        client,
        moderator,
        {**by_hand, "products": [gone.ref, unknown, there.ref]},
        {**by_hand, "products": [gone.ref]},
        {"kind": "products", "category_id": empty},
        {"kind": "products", "price_below": {"amount": 100_000, "currency": "JPY"}},
        {"kind": "categories", "categories": [empty]},
        {"kind": "story", "seller_id": shop.ref},
    )
    assert answer.status_code == 200, answer.text
    await refresh_index(platform)
    assert [cards(one) for one in (await shown(client))[:2]] == [[gone.ref, there.ref], [gone.ref]]
    await client.post(f"/api/v1/products/{gone.ref}/archive", headers=shop.headers)
    await refresh_index(platform)
    only, story = await shown(client)
    assert (cards(only), story["seller"]["id"]) == ([there.ref], shop.ref)
    staff = await users.operator(platform)
    url = f"/api/v1/operator/sellers/{shop.ref}/suspend"
    assert (await client.post(url, json={"reason": "a test"}, headers=staff.headers)).status_code == 200
    await events.drain(platform)
    await refresh_index(platform)
    assert await shown(client) == []


async def test_what_cannot_be_a_front_page_changes_nothing(
    client: httpx.AsyncClient, platform: Platform, moderator: Account
) -> None:
    shop = await users.seller(platform)
    made: list[Made] = [await products.product(platform, shop.id, publish=False) for _ in range(5)]
    before = (await client.get(SETTINGS, headers=moderator.headers)).json()
    refs = [one.ref for one in made]
    for bad, field in (
        ([], "sections"),
        ([{"kind": "text", "text": "x"}] * 13, "sections"),
        ([{"kind": "banner"}], "sections[0].kind"),
        ([{"kind": "headline"}, {"kind": "headline"}], "sections"),
        ([{"kind": "headline", "products": refs}], "sections[0].products"),
        ([{"kind": "products", "source": "chosen"}], "sections[0].products"),
        ([{"kind": "products", "count": 25}], "sections[0].count"),
        ([{"kind": "text", "text": "<p> </p>"}], "sections[0].text"),
        ([{"kind": "headline", "link": "//evil.test", "link_label": "Go"}], "sections[0].link"),
        ([{"kind": "headline", "link": "https://evil.test", "link_label": "Go"}], "sections[0].link"),
        ([{"kind": "headline", "link": "/shops"}], "sections[0].link"),
        ([{"kind": "story", "seller_id": "sel_?"}], "sections[0].seller_id"),
        ([{"kind": "headline", "colour": "red"}], "sections[0].colour"),
    ):
        for send in (
            keep(client, moderator, *bad),
            client.post(f"{SETTINGS}/preview", json={"sections": bad}, headers=moderator.headers),
        ):
            answer = await send
            assert answer.status_code == 422, (bad, answer.text)
            assert field in answer.text, (field, answer.text)
    assert (await client.get(SETTINGS, headers=moderator.headers)).json() == before


async def test_of_two_operators_the_second_is_told_and_a_preview_keeps_nothing(
    client: httpx.AsyncClient, moderator: Account
) -> None:
    found = await client.get(SETTINGS, headers=moderator.headers)
    text = {"kind": "text", "text": "<p>One</p>"}
    preview = await client.post(f"{SETTINGS}/preview", json={"sections": [text]}, headers=moderator.headers)
    assert [one["text"] for one in preview.json()["sections"]] == ["<p>One</p>"]
    assert (await client.get(SETTINGS, headers=moderator.headers)).json() == found.json()
    without = await client.put(SETTINGS, json={"sections": [text]}, headers=moderator.headers)
    assert without.status_code == 428
    tag = found.headers["etag"]
    assert (await keep(client, moderator, text, version=tag)).status_code == 200
    assert (await keep(client, moderator, {**text, "text": "Two"}, version=tag)).status_code == 412
    assert [one["text"] for one in await shown(client)] == ["<p>One</p>"]
    assert (await client.get(f"{HOME}?market=nowhere")).status_code == 422
