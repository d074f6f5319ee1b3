"""Products before the operator: who waits, what a decision does, and that every way to the shelf leads past it."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from feria.core import clock, events
from feria.core.platform import Platform
from feria.services.notification import contract as notification
from feria.services.notification import flows as mails
from feria.services.notification.gateways import mailer
from feria.services.product import jobs
from feria.services.user import queries as user_queries
from tests.conftest import Later
from tests.factories import products, users
from tests.factories.products import Made
from tests.factories.users import Account, Seller
from tests.product.import_files import file, line, sent_and_done

API = "/api/v1"
QUEUE = f"{API}/operator/products"


async def require(platform: Platform, approval: str, first: int = 3) -> None:
    async with platform.db.transaction() as tx:
        await tx.execute('UPDATE "user".marketplace SET approval = $1, approval_first = $2', approval, first)
        user_queries.forget_settings(tx)


@pytest.fixture
async def for_everyone(platform: Platform) -> AsyncIterator[None]:
    await require(platform, "everyone")
    yield
    await require(platform, "nobody")


@pytest.fixture
async def for_new_sellers(platform: Platform) -> AsyncIterator[None]:
    await require(platform, "new_sellers", 2)
    yield
    await require(platform, "nobody")


@pytest.fixture
async def shop(platform: Platform) -> Seller:
    return await users.seller(platform)


@pytest.fixture
async def moderator(platform: Platform) -> Account:
    return await users.operator(platform, "moderator")


async def read(client: httpx.AsyncClient, shop: Seller, made: Made) -> dict[str, Any]:
    return dict((await client.get(f"{API}/products/{made.ref}", headers=shop.headers)).json())


async def publish(client: httpx.AsyncClient, who: Seller | Account, made: Made) -> str:
    answer = await client.post(f"{API}/products/{made.ref}/publish", headers=who.headers)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["status"])


async def decide(
    client: httpx.AsyncClient,
    who: Account,
    made: Made,
    step: str,
    version: int | str = "*",
    reason: str = "The picture shows another thing",
) -> httpx.Response:
    tag = version if version == "*" else f'"{version}"'
    return await client.post(
        f"{QUEUE}/{made.ref}/{step}",
        json={"reason": reason} if step == "reject" else None,
        headers={**who.headers, "If-Match": str(tag)},
    )


async def kinds(client: httpx.AsyncClient, shop: Seller, made: Made) -> list[str]:
    answer = await client.get(f"{API}/products/{made.ref}/versions", headers=shop.headers)
    return [one["kind"] for one in answer.json()["items"]]


async def waiting(client: httpx.AsyncClient, who: Account) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    after: str | None = ""
    while after is not None:
        query = {"limit": "2", **({"after": after} if after else {})}
        page = (await client.get(QUEUE, params=query, headers=who.headers)).json()
        found |= {one["id"]: one for one in page["items"]}
        after = page["next"]
    return found


@pytest.mark.usefixtures("for_everyone")
async def test_what_is_approved_is_on_sale_and_what_is_not_goes_back_with_the_reason(
    client: httpx.AsyncClient, platform: Platform, shop: Seller, moderator: Account
) -> None:
    made = await products.product(platform, shop.id, title="Jug", publish=False, description="<p>Blue</p>")
    assert await publish(client, shop, made) == "in_review"
    assert await publish(client, shop, made) == "in_review"  # again, nothing changes
    assert (await client.get(f"{API}/products/{made.ref}")).status_code == 404
    mine = (await waiting(client, moderator))[made.ref]
    assert (mine["title"], mine["description"], mine["version"]) == ("Jug", "<p>Blue</p>", 2)
    assert mine["lowest_price"] == mine["highest_price"] == {"amount": 1999, "currency": "EUR"}
    assert (mine["seller"]["slug"], mine["variant_count"], mine["images"]) == (shop.slug, 1, [])

    assert (await decide(client, moderator, made, "reject", reason=" ")).status_code == 422
    assert (await decide(client, moderator, made, "reject", 1)).status_code == 412
    back = await decide(client, moderator, made, "reject", 2)
    assert (back.status_code, back.json()["status"]) == (200, "draft")
    seen = await read(client, shop, made)
    assert (seen["status"], seen["rejection"]) == ("draft", "The picture shows another thing")
    assert (await decide(client, moderator, made, "reject")).status_code == 409
    assert (await decide(client, moderator, made, "approve")).status_code == 409

    assert await publish(client, shop, made) == "in_review"
    assert (await read(client, shop, made))["rejection"] == ""
    fine = await decide(client, moderator, made, "approve", 4)
    assert (fine.status_code, fine.json()["status"]) == (200, "published")
    assert (await decide(client, moderator, made, "approve", 4)).status_code == 200  # somebody has, already
    assert (await client.get(f"{API}/products/{made.ref}")).json()["rejection"] == ""
    assert await kinds(client, shop, made) == ["approved", "submitted", "rejected", "submitted"]
    assert made.ref not in await waiting(client, moderator)

    # One mail for each decision and person, however often the events and the sender run.
    for _ in range(2):
        await events.drain(platform)
        while await mails.send_due(platform, mailer(platform)):
            pass
    async with platform.db.reading() as tx:
        box = await notification.mailbox(tx, shop.owner.email)
    assert sorted(mail.subject for mail in box) == ["Jug is on sale", "Jug needs a change"]
    (sent_back,) = (mail for mail in box if mail.subject == "Jug needs a change")
    assert "The picture shows another thing" in sent_back.text
    assert f"/sell/products/{made.ref}" in sent_back.html


@pytest.mark.usefixtures("for_everyone")
async def test_a_waiting_product_can_be_changed_but_not_approved_unseen_and_can_be_taken_back(
    client: httpx.AsyncClient, platform: Platform, shop: Seller, moderator: Account
) -> None:
    made = await products.product(platform, shop.id, publish=False)
    await publish(client, shop, made)
    seen = await read(client, shop, made)
    variant = {"id": seen["variants"][0]["id"], "price": seen["variants"][0]["price"]}
    body = {"title": "Something else", "category_id": seen["category"]["id"], "variants": [variant]}
    headers = {**shop.headers, "If-Match": f'"{seen["version"]}"'}
    url = f"{API}/products/{made.ref}"
    lacking = await client.put(url, json={**body, "category_id": None}, headers=headers)
    assert (lacking.status_code, (await read(client, shop, made))["version"]) == (409, seen["version"])
    assert (await client.put(url, json=body, headers=headers)).json()["status"] == "in_review"
    assert (await decide(client, moderator, made, "approve", seen["version"])).status_code == 412
    no_version = await client.post(f"{QUEUE}/{made.ref}/approve", headers=moderator.headers)
    assert no_version.status_code == 428
    assert (await client.post(f"{url}/withdraw", headers=shop.headers)).json()["status"] == "draft"
    assert (await client.post(f"{url}/withdraw", headers=shop.headers)).json()["status"] == "draft"
    assert (await decide(client, moderator, made, "approve")).status_code == 409
    assert await kinds(client, shop, made) == ["withdrawn", "changed", "submitted"]
    stranger = await users.seller(platform)
    assert (await client.post(f"{url}/withdraw", headers=stranger.headers)).status_code == 404


@pytest.mark.usefixtures("for_everyone")
async def test_nothing_is_approved_that_may_not_be_on_sale_any_more(
    client: httpx.AsyncClient, platform: Platform, shop: Seller, moderator: Account
) -> None:
    made = await products.product(platform, shop.id, publish=False)
    await publish(client, shop, made)
    staff = await users.operator(platform)
    url = f"{API}/operator/sellers/{shop.ref}/suspend"
    assert (await client.post(url, json={"reason": "a test"}, headers=staff.headers)).status_code == 200
    refused = await decide(client, moderator, made, "approve")
    assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (409, "seller-not-active")
    assert made.ref in await waiting(client, moderator)


@pytest.mark.usefixtures("for_new_sellers")
async def test_a_new_sellers_first_products_wait_and_those_after_them_do_not(
    client: httpx.AsyncClient, platform: Platform, shop: Seller, moderator: Account
) -> None:
    made = [await products.product(platform, shop.id, publish=False) for _ in range(4)]
    assert [await publish(client, shop, one) for one in made[:3]] == ["in_review"] * 3
    assert (await decide(client, moderator, made[0], "approve")).status_code == 200
    assert (await decide(client, moderator, made[1], "reject")).status_code == 200
    assert await publish(client, shop, made[3]) == "in_review"  # one has been on sale, two are asked for
    assert (await decide(client, moderator, made[2], "approve")).status_code == 200
    assert await publish(client, shop, made[1]) == "published"
    # What was approved is changed, taken off sale and brought back without another look.
    await client.post(f"{API}/products/{made[0].ref}/archive", headers=shop.headers)
    assert await publish(client, shop, made[0]) == "published"
    assert (await decide(client, moderator, made[3], "approve")).status_code == 200


@pytest.mark.usefixtures("for_everyone")
async def test_the_operators_own_hand_does_not_wait_but_he_looks_at_what_comes_back(
    client: httpx.AsyncClient, platform: Platform, shop: Seller, moderator: Account
) -> None:
    made = await products.product(platform, shop.id, publish=False)
    assert await publish(client, moderator, made) == "published"
    await client.post(f"{API}/products/{made.ref}/archive", headers=shop.headers)
    assert await publish(client, shop, made) == "in_review"


@pytest.mark.usefixtures("for_everyone")
async def test_the_clock_puts_before_the_operator_what_its_day_brings(
    client: httpx.AsyncClient, platform: Platform, shop: Seller, later: Later
) -> None:
    made = await products.product(platform, shop.id, publish=False)
    day = (clock.now() + timedelta(hours=1)).isoformat()
    url = f"{API}/products/{made.ref}/publish-at"
    assert (await client.put(url, json={"publish_at": day}, headers=shop.headers)).status_code == 200
    later(hours=2)
    await jobs.publish_scheduled(platform)
    shop = await users.still_there(platform, shop)
    seen = await read(client, shop, made)
    assert (seen["status"], seen["publish_at"]) == ("in_review", None)


@pytest.mark.usefixtures("for_everyone")
async def test_files_and_their_drafts_go_before_the_operator(
    client: httpx.AsyncClient, platform: Platform, shop: Seller, moderator: Account
) -> None:
    data = file(line(handle="a", sku="A"), line(handle="b", sku="B", published="false"))
    done = await sent_and_done(client, platform, shop, data)
    counts = done["counts"]
    assert (counts["imported"], counts["published"], counts["submitted"], done["drafts"]) == (2, 0, 1, 1)
    url = f"{API}/sellers/{shop.ref}/imports/{done['id']}/publish"
    out = (await client.post(url, headers=shop.headers)).json()
    assert out == {"published": 0, "submitted": 1, "refused": [], "next": None}
    mine = [one for one in (await waiting(client, moderator)).values() if one["seller"]["slug"] == shop.slug]
    assert len(mine) == 2
    exported = (await client.get(f"{API}/sellers/{shop.ref}/exports/products.csv", headers=shop.headers)).text
    assert exported.count(",true,") == 2  # as they were meant, so that the file brings them here again


async def test_the_setting_is_the_operators_and_bounded(
    client: httpx.AsyncClient, platform: Platform
) -> None:
    staff = await users.operator(platform)
    url = f"{API}/operator/settings"
    found = await client.get(url, headers=staff.headers)
    body = {name: value for name, value in found.json().items() if name not in ("logo", "version")}
    assert (body["product_approval"], body["product_approval_first"]) == ("nobody", 3)
    headers = {**staff.headers, "If-Match": found.headers["etag"]}
    for fields in ({"product_approval": "friends"}, {"product_approval_first": 0}):
        assert (await client.put(url, json={**body, **fields}, headers=headers)).status_code == 422
    try:
        new = {**body, "product_approval": "new_sellers", "product_approval_first": 5}
        answer = await client.put(url, json=new, headers=headers)
        assert (answer.status_code, answer.json()["product_approval_first"]) == (200, 5)
    finally:
        await require(platform, "nobody")
