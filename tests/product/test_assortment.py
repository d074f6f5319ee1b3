"""A shop shows how many of its products are on sale, whatever brought them there."""

import httpx

from feria.core import events
from feria.core.platform import Platform
from feria.services.product import contract
from tests.factories import products, users
from tests.factories.users import Seller
from tests.product.import_files import many, sent_and_done


async def count(client: httpx.AsyncClient, platform: Platform, shop: Seller) -> int:
    await events.drain(platform)
    return int((await client.get(f"/api/v1/sellers/{shop.ref}")).json()["product_count"])


async def test_publishing_and_archiving_are_counted_once(
    client: httpx.AsyncClient, platform: Platform
) -> None:
    shop = await users.seller(platform)
    made = [await products.product(platform, shop.id) for _ in range(3)]
    await products.product(platform, shop.id, publish=False)
    assert await count(client, platform, shop) == 3
    tag = (await client.get(f"/api/v1/sellers/{shop.ref}")).headers["etag"]
    for expected, step in ((2, "archive"), (2, "archive"), (3, "publish"), (3, "publish"), (2, "archive")):
        answer = await client.post(f"/api/v1/products/{made[0].ref}/{step}", headers=shop.headers)
        assert answer.status_code == 200
        assert await count(client, platform, shop) == expected
    assert (await client.delete(f"/api/v1/products/{made[1].ref}", headers=shop.headers)).status_code == 204
    assert await count(client, platform, shop) == 1
    unchanged = await client.get(f"/api/v1/sellers/{shop.ref}", headers={"If-None-Match": tag})
    assert unchanged.status_code == 200  # the count is part of the ETag
    again = await client.get(
        f"/api/v1/sellers/{shop.ref}", headers={"If-None-Match": unchanged.headers["etag"]}
    )
    assert again.status_code == 304


async def test_an_import_counts_what_it_puts_on_sale(client: httpx.AsyncClient, platform: Platform) -> None:
    shop = await users.seller(platform)
    await sent_and_done(client, platform, shop, many(5))
    async with platform.db.reading() as tx:
        published = await tx.fetchval(
            "SELECT count(*) FROM product.products WHERE seller_id = $1 AND status = 'published'", shop.id
        )
    assert await count(client, platform, shop) == published == 5
    async with platform.db.reading() as tx:
        faults = await contract.check(tx)
    assert [fault for fault in faults if "on sale and shows" in fault and str(shop.id) in fault] == []
    async with platform.db.transaction() as tx:
        await tx.execute('UPDATE "user".sellers SET product_count = 6 WHERE id = $1', shop.id)
    async with platform.db.reading() as tx:
        faults = await contract.check(tx)
    assert f"seller {shop.id} has 5 products on sale and shows 6" in faults
    async with platform.db.transaction() as tx:
        await tx.execute('UPDATE "user".sellers SET product_count = 5 WHERE id = $1', shop.id)
