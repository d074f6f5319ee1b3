"""Reviews by many at once: a line has one, and average and count are those of the visible ones whatever happens."""

import random

import httpx
import pytest

from feria.app import Application
from feria.core.platform import Platform
from tests.factories import products, reviews, users
from tests.factories.orders import API
from tests.factories.products import Made
from tests.races.crowd import ROUNDS, at_once, outcomes


async def totals(platform: Platform, made: Made) -> tuple[int, int, int, int]:
    """Stars and count that the product shows, and those of its visible reviews."""
    async with platform.db.reading() as tx:
        row = await tx.fetchrow(
            """SELECT p.rating_sum, p.review_count, coalesce(sum(r.stars), 0) AS stars, count(r.id) AS count
               FROM product.products p LEFT JOIN product.reviews r
                 ON r.seller_id = p.seller_id AND r.product_id = p.id AND r.state IN ('published', 'flagged')
               WHERE p.seller_id = $1 AND p.id = $2 GROUP BY p.seller_id, p.id""",
            made.seller_id,
            made.id,
        )
    assert row is not None
    return row["rating_sum"], row["review_count"], row["stars"], row["count"]


async def test_ten_at_once_for_one_line(client: httpx.AsyncClient, platform: Platform) -> None:
    shop = await users.seller(platform)
    made = await products.product(platform, shop.id)
    for count in range(1, ROUNDS + 1):
        line = await reviews.bought(platform, made)
        url = f"{API}/products/{made.ref}/reviews"
        answers = await at_once(
            *(
                client.post(url, json=line.body(stars=1 + place % 5), headers=line.headers)
                for place in range(10)
            )
        )
        assert outcomes(answers) == {"201": 1, "409 already-reviewed": 9}
        (written,) = (answer.json()["id"] for answer in answers if answer.status_code == 201)
        assert {one.json()["review_id"] for one in answers if one.status_code == 409} == {written}
        shown = await totals(platform, made)
        assert shown[:2] == shown[2:]
        assert shown[1] == count


@pytest.mark.usefixtures("app")
async def test_fifty_edits_hides_and_removals_at_once(client: httpx.AsyncClient, platform: Platform) -> None:
    shop, staff = await users.seller(platform), await users.operator(platform)
    made = await products.product(platform, shop.id)
    lines = [await reviews.bought(platform, made) for _ in range(10)]
    ids = [(await reviews.written(client, line, 1 + place % 5))["id"] for place, line in enumerate(lines)]

    async def something(place: int) -> httpx.Response:
        line, review = lines[place], ids[place]
        kind = random.choice(("edit", "edit", "remove", "publish", "flag", "withdraw"))
        if kind == "edit":
            body = {"stars": random.randint(1, 5)}
            return await client.put(f"{API}/reviews/{review}", json=body, headers=line.headers)
        if kind == "withdraw":
            return await client.delete(f"{API}/reviews/{review}", headers=line.headers)
        if kind == "flag":
            return await client.post(
                f"{API}/reviews/{review}/flag", json={"reason": "spam"}, headers=staff.headers
            )
        return await client.post(
            f"{API}/operator/reviews/{review}/{kind}", json={"reason": "a test"}, headers=staff.headers
        )

    for _ in range(ROUNDS):
        answers = await at_once(*(something(place % 10) for place in range(50)))
        allowed = {"200", "202", "204", "404 not-found", "409 review-closed", "429 rate-limited"}
        assert set(outcomes(answers)) <= allowed
        shown = await totals(platform, made)
        assert shown[:2] == shown[2:]
        for place, line in enumerate(lines):  # what was withdrawn is written anew
            answer = await client.post(
                f"{API}/products/{made.ref}/reviews", json=line.body(3), headers=line.headers
            )
            if answer.status_code == 201:
                ids[place] = answer.json()["id"]


async def test_twenty_votes_at_once_of_five_accounts(
    app: Application, client: httpx.AsyncClient, platform: Platform
) -> None:
    shop = await users.seller(platform)
    made = await products.product(platform, shop.id)
    review = await reviews.written(client, await reviews.bought(platform, made))
    voters = [await users.account(platform) for _ in range(5)]
    url = f"{API}/reviews/{review['id']}/helpful"
    for _ in range(ROUNDS):
        for helpful, count in ((True, 5), (False, 0)):
            answers = await at_once(
                *(
                    client.post(url, json={"helpful": helpful}, headers=voters[place % 5].headers)
                    for place in range(20)
                )
            )
            assert outcomes(answers) == {"200": 20}
            (shown,) = (await reviews.reviews_of(client, made))["items"]
            assert shown["helpful_count"] == count
