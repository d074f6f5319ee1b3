"""Imports of product files on the database: by HTTP and command, dry, all or nothing, again, and after a crash."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from feria.core import clock, ids
from feria.core.errors import Invalid
from feria.core.platform import Platform
from feria.services.product.actions import imports as actions
from feria.services.product.actions.imports import Batch
from feria.services.product.flows import imports as flow
from tests.factories import products, users
from tests.factories.users import Seller
from tests.product.import_files import (
    SAMPLES,
    file,
    line,
    many,
    products_of,
    report,
    run_file,
    send,
    sent_and_done,
    until_idle,
    variants_of,
)

samples = [
    pytest.mark.shared_samples,
    pytest.mark.skipif(not SAMPLES.exists(), reason="the samples lie beside the project"),
]


@pytest.fixture
async def shop(platform: Platform) -> Seller:
    return await users.seller(platform)


@pytest.mark.parametrize(
    ("name", "count", "variant_count", "drafts"),
    [
        pytest.param("apparel", 25, 96, {"the-field-report-vol-2"}, marks=samples),
        pytest.param("jewelry", 19, 24, set(), marks=samples),
    ],
)
async def test_shopify_samples(
    client: httpx.AsyncClient,
    platform: Platform,
    shop: Seller,
    name: str,
    *,
    count: int,
    variant_count: int,
    drafts: set[str],
) -> None:
    data = await asyncio.to_thread((SAMPLES / f"{name}.csv").read_bytes)
    done = await sent_and_done(client, platform, shop, data)
    assert (done["state"], done["format"], done["lines_done"]) == ("done", "shopify", done["lines_total"])
    found = await products_of(platform, shop)
    assert len(found) == count
    assert {handle for handle, product in found.items() if product["status"] == "draft"} == drafts
    variants = await variants_of(platform, shop)
    assert len(variants) == variant_count
    assert all(variant["on_hand"] == variant["moved"] >= 0 for variant in variants)
    assert all(variant["price_amount"] for variant in variants if variant["handle"] not in drafts)
    rows = await report(client, shop, done["id"])
    assert {row["level"] for row in rows} == {"info", "warning"}
    assert len([row for row in rows if row["outcome"] == "imported"]) == count
    if name == "jewelry":
        assert [row["line"] for row in rows if "below zero" in row["message"]] == [2]
        assert len([row for row in rows if "has no SKU" in row["message"]]) == variant_count
        assert {variant["policy"] for variant in variants} == {"tracked", "untracked"}
    async with platform.db.reading() as tx:
        pictures = await tx.fetchval(
            "SELECT count(*) FROM product.image_sources WHERE seller_id = $1", shop.id
        )
    assert pictures == {"apparel": 55, "jewelry": 25}[name]


async def test_own_format(client: httpx.AsyncClient, platform: Platform, shop: Seller) -> None:
    await products.category(platform, f"Stoneware {shop.id}")
    size = {"option1_name": "Size", "option1_value": "S"}
    data = file(
        line(
            handle="jug", title="Jug", description="<p>Holds water</p>", category=f"STONEWARE {shop.id}",
            brand="Olaria", tags="clay, blue", sku="JUG-S", compare_at_price="20", weight_grams="750", **size,
        ),
        {"handle": "jug", "sku": "JUG-L", "option1_value": "L", "price": "15", "on_hand": "-4",
         "stock_policy": "backorder"},
        line(handle="lid", title="Lid", category="nowhere at all", price="0"),
        line(handle="map", title="Map", published="false", on_hand="", sku=""),
    )  # fmt: skip
    done = await sent_and_done(client, platform, shop, data)
    assert done["counts"] == {
        "imported": 3, "published": 1, "submitted": 0, "variants": 4, "pictures": 0, "skipped": 0, "refused": 0,
        "lines_changed": 3,
        "lines_refused": 0,
    }  # fmt: skip
    found = await products_of(platform, shop)
    jug = found["jug"]
    assert (jug["title"], jug["slug"], jug["brand"], jug["tags"]) == (
        "Jug",
        "jug",
        "Olaria",
        ["clay", "blue"],
    )
    assert (jug["category"], jug["status"]) == (f"Stoneware {shop.id}", "published")
    assert jug["options"] == [{"name": "Size", "values": ["S", "L"]}]
    assert (found["lid"]["category"], found["lid"]["status"]) == ("To sort", "draft")
    assert found["map"]["status"] == "draft"
    shown = [
        (
            one["sku"],
            one["title"],
            one["policy"],
            one["on_hand"],
            one["price_amount"],
            one["compare_at_amount"],
            one["weight_grams"],
        )
        for one in await variants_of(platform, shop)
        if one["handle"] == "jug"
    ]
    assert shown == [
        ("JUG-S", "S", "tracked", 3, 1250, 2000, 750),
        ("JUG-L", "L", "backorder", 0, 1500, None, 0),
    ]
    page = await client.get(f"/api/v1/products/{ids.encode('prod', jug['id'])}")
    assert (page.status_code, page.json()["variants"][0]["price"]) == (
        200,
        {"amount": 1250, "currency": "EUR"},
    )
    changed = await report(client, shop, done["id"], outcome="changed")
    assert [(row["line"], row["message"]) for row in changed if row["line"] < 5] == [
        (3, "-4 is below zero and counts as 0"),
        (4, "put under “To sort”: there is no category “nowhere at all”"),
        (4, "stays a draft: it has no price, or a price of 0"),
        (4, changed[3]["message"]),
    ]


async def test_what_a_category_demands_keeps_a_draft(
    platform: Platform, shop: Seller, tmp_path: Path
) -> None:
    name = f"Dresses {shop.id}"
    await products.category(
        platform, name, attributes=[{"name": "f", "label": "F", "kind": "text", "required": True}]
    )
    done = await run_file(platform, shop, tmp_path / "a.csv", file(line(category=name)))
    assert (await products_of(platform, shop))["cup"]["status"] == "draft"
    assert any("asks for details" in row for row in done.report_lines)


async def test_nothing_is_on_sale_before_the_shop_is_open(platform: Platform, tmp_path: Path) -> None:
    shop = await users.seller(platform, status="applied")
    done = await run_file(platform, shop, tmp_path / "a.csv", file(line()))
    assert (await products_of(platform, shop))["cup"]["status"] == "draft"
    assert any("the shop is not open" in row for row in done.report_lines)


async def test_good_lines_are_imported_and_bad_ones_reported(
    platform: Platform, shop: Seller, tmp_path: Path
) -> None:
    data = file(line(handle="a"), line(handle="b", price="12,50"), line(handle="c"))
    done = await run_file(platform, shop, tmp_path / "a.csv", data)
    assert sorted(await products_of(platform, shop)) == ["a", "c"]
    assert not done.clean
    refused = [row for row in done.report_lines if "refused" in row]
    assert len(refused) == 1
    assert refused[0].startswith("line 3 (b) refused: price: “12,50” is no price")


async def test_a_mended_file_brings_the_rest(platform: Platform, shop: Seller, tmp_path: Path) -> None:
    bad = file(line(handle="a"), line(handle="b", price="12,50"))
    await run_file(platform, shop, tmp_path / "a.csv", bad)
    before = await products_of(platform, shop)
    done = await run_file(platform, shop, tmp_path / "a.csv", bad.replace(b'"12,50"', b"12.50"))
    found = await products_of(platform, shop)
    assert (sorted(found), found["a"], done.clean) == (["a", "b"], before["a"], True)
    assert any("the very same lines" in row for row in done.report_lines)


async def test_a_product_that_is_there_is_never_changed(
    platform: Platform, shop: Seller, tmp_path: Path
) -> None:
    await run_file(platform, shop, tmp_path / "a.csv", file(line(sku="X-1")))
    before = await products_of(platform, shop)
    other = file(line(title="Another cup"), line(handle="bowl", sku="X-1"))
    done = await run_file(platform, shop, tmp_path / "a.csv", other)
    assert await products_of(platform, shop) == before
    assert [row.partition(": ")[2] for row in done.report_lines if "refused" in row] == [
        "handle: the shop has a product with this handle already; an import changes no product",
        "sku: X-1 belongs to another product of the shop",
    ]


async def test_two_shops_may_use_the_same_handles(platform: Platform, shop: Seller, tmp_path: Path) -> None:
    other = await users.seller(platform)
    for one in (shop, other):
        assert (await run_file(platform, one, tmp_path / "a.csv", many(2))).clean
    assert len(await products_of(platform, shop)) == len(await products_of(platform, other)) == 2


@pytest.mark.parametrize("atomic", ["true", "false"])
async def test_a_dry_run_changes_nothing(
    client: httpx.AsyncClient, platform: Platform, shop: Seller, atomic: str
) -> None:
    data = file(line(handle="a"), line(handle="b", price="x", category="Nowhere"))
    done = await sent_and_done(client, platform, shop, data, dry_run="true", atomic=atomic)
    assert (done["state"], done["dry_run"]) == ("failed" if atomic == "true" else "done", True)
    assert await products_of(platform, shop) == {}
    assert [row["line"] for row in await report(client, shop, done["id"], outcome="refused")] == [3]
    again = await sent_and_done(client, platform, shop, data)
    assert again["counts"] == done["counts"]


async def test_all_or_nothing(client: httpx.AsyncClient, platform: Platform, shop: Seller) -> None:
    good = many(450)
    bad = good + file(line(handle="last", price="x")).partition(b"\n")[2]
    done = await sent_and_done(client, platform, shop, bad, atomic="true")
    assert done["state"] == "failed"
    assert str(done["failure"]).startswith("Nothing was imported: 1 lines were refused")
    assert await products_of(platform, shop) == {}
    assert {row["outcome"] for row in await report(client, shop, done["id"])} == {"changed", "refused"}
    done = await sent_and_done(client, platform, shop, good, atomic="true")
    assert (done["state"], len(await products_of(platform, shop))) == ("done", 450)


class _Crash(Exception):
    pass


@pytest.mark.parametrize("batches", [1, 2])
async def test_an_import_goes_on_after_a_crash(
    client: httpx.AsyncClient, platform: Platform, shop: Seller, batches: int
) -> None:
    started = await send(client, shop, many(500))
    left = batches

    def crash(_: Batch) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise _Crash

    job = await platform.db.run(actions.claim_import)
    assert job is not None
    data = await platform.storage.get(job.source_key)
    with pytest.raises(_Crash):
        await flow.work_through(platform, job, _lines(data), crash)
    assert len(await products_of(platform, shop)) == 200 * batches
    address = f"/api/v1/sellers/{shop.ref}/imports/{started.json()['id']}"
    midway = (await client.get(address, headers=shop.headers)).json()
    assert (midway["state"], midway["lines_done"]) == ("running", 200 * batches + 1)
    await until_idle(platform)
    done = (await client.get(address, headers=shop.headers)).json()
    assert (done["state"], done["counts"]["imported"], done["counts"]["skipped"]) == ("done", 500, 0)
    assert len(await products_of(platform, shop)) == 500
    assert len(await report(client, shop, done["id"], outcome="imported")) == 500


async def test_a_worker_stopped_at_any_moment(
    client: httpx.AsyncClient, platform: Platform, shop: Seller
) -> None:
    await send(client, shop, many(500, variants=2))
    for pause in (0.02, 0.1, 0.2):
        work = asyncio.create_task(flow.run_next(platform))
        await asyncio.wait([work], timeout=pause)
        work.cancel()
        await asyncio.wait([work])
        clock.move_to_offset(clock.offset() + timedelta(minutes=1))
    await until_idle(platform)
    assert len(await products_of(platform, shop)) == 500
    assert len(await variants_of(platform, shop)) == 1_000


async def test_two_workers_on_one_import(client: httpx.AsyncClient, platform: Platform, shop: Seller) -> None:
    await send(client, shop, many(300))
    job = await platform.db.run(actions.claim_import)
    assert job is not None
    data = await platform.storage.get(job.source_key)
    ends = await asyncio.gather(
        *(flow.work_through(platform, job, _lines(data)) for _ in range(2)), return_exceptions=True
    )
    assert sorted(type(end).__name__ for end in ends) == ["Import", "ImportTakenOver"]
    await until_idle(platform)
    assert len(await products_of(platform, shop)) == 300


async def test_a_command_that_was_interrupted(platform: Platform, shop: Seller) -> None:
    job = await platform.db.run(
        actions.create_import, shop.id, ids.new(shop.id), format="feria", file_name="a.csv", source_key="",
        lines_total=2, dry_run=False, atomic=False,
    )  # fmt: skip
    await until_idle(platform)
    async with platform.db.reading() as tx:
        row = await tx.fetchrow(
            "SELECT state, failure FROM product.imports WHERE seller_id = $1 AND id = $2", shop.id, job.id
        )
    assert row is not None
    assert (row["state"], row["failure"][:28]) == ("failed", "The command was interrupted.")


async def test_a_file_that_cannot_be_read(
    client: httpx.AsyncClient, platform: Platform, shop: Seller, tmp_path: Path
) -> None:
    data = "handle,title,price\na,Ü,1\n".encode("latin-1")
    answer = await send(client, shop, data)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "file"
    assert answer.json()["errors"][0]["message"].startswith("line 2: The text is not in UTF-8")
    with pytest.raises(Invalid):
        await run_file(platform, shop, tmp_path / "a.csv", data)
    listed = await client.get(f"/api/v1/sellers/{shop.ref}/imports", headers=shop.headers)
    assert listed.json() == {"items": [], "next": None}


async def test_an_unknown_shop_on_the_command_line(platform: Platform, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    await asyncio.to_thread(path.write_bytes, file(line()))
    with pytest.raises(Invalid):
        await flow.import_file(platform, path, seller_slug="no-such-shop")


async def test_a_report_line_for_every_bad_line(
    client: httpx.AsyncClient, platform: Platform, shop: Seller
) -> None:
    rows = b"".join(b"h%d,T,%d.001\n" % (number, number) for number in range(2_000))
    done = await sent_and_done(client, platform, shop, b"handle,title,price\n" + rows)
    assert (done["lines_done"], done["lines_total"]) == (2_001, 2_001)
    refused = await report(client, shop, done["id"], outcome="refused")
    assert [row["line"] for row in refused] == list(range(2, 2_002))


def _lines(data: bytes) -> Iterator[str | None]:
    return iter(data.decode().splitlines(keepends=True))
