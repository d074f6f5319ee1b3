"""What others do about reviews: answers, votes, flags, and the operator's decisions, with what each may change."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from feria.core import events
from feria.core.platform import Platform
from feria.services.product import contract
from feria.services.user import queries as user_queries
from tests.factories import products, reviews, users
from tests.factories.orders import API
from tests.factories.products import Made
from tests.factories.reviews import Delivered
from tests.factories.users import Account, Seller
from tests.product.test_reviews import faults, rating, slug


@pytest.fixture(scope="module")
async def shop(platform: Platform) -> Seller:
    return await users.seller(platform)


@pytest.fixture(scope="module")
async def moderator(platform: Platform) -> Account:
    return await users.operator(platform, "moderator")


@pytest.fixture
async def made(platform: Platform, shop: Seller) -> Made:
    return await products.product(platform, shop.id)


@pytest.fixture
async def line(platform: Platform, made: Made) -> Delivered:
    return await reviews.bought(platform, made)


@pytest.fixture
async def checked_first(platform: Platform) -> AsyncIterator[None]:
    """The operator looks at each review before anybody sees it."""
    await _set(platform, True)
    yield
    await _set(platform, False)


async def _set(platform: Platform, wanted: bool) -> None:
    async with platform.db.transaction() as tx:
        await tx.execute('UPDATE "user".marketplace SET reviews_checked_first = $1', wanted)
        user_queries.forget_settings(tx)


async def decide(
    client: httpx.AsyncClient, who: Account, review: dict[str, Any], step: str, reason: str = "a test"
) -> httpx.Response:
    return await client.post(
        f"{API}/operator/reviews/{review['id']}/{step}", json={"reason": reason}, headers=who.headers
    )


async def waiting(client: httpx.AsyncClient, who: Account) -> dict[str, Any]:
    """The operator's queue by id."""
    answer = await client.get(f"{API}/operator/reviews", params={"limit": 100}, headers=who.headers)
    return {one["id"]: one for one in answer.json()["items"]}


async def test_an_answer_of_nothing_takes_no_answer_away(
    client: httpx.AsyncClient, shop: Seller, made: Made, line: Delivered
) -> None:
    review = await reviews.written(client, line)
    url = f"{API}/reviews/{review['id']}/reply"
    for text, status in (("Thanks", 200), ("\x01\x02", 422), (" \n", 422)):
        answer = await client.post(url, json={"text": text}, headers=shop.headers)
        assert answer.status_code == status, text
    assert (await reviews.reviews_of(client, made))["items"][0]["reply"]["text"] == "Thanks"


async def test_the_shop_answers_once_in_public(
    client: httpx.AsyncClient,
    platform: Platform,
    shop: Seller,
    made: Made,
    line: Delivered,
    moderator: Account,
) -> None:
    review = await reviews.written(client, line, 2, "Too small")
    url = f"{API}/reviews/{review['id']}/reply"
    other = await users.seller(platform)
    for headers in (line.headers, other.headers, moderator.headers):
        assert (await client.post(url, json={"text": "Sorry"}, headers=headers)).status_code == 404
    for text in ("", "  \n ", "x" * 2_001):
        assert (await client.post(url, json={"text": text}, headers=shop.headers)).status_code == 422
    first = await client.post(url, json={"text": " We send a larger one "}, headers=shop.headers)
    assert (first.status_code, first.json()["reply"]["text"]) == (200, "We send a larger one")
    staff = await users.member(platform, shop, "staff")
    await client.post(url, json={"text": "It is on its way"}, headers=staff.headers)
    (shown,) = (await reviews.reviews_of(client, made))["items"]
    assert shown["reply"]["text"] == "It is on its way"
    assert (await client.delete(url, headers=line.headers)).status_code == 404
    assert (await client.delete(url, headers=moderator.headers)).status_code == 204
    assert (await reviews.reviews_of(client, made))["items"][0]["reply"] is None
    assert await rating(client, made) == (2.0, 1)


async def test_votes_count_once_and_never_for_oneself(
    client: httpx.AsyncClient, platform: Platform, shop: Seller, line: Delivered
) -> None:
    review = await reviews.written(client, line)
    url = f"{API}/reviews/{review['id']}/helpful"
    for headers in (line.headers, shop.headers):
        assert slug(await client.post(url, json={}, headers=headers)) == (409, "own-review")
    assert (await client.post(url, json={})).status_code == 401
    voters = [await users.account(platform) for _ in range(2)]
    for voter, helpful, count in (
        (0, True, 1), (0, True, 1), (1, True, 2), (0, False, 1), (0, False, 1), (1, True, 1), (0, True, 2),
    ):  # fmt: skip
        answer = await client.post(url, json={"helpful": helpful}, headers=voters[voter].headers)
        assert (answer.status_code, answer.json()["helpful_count"]) == (200, count)
    marks = await client.get(f"{API}/products/{line.product.ref}/reviews/marks", headers=voters[0].headers)
    assert marks.json() == {"own": [], "helpful": [review["id"]], "flagged": []}
    assert line.account is not None
    marks = await client.get(f"{API}/products/{line.product.ref}/reviews/marks", headers=line.account.headers)
    assert marks.json() == {"own": [review["id"]], "helpful": [], "flagged": []}
    assert await faults(platform) == []


async def test_a_flagged_review_stays_until_the_operator_decides(
    client: httpx.AsyncClient,
    platform: Platform,
    shop: Seller,
    made: Made,
    line: Delivered,
    moderator: Account,
) -> None:
    review = await reviews.written(client, line, 1, "Rubbish")
    reader = await users.account(platform)
    url = f"{API}/reviews/{review['id']}/flag"
    assert (await client.post(url, json={"reason": "dislike"}, headers=reader.headers)).status_code == 422
    for who, reason in ((reader, "offensive"), (reader, "spam"), (shop, "personal_data")):
        answer = await client.post(url, json={"reason": reason, "note": "see there"}, headers=who.headers)
        assert answer.status_code == 202
    assert await rating(client, made) == (1.0, 1)
    queued = (await waiting(client, moderator))[review["id"]]
    assert [(one["reason"], one["note"]) for one in queued["flags"]] == [
        ("offensive", "see there"),
        ("personal_data", "see there"),
    ]
    assert (queued["state"], queued["product"]["id"], queued["seller"]["id"]) == (
        "flagged",
        made.ref,
        shop.ref,
    )
    kept = await decide(client, moderator, review, "publish")
    assert (kept.status_code, kept.json()["state"], kept.json()["flags"]) == (200, "published", [])
    assert review["id"] not in await waiting(client, moderator)
    await client.post(url, json={"reason": "spam"}, headers=reader.headers)  # has had his say
    assert review["id"] not in await waiting(client, moderator)
    await client.post(url, json={"reason": "spam"}, headers=(await users.account(platform)).headers)
    assert review["id"] in await waiting(client, moderator)
    gone = await decide(client, moderator, review, "remove", "Insults the maker")
    assert (gone.json()["state"], gone.json()["reason"]) == ("removed", "Insults the maker")
    assert await rating(client, made) == (None, 0)
    assert (await reviews.reviews_of(client, made))["items"] == []
    for name, body in (("flag", {"reason": "spam"}), ("helpful", {})):
        answer = await client.post(f"{API}/reviews/{review['id']}/{name}", json=body, headers=reader.headers)
        assert answer.status_code == 404
    await _author_finds_it_closed(client, line, review)
    back = await decide(client, moderator, review, "publish")
    assert (back.json()["state"], back.json()["reason"]) == ("published", "")
    assert await rating(client, made) == (1.0, 1)
    assert await faults(platform) == []


async def _author_finds_it_closed(client: httpx.AsyncClient, line: Delivered, review: dict[str, Any]) -> None:
    url = f"{API}/reviews/{review['id']}"
    seen = (await client.get(url, headers=line.headers)).json()
    assert (seen["state"], seen["reason"]) == ("removed", "Insults the maker")
    assert slug(await client.put(url, json={"stars": 5}, headers=line.headers)) == (409, "review-closed")
    assert slug(await client.delete(url, headers=line.headers)) == (409, "review-closed")
    again = await client.post(
        f"{API}/products/{line.product.ref}/reviews", json=line.body(), headers=line.headers
    )
    assert slug(again) == (409, "already-reviewed")


@pytest.mark.usefixtures("checked_first")
async def test_where_the_operator_looks_first_nothing_is_seen_before(
    client: httpx.AsyncClient, platform: Platform, made: Made, line: Delivered, moderator: Account
) -> None:
    review = await reviews.written(client, line, 5)
    assert review["state"] == "pending"
    assert await rating(client, made) == (None, 0)
    assert (await reviews.reviews_of(client, made))["items"] == []
    assert (await waiting(client, moderator))[review["id"]]["state"] == "pending"
    await decide(client, moderator, review, "publish", "")
    assert await rating(client, made) == (5.0, 1)
    changed = await client.put(f"{API}/reviews/{review['id']}", json={"stars": 1}, headers=line.headers)
    assert changed.json()["state"] == "pending"
    assert await rating(client, made) == (None, 0)
    refused = await decide(client, moderator, review, "reject", "")
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "reason")
    rejected = await decide(client, moderator, review, "reject", "Is about the parcel")
    assert (rejected.json()["state"], rejected.json()["reason"]) == ("rejected", "Is about the parcel")
    assert slug(await decide(client, moderator, review, "remove")) == (409, "review-decided")
    assert (await decide(client, moderator, review, "reject")).json()["reason"] == "Is about the parcel"
    assert await faults(platform) == []


async def test_decisions_are_noted_and_the_queue_has_pages(
    client: httpx.AsyncClient, platform: Platform, made: Made, moderator: Account
) -> None:
    written = [
        await reviews.written(client, await reviews.bought(platform, made), stars) for stars in (1, 2, 3)
    ]
    for review in written:
        assert (await decide(client, moderator, review, "remove", f"no {review['stars']}")).status_code == 200
    found: list[str] = []
    after = None
    for _ in range(100):
        params: dict[str, Any] = {"queue": "removed", "limit": 1} | ({"after": after} if after else {})
        page = (await client.get(f"{API}/operator/reviews", params=params, headers=moderator.headers)).json()
        found += [one["id"] for one in page["items"]]
        after = page["next"]
        if after is None or len(found) == 3:
            break
    assert found == [review["id"] for review in reversed(written)]
    async with platform.db.reading() as tx:
        rows = await tx.fetch(
            """SELECT detail->>'reason' AS reason FROM core.audit
               WHERE action = 'review.removed' AND subject = ANY($1) ORDER BY at""",
            [review["id"] for review in written],
        )
    assert [row["reason"] for row in rows] == ["no 1", "no 2", "no 3"]


async def test_the_shop_lists_its_reviews(
    client: httpx.AsyncClient, platform: Platform, moderator: Account
) -> None:
    shop = await users.seller(platform)
    made = await products.product(platform, shop.id, title="Jug")
    written = [
        await reviews.written(client, await reviews.bought(platform, made), stars) for stars in (5, 2, 5)
    ]
    await client.post(
        f"{API}/reviews/{written[0]['id']}/reply", json={"text": "Thanks"}, headers=shop.headers
    )
    await decide(client, moderator, written[1], "remove")

    async def listed(**params: Any) -> list[str]:
        answer = await client.get(f"{API}/sellers/{shop.ref}/reviews", params=params, headers=shop.headers)
        return [one["id"] for one in answer.json()["items"]]

    assert await listed() == [written[2]["id"], written[0]["id"]]
    assert await listed(replied=False) == [written[2]["id"]]
    assert await listed(replied=True) == [written[0]["id"]]
    assert await listed(stars=2) == []
    answer = await client.get(f"{API}/sellers/{shop.ref}/reviews", params={"limit": 1}, headers=shop.headers)
    assert answer.json()["items"][0]["product"] == {
        "id": made.ref, "slug": "jug", "title": "Jug", "image": None,
    }  # fmt: skip
    rest = {"limit": 1, "after": answer.json()["next"]}
    assert await listed(**rest) == [written[0]["id"]]
    await events.drain(platform)
    async with platform.db.reading() as tx:
        assert await contract.check(tx) == []
