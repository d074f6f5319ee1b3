"""A shop's products as a file, and the same products again out of it."""

import asyncio
import csv
import io
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feria.core import spreadsheet
from feria.core.formulas import as_meant, as_safe
from feria.core.platform import Platform
from feria.services.product import jobs
from feria.services.product.flows import exports
from tests.factories import products, users
from tests.factories.hostile_files import picture
from tests.factories.users import Seller
from tests.product.import_files import SAMPLES, many, report, sent_and_done
from tests.product.test_images import upload

samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="shared/samples is not there")
ATTRIBUTES: list[dict[str, Any]] = [
    {
        "name": "material",
        "label": "Material",
        "kind": "choice",
        "choices": ["clay", "wood"],
        "required": True,
    },
    {"name": "height", "label": "Height", "kind": "number", "unit": "cm"},
    {"name": "washable", "label": "Washable", "kind": "boolean"},
    {"name": "note", "label": "Note", "kind": "text"},
]


@pytest.fixture
async def yen(platform: Platform) -> AsyncIterator[str]:
    """A second market for one test."""
    async with platform.db.transaction() as tx:
        await tx.execute(
            """INSERT INTO "user".markets (id, currency, countries, tax_inclusive, languages, is_default)
               VALUES ('jp-file', 'JPY', '{JP}', true, '{en}', false)"""
        )
    platform.db.kept.clear()
    yield "jp-file"
    async with platform.db.transaction() as tx:
        await tx.execute("DELETE FROM product.prices WHERE market = 'jp-file'")
        await tx.execute("""DELETE FROM "user".markets WHERE id = 'jp-file'""")
    platform.db.kept.clear()


async def exported(client: httpx.AsyncClient, shop: Seller) -> str:
    answer = await client.get(f"/api/v1/sellers/{shop.ref}/exports/products.csv", headers=shop.headers)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["content-disposition"]
    return answer.text


async def test_a_shop_comes_out_of_its_own_file_as_it_went_in(
    client: httpx.AsyncClient, platform: Platform, yen: str
) -> None:
    one, other = await users.seller(platform), await users.seller(platform)
    category = await products.category(platform, attributes=ATTRIBUTES)
    jug = await products.product(
        platform,
        one.id,
        title="=HYPERLINK(“Krug”) ☕",
        description='<p>Holds, "water"</p><ul><li>and more</li></ul>',
        category_id=category,
        attributes={"material": "clay", "height": 30.5, "washable": True, "note": "-5 °C, +40 °C"},
        tags=["green, dark", "+new"],
        brand="Kiln",
        locale="de",
        tax_category="books",
        max_per_order=3,
        processing_days=9,
        variants=[
            {"options": {"Size": "S", "Glaze": "@matt"}, "compare_at_price": {"amount": 2500, "currency": "EUR"},
             "sku": "-JUG", "gtin": "4006381333931", "weight_grams": 700, "on_hand": 4},
            {"options": {"Size": "L", "Glaze": "@matt"}, "stock_policy": "untracked", "fulfilment": "pickup",
             "prices": [{"market": yen, "price": {"amount": 3900, "currency": "JPY"},
                         "compare_at_price": {"amount": 4200, "currency": "JPY"}}]},
        ],
    )  # fmt: skip
    for alt in ("Front", "'=Back"):
        assert (await upload(client, one, jug.ref, picture(), alt=alt)).status_code == 201
    await jobs.render_images(platform)
    await products.product(
        platform, one.id, title="A plan", fulfilment="digital", price=0, publish=False, category_id=category,
        variants=[{"stock_policy": "backorder", "on_hand": 0}],
    )  # fmt: skip
    gone = await products.product(platform, one.id, title="Gone")
    await client.post(f"/api/v1/products/{gone.ref}/archive", headers=one.headers)

    text = await exported(client, one)
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["title"] for row in rows] == ["'=HYPERLINK(“Krug”) ☕", "", "A plan"]
    assert [row["sku"][:2] for row in rows[:1]] == ["'-"]
    assert rows[0]["attribute:height"] == "30.5"
    prices = [(row[f"price.{yen}"], row[f"compare_at_price.{yen}"]) for row in rows]
    assert prices == [("", ""), ("3900", "4200"), ("", "")]
    done = await sent_and_done(client, platform, other, text.encode())
    assert (done["counts"]["imported"], done["counts"]["refused"]) == (2, 0)
    assert (done["counts"]["published"], done["drafts"]) == (1, 1)
    said = [one["message"] for one in await report(client, other, done["id"]) if one["outcome"] != "imported"]
    assert said == []
    assert await exported(client, other) == text


async def test_fine_numbers_and_gtins_are_kept(client: httpx.AsyncClient, platform: Platform) -> None:
    one, other = await users.seller(platform), await users.seller(platform)
    number = {"label": "Number", "kind": "number", "unit": "cm"}
    category = await products.category(
        platform, attributes=[{**number, "name": "small"}, {**number, "name": "odd", "unit": ""}]
    )
    values = {"small": 1e-05, "odd": 0.1 + 0.2}
    await products.product(
        platform, one.id, category_id=category, attributes=values, gtin="4006381333931", publish=False
    )
    text = await exported(client, one)
    done = await sent_and_done(client, platform, other, text.encode())
    (line,) = await report(client, other, done["id"])
    found = (await client.get(f"/api/v1/products/{line['product_id']}", headers=other.headers)).json()
    assert found["attributes"] == values
    assert found["variants"][0]["gtin"] == "4006381333931"


@samples
@pytest.mark.parametrize("name", ["apparel", "jewelry"])
async def test_shopifys_samples_come_out_and_go_in_again(
    client: httpx.AsyncClient, platform: Platform, name: str
) -> None:
    one, other = await users.seller(platform), await users.seller(platform)
    data = await asyncio.to_thread((SAMPLES / f"{name}.csv").read_bytes)
    await sent_and_done(client, platform, one, data)
    text = await exported(client, one)
    done = await sent_and_done(client, platform, other, text.encode())
    assert done["counts"]["refused"] == 0
    assert await exported(client, other) == text


async def test_the_same_shop_keeps_what_it_has(client: httpx.AsyncClient, platform: Platform) -> None:
    shop = await users.seller(platform)
    await products.product(platform, shop.id)
    text = await exported(client, shop)
    done = await sent_and_done(client, platform, shop, text.encode())
    assert (done["counts"]["imported"], done["counts"]["refused"]) == (0, 1)
    assert await exported(client, shop) == text


async def test_a_long_catalogue_comes_in_batches(
    client: httpx.AsyncClient, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = await users.seller(platform)
    await sent_and_done(client, platform, shop, many(23, 2))
    monkeypatch.setattr(exports, "BATCH", 5)
    rows = list(csv.DictReader(io.StringIO(await exported(client, shop))))
    assert [row["handle"] for row in rows] == [f"p-{number}" for number in range(23) for _ in range(2)]


async def test_an_attribute_that_does_not_fit_is_left_out(
    client: httpx.AsyncClient, platform: Platform
) -> None:
    shop = await users.seller(platform)
    category = await products.category(platform, attributes=ATTRIBUTES)
    async with platform.db.reading() as tx:
        path = await tx.fetchval("SELECT path FROM product.categories WHERE id = $1", category)
    columns = "handle,title,category,price,on_hand,published,sku,attribute:material,attribute:height,attribute:shape"
    lines = [columns, f"a,A,{path},5,1,true,A-1,clay,tall,round", f"b,B,{path},5,1,true,B-1,,3,"]
    done = await sent_and_done(client, platform, shop, "\n".join(lines).encode())
    assert (done["counts"]["published"], done["drafts"]) == (1, 1)
    said = [one["message"] for one in await report(client, shop, done["id"]) if one["outcome"] == "changed"]
    assert said == [
        "attributes.height must be a number (cm), and is left out",
        "attributes.shape is not an attribute of this category, and is left out",
        next(one for one in said if "stays a draft" in one),
    ]


async def test_prices_of_other_markets_come_with_the_file(
    client: httpx.AsyncClient, platform: Platform, yen: str
) -> None:
    shop = await users.seller(platform)
    columns = f"handle,title,price,on_hand,sku,price.{yen},compare_at_price.{yen},price.nowhere,price.eu"
    lines = [
        columns,
        "a,A,5,1,A-1,700,900,1,2",
        "b,B,5,1,B-1,700,700,,",
        "c,C,5,1,C-1,0,,,",
        "d,D,5,1,D-1,7.5,,,",
        "e,E,,1,E-1,800,,,",
    ]
    done = await sent_and_done(client, platform, shop, "\n".join(lines).encode())
    assert (done["counts"]["imported"], done["counts"]["refused"]) == (4, 1)
    said = {(row["line"], row["field"], row["message"]) for row in await report(client, shop, done["id"])}
    assert {
        (1, "", "These columns are not known and are left out: price.nowhere, price.eu"),
        (3, f"compare_at_price.{yen}", "is left out: it is not above the price"),
        (4, f"price.{yen}", "is left out: nothing is sold for 0"),
        (5, f"price.{yen}", "“7.5” has more than the 0 decimals of JPY"),
    } <= said
    async with platform.db.reading() as tx:
        rows = await tx.fetch(
            """SELECT v.sku, r.market, r.price_amount, r.compare_at_amount, r.currency FROM product.prices r
               JOIN product.variants v ON v.seller_id = r.seller_id AND v.id = r.variant_id
               WHERE r.seller_id = $1 ORDER BY v.sku, r.market""",
            shop.id,
        )
    assert [tuple(row) for row in rows] == [
        ("A-1", "eu", 500, None, "EUR"), ("A-1", yen, 700, 900, "JPY"), ("B-1", "eu", 500, None, "EUR"),
        ("B-1", yen, 700, None, "JPY"), ("C-1", "eu", 500, None, "EUR"), ("E-1", yen, 800, None, "JPY"),
    ]  # fmt: skip


async def test_a_report_comes_as_a_file(
    client: httpx.AsyncClient, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = await users.seller(platform)
    data = many(3) + many(2, start=9).partition(b"\n")[2].replace(b"12.50", b"dear")
    done = await sent_and_done(client, platform, shop, data)
    whole = await report(client, shop, done["id"])
    monkeypatch.setattr(exports, "REPORT_BATCH", 2)
    url = f"/api/v1/sellers/{shop.ref}/imports/{done['id']}/report.csv"
    answer = await client.get(url, headers=shop.headers)
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [(row["line"], row["outcome"], row["message"]) for row in rows] == [
        (str(one["line"]), one["outcome"], one["message"]) for one in whole
    ]
    refused = (await client.get(url, params={"outcome": "refused"}, headers=shop.headers)).text
    assert [row["outcome"] for row in csv.DictReader(io.StringIO(refused))] == ["refused"] * 2
    stranger = await users.seller(platform)
    assert (await client.get(url, headers=stranger.headers)).status_code == 404


async def test_strangers_get_no_file(client: httpx.AsyncClient, platform: Platform) -> None:
    shop, stranger = await users.seller(platform), await users.seller(platform)
    url = f"/api/v1/sellers/{shop.ref}/exports/products.csv"
    assert (await client.get(url)).status_code == 401
    assert (await client.get(url, headers=stranger.headers)).status_code == 404


@given(st.text())
def test_a_cell_is_read_as_it_was_meant(text: str) -> None:
    assert as_meant(as_safe(text)) == text


@given(st.sampled_from("=+-@\t\r"), st.text())
def test_no_cell_begins_like_a_formula(sign: str, rest: str) -> None:
    [cell] = next(csv.reader(io.StringIO(spreadsheet.line([sign + rest]), newline="")))
    assert cell.startswith("'") or float(cell) is not None


def test_numbers_stay_numbers() -> None:
    assert [as_safe(text) for text in ("-4", "12.50", "-4.5", "-4+1")] == ["-4", "12.50", "-4.5", "'-4+1"]
