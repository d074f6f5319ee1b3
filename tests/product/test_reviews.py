"""Reviews: one for each delivered line, by its buyer, within 100 days; average and count are of the visible ones."""

from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from feria.core import clock, events, http, ids
from feria.core.platform import Platform
from feria.services.product import contract, jobs
from feria.services.product.flows import tidying
from tests.conftest import Later
from tests.factories import products, reviews, users
from tests.factories.hostile_files import picture
from tests.factories.orders import API
from tests.factories.products import Made
from tests.factories.users import Seller


@pytest.fixture(scope="module")
async def shop(platform: Platform) -> Seller:
    return await users.seller(platform)


async def faults(platform: Platform) -> list[str]:
    await events.drain(platform)
    async with platform.db.reading() as tx:
        return await contract.check(tx)


async def rating(client: httpx.AsyncClient, made: Made) -> tuple[float | None, int]:
    answer = await client.get(f"{API}/products/{made.ref}", headers={"Cache-Control": "no-cache"})
    return answer.json()["rating"], answer.json()["review_count"]


def slug(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].rpartition("/")[2]


async def test_a_review_is_written_seen_changed_and_taken_back(
    client: httpx.AsyncClient, platform: Platform, shop: Seller
) -> None:
    made = await products.product(platform, shop.id)
    line = await reviews.bought(platform, made)
    answer = await client.post(
        f"{API}/products/{made.ref}/reviews",
        json=line.body(4, "  Good,\r\nbut small \n"),
        headers=line.headers,
    )
    assert answer.status_code == 201, answer.text
    review = answer.json()
    assert answer.headers["location"] == f"/api/v1/reviews/{review['id']}"
    assert answer.headers["cache-control"] == "no-store"
    assert review == {
        "id": review["id"], "product_id": made.ref, "stars": 4, "text": "Good,\nbut small", "author": "Ana P.",
        "variant_title": "Blue", "photos": [], "helpful_count": 0, "reply": None, "edited_at": None,
        "created_at": review["created_at"], "state": "published", "reason": "", "version": 1,
    }  # fmt: skip
    shown = await reviews.reviews_of(client, made)
    private = {"state", "reason", "version"}
    assert shown == {
        "items": [{name: value for name, value in review.items() if name not in private}],
        "next": None, "rating": 4.0, "review_count": 1, "histogram": {"1": 0, "2": 0, "3": 0, "4": 1, "5": 0},
    }  # fmt: skip
    assert await rating(client, made) == (4.0, 1)
    url = f"{API}/reviews/{review['id']}"
    changed = await client.put(url, json={"stars": 2, "text": "Broke"}, headers=line.headers)
    assert (changed.status_code, changed.json()["stars"], changed.json()["text"]) == (200, 2, "Broke")
    assert changed.json()["edited_at"] is not None
    assert await rating(client, made) == (2.0, 1)
    stale = await client.put(url, json={"stars": 5}, headers={**line.headers, "If-Match": '"1"'})
    assert stale.status_code == 412
    assert await rating(client, made) == (2.0, 1)
    assert (await client.delete(url, headers=line.headers)).status_code == 204
    assert await rating(client, made) == (None, 0)
    assert (await client.get(url, headers=line.headers)).status_code == 404
    assert (await reviews.written(client, line, 5))["stars"] == 5
    assert await faults(platform) == []


async def test_each_line_has_one_review_and_only_of_its_buyer(
    client: httpx.AsyncClient, platform: Platform, shop: Seller
) -> None:
    made, other = await products.product(platform, shop.id), await products.product(platform, shop.id)
    line = await reviews.bought(platform, made)
    stranger = await users.account(platform)
    url = f"{API}/products/{made.ref}/reviews"
    assert (await client.post(url, json=line.body(), headers=stranger.headers)).status_code == 404
    assert (await client.post(url, json=line.body())).status_code == 404
    unknown = line.body() | {"line_id": ids.encode("line", ids.new(shop.id))}
    assert (await client.post(url, json=unknown, headers=line.headers)).status_code == 404
    elsewhere = await client.post(
        f"{API}/products/{other.ref}/reviews", json=line.body(), headers=line.headers
    )
    assert (elsewhere.status_code, elsewhere.json()["errors"][0]["field"]) == (422, "line_id")
    assert (await reviews.reviews_of(client, made))["review_count"] == 0
    review = await reviews.written(client, line, 3)
    again = await client.post(url, json=line.body(5), headers=line.headers)
    assert slug(again) == (409, "already-reviewed")
    assert again.json()["review_id"] == review["id"]
    assert await rating(client, made) == (3.0, 1)
    for method in ("put", "delete", "get"):
        body = {"stars": 1} if method == "put" else None
        for headers in ({}, stranger.headers, shop.headers):
            answer = await client.request(method, f"{API}/reviews/{review['id']}", headers=headers, json=body)
            assert answer.status_code == 404
    assert await rating(client, made) == (3.0, 1)


async def test_reviews_end_100_days_after_delivery(
    client: httpx.AsyncClient, platform: Platform, shop: Seller, later: Later
) -> None:
    made = await products.product(platform, shop.id)
    url = f"{API}/products/{made.ref}/reviews"
    late = await reviews.bought(platform, made, at=reviews.long_ago(100.001))
    assert slug(await client.post(url, json=late.body(), headers=late.headers)) == (409, "too-late-to-review")
    just = await reviews.bought(platform, made, at=reviews.long_ago(99.99))
    review = await reviews.written(client, just, 4)
    # The clock moves on without the sign-in: a guest's token outlives it.
    guest = await reviews.delivered(platform, made, at=reviews.long_ago(99.99))
    theirs = await reviews.written(client, guest, 2)
    later(days=1)
    changed = await client.put(f"{API}/reviews/{theirs['id']}", json={"stars": 5}, headers=guest.headers)
    assert slug(changed) == (409, "too-late-to-review")
    assert (await client.delete(f"{API}/reviews/{theirs['id']}", headers=guest.headers)).status_code == 204
    shown = await reviews.reviews_of(client, made)
    assert [one["id"] for one in shown["items"]] == [review["id"]]
    await events.drain(platform)  # while it is tomorrow


async def test_a_guest_reviews_by_the_token_of_the_order(
    client: httpx.AsyncClient, platform: Platform, shop: Seller
) -> None:
    made = await products.product(platform, shop.id)
    line = await reviews.delivered(platform, made, name="Madonna")
    url = f"{API}/reviews"
    (waiting,) = (await client.get(url, params={"order_id": line.order_ref}, headers=line.headers)).json()[
        "items"
    ]
    assert (waiting["line_id"], waiting["review"], waiting["product"]["title"]) == (
        line.ref,
        None,
        made.title,
    )
    until = clock.now() + timedelta(days=100)
    assert abs(datetime.fromisoformat(waiting["review_until"]) - until) < timedelta(seconds=60)
    wrong = {"X-Order-Token": "f" * 32}
    assert (await client.get(url, params={"order_id": line.order_ref}, headers=wrong)).json()["items"] == []
    assert (await client.get(url, params={"order_id": line.order_ref})).json()["items"] == []
    refused = await client.post(f"{API}/products/{made.ref}/reviews", json=line.body(), headers=wrong)
    assert refused.status_code == 404
    review = await reviews.written(client, line, 5)
    assert review["author"] == "Madonna"
    (done,) = (await client.get(url, params={"order_id": line.order_ref}, headers=line.headers)).json()[
        "items"
    ]
    assert done["review"] == review
    async with platform.db.transaction() as tx:
        claimer = await users.account(platform)
        await tx.execute(
            'INSERT INTO "user".account_shoppers (shopper_id, account_id, linked_at) VALUES ($1, $2, $3)',
            ids.owner_of(line.order_id), claimer.id, tx.now,
        )  # fmt: skip
    mine = await client.get(url, params={"written": "written"}, headers=claimer.headers)
    assert [one["review"]["id"] for one in mine.json()["items"]] == [review["id"]]
    assert (await client.get(url)).status_code == 401


async def test_what_arrived_is_listed_newest_first(
    client: httpx.AsyncClient, platform: Platform, shop: Seller
) -> None:
    made, buyer = await products.product(platform, shop.id), await users.account(platform)
    lines = [
        await reviews.delivered(platform, made, buyer, at=reviews.long_ago(days))
        for days in (120, 50, 40, 30, 20)
    ]
    review = await reviews.written(client, lines[2])

    async def listed(**query: Any) -> list[str]:
        found: list[Any] = []
        after = None
        for _ in range(10):
            params = query | {"limit": 2} | ({"after": after} if after else {})
            page = (await client.get(f"{API}/reviews", params=params, headers=buyer.headers)).json()
            found += [one["line_id"] for one in page["items"]]
            after = page["next"]
            if after is None:
                return found
        raise AssertionError("the list does not end")

    refs = [line.ref for line in reversed(lines)]
    assert await listed() == refs
    assert await listed(written="open") == [refs[0], refs[1], refs[3]]
    assert await listed(written="written") == [lines[2].ref]
    assert review["id"]


async def test_members_do_not_review_their_own_shop(
    client: httpx.AsyncClient, platform: Platform, shop: Seller
) -> None:
    made = await products.product(platform, shop.id)
    line = await reviews.delivered(platform, made, shop.owner)
    answer = await client.post(f"{API}/products/{made.ref}/reviews", json=line.body(), headers=shop.headers)
    assert slug(answer) == (409, "own-shop")
    assert await rating(client, made) == (None, 0)


async def test_sorts_filters_and_pages(client: httpx.AsyncClient, platform: Platform, shop: Seller) -> None:
    made = await products.product(platform, shop.id)
    stars = [5, 1, 4, 4, 2, 5, 3]
    made_reviews = [await reviews.written(client, await reviews.bought(platform, made), one) for one in stars]
    names = {review["id"]: place for place, review in enumerate(made_reviews)}
    voters = [await users.account(platform) for _ in range(2)]
    for place, voter in ((3, voters[0]), (3, voters[1]), (1, voters[0])):
        await client.post(
            f"{API}/reviews/{made_reviews[place]['id']}/helpful", json={}, headers=voter.headers
        )

    async def listed(**query: Any) -> list[int]:
        found: list[Any] = []
        after = None
        for _ in range(10):
            page = await reviews.reviews_of(
                client, made, **query, limit=2, **({"after": after} if after else {})
            )
            assert (page["rating"], page["review_count"]) == (3.43, 7)
            assert page["histogram"] == {"1": 1, "2": 1, "3": 1, "4": 2, "5": 2}
            found += [names[one["id"]] for one in page["items"]]
            after = page["next"]
            if after is None:
                return found
        raise AssertionError("the list does not end")

    assert await listed() == [6, 5, 4, 3, 2, 1, 0]
    assert await listed(sort="helpful") == [3, 1, 6, 5, 4, 2, 0]
    assert await listed(sort="highest") == [5, 0, 3, 2, 6, 4, 1]
    assert await listed(sort="lowest") == [1, 4, 6, 3, 2, 5, 0]
    assert await listed(stars=4) == [3, 2]
    assert await listed(stars=4, sort="helpful") == [3, 2]
    first = await reviews.reviews_of(client, made, limit=2)
    for query in ({"sort": "helpful"}, {"stars": 5}):
        answer = await client.get(
            f"{API}/products/{made.ref}/reviews", params={**query, "after": first["next"]}
        )
        assert slug(answer) == (400, "bad-cursor")
    assert await faults(platform) == []


async def test_public_answers_may_be_kept_and_have_a_tag(
    client: httpx.AsyncClient, platform: Platform, shop: Seller
) -> None:
    made = await products.product(platform, shop.id)
    url = f"{API}/products/{made.ref}/reviews"
    answer = await client.get(url)
    assert answer.headers["cache-control"] == http.PUBLIC_VALUE
    unchanged = await client.get(url, headers={"If-None-Match": answer.headers["etag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    line = await reviews.bought(platform, made)
    await reviews.written(client, line)  # whoever writes sees it at once
    assert (await client.get(url)).json()["review_count"] == 1
    draft = await products.product(platform, shop.id, publish=False)
    assert (await client.get(f"{API}/products/{draft.ref}/reviews")).status_code == 404
    own = await client.get(f"{API}/products/{draft.ref}/reviews", headers=shop.headers)
    assert (own.status_code, own.headers["cache-control"]) == (200, "no-store")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("a\x01b\x1b[31m\tc\x7f", "ab[31mc"),
        ("\u202egnol\u200b 𝓪 👩‍👩‍👧", "\u202egnol\u200b 𝓪 👩‍👩‍👧"),
        ("   \n\n ", ""),
        ("x" * 5_000, "x" * 5_000),
    ],
)
async def test_text_stays_plain_text(
    client: httpx.AsyncClient, platform: Platform, shop: Seller, text: str, kept: str
) -> None:
    made = await products.product(platform, shop.id)
    review = await reviews.written(client, await reviews.bought(platform, made), 3, text)
    assert review["text"] == kept
    assert (await reviews.reviews_of(client, made))["items"][0]["text"] == kept


@pytest.mark.parametrize(
    "change",
    [
        {"stars": 0}, {"stars": 6}, {"stars": 4.5}, {"stars": "5"}, {"stars": None}, {"text": "x" * 5_001},
        {"text": None}, {"line_id": "line_0"}, {"author": "Somebody else"}, {"state": "published"},
    ],
)  # fmt: skip
async def test_what_is_no_review_is_refused(
    client: httpx.AsyncClient, platform: Platform, shop: Seller, change: dict[str, Any]
) -> None:
    made = await products.product(platform, shop.id)
    line = await reviews.bought(platform, made)
    body = line.body() | change
    answer = await client.post(f"{API}/products/{made.ref}/reviews", json=body, headers=line.headers)
    assert answer.status_code == 422
    assert await rating(client, made) == (None, 0)


async def test_photos_are_rendered_limited_and_removed_with_the_review(
    client: httpx.AsyncClient, platform: Platform, shop: Seller
) -> None:
    made = await products.product(platform, shop.id)
    line = await reviews.bought(platform, made)
    review = await reviews.written(client, line)
    url = f"{API}/reviews/{review['id']}/photos"

    async def send(data: bytes) -> httpx.Response:
        return await client.post(url, files={"file": ("a.jpg", data)}, headers=line.headers)

    first = await send(picture(width=300, height=200))
    assert (first.status_code, first.json()["state"], first.json()["urls"]) == (201, "pending", {})
    assert (await reviews.reviews_of(client, made))["items"][0]["photos"] == []
    assert await jobs.render_review_photos(platform) == 1
    (photo,) = (await reviews.reviews_of(client, made))["items"][0]["photos"]
    assert (photo["state"], photo["width"], photo["height"]) == ("ready", 300, 200)
    served = await client.get(photo["urls"]["400"])
    assert served.headers["content-type"] == "image/webp"
    assert b"secret place" not in served.content
    for hostile in (b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a" + b"\x00" * 50, b""):
        assert slug(await send(hostile)) == (422, "bad-picture")
    stranger = await users.account(platform)
    foreign = await client.post(url, files={"file": ("a.jpg", picture())}, headers=stranger.headers)
    assert foreign.status_code == 404
    for _ in range(3):
        assert (await send(picture(width=40, height=30))).status_code == 201
    assert slug(await send(picture(width=40, height=30))) == (409, "too-many-photos")
    await sweep(platform)
    assert (await client.get(photo["urls"]["400"])).status_code == 200
    gone = await client.delete(f"{url}/{photo['id']}", headers=line.headers)
    assert gone.status_code == 204
    assert (await client.get(photo["urls"]["400"])).status_code == 404
    assert await jobs.render_review_photos(platform) == 3
    kept = (await reviews.reviews_of(client, made))["items"][0]["photos"]
    assert len(kept) == 3
    assert (await client.delete(f"{API}/reviews/{review['id']}", headers=line.headers)).status_code == 204
    assert [(await client.get(one["urls"]["160"])).status_code for one in kept] == [404] * 3


async def sweep(platform: Platform) -> None:
    """A whole round of the search for files that nothing refers to, the young ones too."""
    for _ in range(3):
        await tidying.sweep(platform, left_alone_for=timedelta(seconds=-60))


async def test_the_shop_shows_the_average_of_all_its_reviews(
    client: httpx.AsyncClient, platform: Platform, later: Later
) -> None:
    shop = await users.seller(platform)
    made = [await products.product(platform, shop.id) for _ in range(2)]

    async def shown() -> tuple[float | None, int]:
        await events.drain(platform)
        found = (await client.get(f"{API}/sellers/{shop.ref}", headers={"Cache-Control": "no-cache"})).json()
        return found["rating"], found["review_count"]

    assert await shown() == (None, 0)
    lines = [await reviews.bought(platform, made[place]) for place in (0, 0, 1)]
    written = [
        await reviews.written(client, line, stars) for line, stars in zip(lines, (5, 4, 1), strict=True)
    ]
    assert await shown() == (3.33, 3)
    await client.put(f"{API}/reviews/{written[2]['id']}", json={"stars": 3}, headers=lines[2].headers)
    assert await shown() == (4.0, 3)
    await client.delete(f"{API}/reviews/{written[0]['id']}", headers=lines[0].headers)
    assert await shown() == (3.5, 2)
    async with platform.db.transaction() as tx:
        await tx.execute('UPDATE "user".sellers SET rating_sum = 8 WHERE id = $1', shop.id)
        await tx.execute(
            "UPDATE product.products SET review_count = 2 WHERE seller_id = $1 AND id = $2",
            shop.id,
            made[0].id,
        )
    later(days=9)  # what other tests told of their future is delivered, too
    found = await faults(platform)
    assert f"seller {shop.id} has (7, 2) stars and reviews and shows (8, 2)" in found
    assert (
        f"product {made[0].id} of seller {shop.id} shows 4 stars of 2 reviews, its visible ones are 4 of 1"
        in found
    )
    async with platform.db.transaction() as tx:
        await tx.execute('UPDATE "user".sellers SET rating_sum = 7 WHERE id = $1', shop.id)
        await tx.execute(
            "UPDATE product.products SET review_count = 1 WHERE seller_id = $1 AND id = $2",
            shop.id,
            made[0].id,
        )
