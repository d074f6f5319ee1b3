"""Decisions about one product at once: the first counts, and the product ends in a state that somebody asked for."""

import random

import httpx

from feria.core.platform import Platform
from feria.services.user import queries as user_queries
from tests.factories import products, users
from tests.factories.orders import API
from tests.races.crowd import ROUNDS, at_once, outcomes

ANY = {"If-Match": "*"}


async def _require(platform: Platform, approval: str) -> None:
    async with platform.db.transaction() as tx:
        await tx.execute('UPDATE "user".marketplace SET approval = $1', approval)
        user_queries.forget_settings(tx)


async def test_two_operators_and_the_shop_at_once(client: httpx.AsyncClient, platform: Platform) -> None:
    shop = await users.seller(platform)
    one, other = await users.operator(platform), await users.operator(platform)
    await _require(platform, "everyone")
    try:
        for _ in range(ROUNDS):
            made = await products.product(platform, shop.id, publish=False)
            url, queue = f"{API}/products/{made.ref}", f"{API}/operator/products/{made.ref}"
            await client.post(f"{url}/publish", headers=shop.headers)
            last = random.choice(("archive", "withdraw"))
            answers = await at_once(
                client.post(f"{queue}/approve", headers={**one.headers, **ANY}),
                client.post(f"{queue}/approve", headers={**other.headers, **ANY}),
                client.post(f"{queue}/reject", json={"reason": "no"}, headers={**other.headers, **ANY}),
                client.post(f"{url}/{last}", headers=shop.headers),
            )
            *approved, rejected, taken = (answer.status_code for answer in answers)
            assert set(outcomes(answers)) <= {"200", "409 not-in-review"}
            seen = (await client.get(url, headers=shop.headers)).json()
            if last == "archive":
                assert (taken, seen["status"]) == (200, "archived")
            else:
                assert seen["status"] == ("published" if 200 in approved else "draft")
            # Sent back or approved, never both; and each step of its history is there once.
            assert not (rejected == 200 and 200 in approved)
            versions = (await client.get(f"{url}/versions", headers=shop.headers)).json()["items"]
            steps = [entry["kind"] for entry in versions]
            assert len(steps) == len(set(steps)) == seen["version"] - 1
            assert (seen["rejection"] != "") == (rejected == 200 and last == "withdraw")
    finally:
        await _require(platform, "nobody")
    async with platform.db.reading() as tx:
        on_sale = await tx.fetchval(
            "SELECT count(*) FROM product.products WHERE seller_id = $1 AND status = 'published'", shop.id
        )
        told = await tx.fetchval(
            """SELECT coalesce(sum((payload ->> 'more')::integer), 0) FROM core.events
               WHERE name = 'assortment.changed' AND (payload ->> 'seller_id')::bigint = $1""",
            shop.id,
        )
    assert on_sale == told
