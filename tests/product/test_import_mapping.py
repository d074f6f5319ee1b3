"""Files of no known format, whose columns the seller assigns: guesses, cells, and the way through the doors."""

import asyncio
import csv
import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feria.core import clock
from feria.core.errors import Invalid
from feria.core.platform import Platform
from feria.services.product import jobs
from feria.services.product.actions import mappings
from feria.services.product.rules.importing import mapping, products, text
from feria.services.product.rules.importing.mapping import ColumnMapping
from feria.services.product.rules.importing.report import Currencies, Part
from feria.services.product.rules.importing.text import BadFile
from tests.factories import products as products_factory
from tests.factories import users
from tests.factories.users import Seller
from tests.product.import_files import (
    file,
    line,
    products_of,
    run_file,
    send,
    sent_and_done,
    until_idle,
    variants_of,
)
from tests.product.test_import_reading import refused

GERMAN = (
    "Artikelnummer;Bezeichnung;Größe;Verkaufspreis (EUR);UVP;Bestand;Gewicht (kg);Bild 1;Bild 2;Warengruppe;Bemerkung\n"
    "K-1;Krug;S;1.234,50 €;1.500,00;3;0,75;https://bilder.example/1.jpg;https://bilder.example/2.jpg;Haushalt;alt\n"
    "K-2;Krug;L;14,00;;2;1,2;;;;\n"
    "T-1;Tasse;M;9,90;;4;0,2;https://bilder.example/3.jpg|https://bilder.example/4.jpg;;Haushalt;neu\n"
)


@pytest.fixture
async def shop(platform: Platform) -> Seller:
    return await users.seller(platform)


def guessed(source: str, *markets: str) -> ColumnMapping:
    header, _, records = products.headed(io.StringIO(source, newline=""))
    return mapping.guess(mapping.column_names(header), [record.cells for record in records], markets)


def read(source: str, assigned: ColumnMapping | None = None) -> list[Part]:
    assigned = assigned or guessed(source)
    layout, records = products.opened(io.StringIO(source, newline=""), assigned)
    return list(products.parts(layout, records, Currencies("EUR", {"us": "USD"})))


def test_a_german_list_is_guessed_and_read() -> None:
    assert guessed(GERMAN) == ColumnMapping(
        {
            "Artikelnummer": "sku",
            "Bezeichnung": "title",
            "Größe": "option1_value",
            "Verkaufspreis (EUR)": "price",
            "UVP": "compare_at_price",
            "Bestand": "on_hand",
            "Gewicht (kg)": "weight_kg",
            "Bild 1": "image_url",
            "Bild 2": "image_url",
            "Warengruppe": "category",
        },
        decimal_comma=True,
    )
    left_out, *parts = read(GERMAN)
    assert left_out.entries[0].message == "These columns are assigned to nothing and are left out: Bemerkung"
    krug, tasse = [part.product for part in parts if part.product]
    assert (krug.handle, krug.options, krug.category) == ("Krug", {"Größe": ["S", "L"]}, "Haushalt")
    assert [(one.price_amount, one.compare_at_amount, one.weight_grams) for one in krug.variants] == [
        (123450, 150000, 750),
        (1400, None, 1200),
    ]
    assert [image.url[-5:] for image in krug.images] == ["1.jpg", "2.jpg"]
    assert [image.url[-5:] for image in tasse.images] == ["3.jpg", "4.jpg"]


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Nom du produit", "title"), ("Prix TTC", "price"), ("Nombre del producto", "title"), ("Précio", "price"),
        ("Quantità", "on_hand"), ("Voorraad", "on_hand"), ("Catégorie", "category"), ("EAN-13", "gtin"),
        ("product_name", "title"), ("Price [EUR]", "price"), ("attribute:material", "attribute:material"),
        ("price.us", "price.us"), ("compare_at_price.us", "compare_at_price.us"), ("Photo 3", "image_url"),
        ("Remarks", None), ("price.xx", None), ("", None), ("☕", None),
    ],
)  # fmt: skip
def test_names_are_guessed_in_several_languages(header: str, field: str | None) -> None:
    assert mapping.guess([header], [], ["us"]).columns.get(header) == field


def test_every_synonym_stands_for_one_field() -> None:
    slugs = [slug for words in mapping._SYNONYMS.values() for slug in words.split()]
    assert len(slugs) == len(set(slugs))
    assert set(mapping._SYNONYMS) <= set(mapping.FIELDS)


@pytest.mark.parametrize(
    ("given", "comma", "plain"),
    [
        ("12.50", False, "12.50"), ("12,50", True, "12.50"), ("€ 1.234,50", True, "1234.50"),
        ("$1,234.50", False, "1234.50"),
        ("1 234,50 EUR", True, "1234.50"), ("1.234", True, "1234"), ("1,234", False, "1234"), ("-5", False, "-5"),
        ("12.50", True, "12.50"), ("1.23.4", False, "1.23.4"), ("", False, ""), ("free", True, "free"),
        ("1'234.50", False, "1234.50"), ("5 to 7", False, "5 to 7"),
    ],
)  # fmt: skip
def test_amounts_as_people_write_them(given: str, plain: str, *, comma: bool) -> None:
    assert mapping.plain_amount(given, comma=comma) == plain


@given(st.integers(0, 10**9), st.booleans())
def test_amounts_with_marks_between_thousands_come_back(cents: int, comma: bool) -> None:
    english = f"{cents // 100:,}.{cents % 100:02}"
    written = english.translate(str.maketrans(",.", ".,")) if comma else english
    assert mapping.plain_amount(written, comma=comma) == f"{cents // 100}.{cents % 100:02}"


def test_columns_have_names_of_their_own() -> None:
    assert mapping.column_names(["Price", "", "Price", " Price ", "Price (2)"]) == [
        "Price", "Column 2", "Price (2)", "Price (3)", "Price (2) (2)",
    ]  # fmt: skip


def test_what_names_a_product() -> None:
    sizes = ColumnMapping({"n": "title", "s": "option1_value", "p": "price", "k": "sku"})
    [part] = [one for one in read("n,s,p,k\nCup,S,1,a\nCup,M,2,b\n", sizes) if one.handle]
    assert part.product and (part.handle, len(part.product.variants)) == ("Cup", 2)
    plain = ColumnMapping({"n": "title", "p": "price", "k": "sku"})
    parts = [one for one in read("n,s,p,k\nCup,S,1,a\nCup,M,2,b\nLid,,3,\n", plain) if one.handle]
    assert [one.handle for one in parts] == ["a", "b", "Lid"]


def test_a_bad_cell_names_the_files_own_column() -> None:
    parts = read("Preis;Name\nteuer;Krug\n5;\n")
    assert refused(parts) == [
        (2, "Preis", "“teuer” is no price: write a number"),
        (3, "", "has no handle"),
    ]


def test_a_mapping_that_does_not_fit_the_header() -> None:
    with pytest.raises(BadFile, match="lacks Titel"):
        read("Name,Preis\nKrug,1\n", ColumnMapping({"Titel": "title", "Preis": "price"}))


@given(st.lists(st.lists(st.text(max_size=8), min_size=1, max_size=6), min_size=1, max_size=6))
def test_any_table_gives_a_guess_and_a_report(table: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(table)
    try:
        text.survey([out.getvalue().encode("utf-8", "ignore")])
        found = guessed(out.getvalue())
        read(out.getvalue(), ColumnMapping({**found.columns}, decimal_comma=True))
    except BadFile as error:
        assert error.line >= 1


async def waiting(client: httpx.AsyncClient, shop: Seller, data: str = GERMAN, **fields: str) -> str:
    """An import whose columns are not assigned yet."""
    answer = await send(client, shop, data.encode(), None, dry_run="true", **fields)
    assert (answer.status_code, answer.json()["state"]) == (202, "unmapped"), answer.text
    return f"/api/v1/sellers/{shop.ref}/imports/{answer.json()['id']}"


async def test_a_price_list_is_assigned_looked_at_and_taken_in(
    client: httpx.AsyncClient, platform: Platform, shop: Seller
) -> None:
    name = f"Krüge {shop.id}"
    await products_factory.category(platform, name)
    source = GERMAN.replace("Haushalt", name)
    address = await waiting(client, shop, source)
    assert await jobs.run_imports(platform) == 0
    found = (await client.get(f"{address}/mapping", headers=shop.headers)).json()
    assert [(one["name"], one["field"], one["samples"]) for one in found["columns"]][:3] == [
        ("Artikelnummer", "sku", ["K-1", "K-2", "T-1"]),
        ("Bezeichnung", "title", ["Krug", "Tasse"]),
        ("Größe", "option1_value", ["S", "L", "M"]),
    ]
    assert (found["columns"][-1]["field"], found["decimal_comma"], found["remembered"]) == (None, True, False)
    assert [one["name"] for one in found["fields"] if one["required"]] == ["title", "price"]
    body: dict[str, Any] = {
        "columns": {one["name"]: one["field"] for one in found["columns"] if one["field"]},
        "decimal_comma": True,
    }
    seen = await client.post(f"{address}/preview", json=body, headers=shop.headers)
    assert [(one["title"], one["category"], one["price"]["amount"], one["variants"], one["pictures"])
            for one in seen.json()["products"]] == [
        ("Krug", name, 1400, ["S", "L"], 2), ("Tasse", name, 990, ["M"], 2),
    ]  # fmt: skip
    wrong = body | {
        "columns": body["columns"] | {"Verkaufspreis (EUR)": "weight_kg", "Gewicht (kg)": "price"}
    }
    seen = await client.post(f"{address}/preview", json=wrong, headers=shop.headers)
    assert [(one["line"], one["field"]) for one in seen.json()["lines"] if one["outcome"] == "refused"] == []
    assert {one["price"]["amount"] for one in seen.json()["products"]} == {75, 20}
    assert await products_of(platform, shop) == {}

    said = await client.put(f"{address}/mapping", json=body, headers=shop.headers)
    assert (said.status_code, said.json()["state"], said.json()["format"]) == (200, "queued", "mapped")
    assert said.json()["mapping"] == body
    while await jobs.run_imports(platform):
        continue
    done = (await client.get(address, headers=shop.headers)).json()
    assert (done["state"], done["counts"]["imported"], done["counts"]["variants"]) == ("done", 2, 3)
    assert await products_of(platform, shop) == {}
    for again in (
        await client.get(f"{address}/mapping", headers=shop.headers),
        await client.post(f"{address}/preview", json=body, headers=shop.headers),
        await client.put(f"{address}/mapping", json=body, headers=shop.headers),
    ):
        assert (again.status_code, again.json()["type"].rpartition("/")[2]) == (409, "import-under-way")

    done = await sent_and_done(client, platform, shop, source.encode())
    assert (done["format"], done["mapping"], done["counts"]["imported"]) == ("mapped", body, 2)
    assert [one["sku"] for one in await variants_of(platform, shop)] == ["K-1", "K-2", "T-1"]
    asked = await waiting(client, shop, source, ask="true")
    assert (await client.get(f"{asked}/mapping", headers=shop.headers)).json()["remembered"] is True


async def test_a_known_file_may_be_assigned_too(
    client: httpx.AsyncClient, platform: Platform, shop: Seller
) -> None:
    data = file(line(title="Cup", brand="Olaria"))
    address = await waiting(client, shop, data.decode(), ask="true")
    columns = {"brand": "title", "title": "brand", "price": "price"}
    said = await client.put(f"{address}/mapping", json={"columns": columns}, headers=shop.headers)
    assert said.status_code == 200
    mapping_sent = json.dumps({"columns": columns, "decimal_comma": False})
    done = await sent_and_done(client, platform, shop, data, mapping=mapping_sent)
    assert done["format"] == "mapped"
    assert [one["title"] for one in (await products_of(platform, shop)).values()] == ["Olaria"]
    plain = await sent_and_done(client, platform, shop, data)
    assert (plain["format"], plain["mapping"]) == ("feria", None)


@pytest.mark.parametrize(
    ("columns", "faults"),
    [
        (
            {},
            {
                "columns.title": "has no column assigned to it",
                "columns.price": "has no column assigned to it",
            },
        ),
        (
            {"Name": "title", "Preis": "price", "Titel": "brand"},
            {"columns.Titel": "is no column of the file"},
        ),
        *(
            (
                {"Name": "title", "Preis": "price", "Art": field},
                {"columns.Art": "is assigned to what is no field"},
            )
            for field in ("colour", "price.nowhere", "attribute:")
        ),
        (
            {"Name": "title", "Preis": "price", "Art": "price"},
            dict.fromkeys(("columns.Preis", "columns.Art"), "is not the only column assigned to this field"),
        ),
    ],
)
async def test_a_bad_mapping_names_its_columns(
    client: httpx.AsyncClient, shop: Seller, columns: dict[str, str], faults: dict[str, str]
) -> None:
    source = "Name,Preis,Art\nKrug,5,rund\n"
    address = await waiting(client, shop, source)
    for answer in (
        await client.put(f"{address}/mapping", json={"columns": columns}, headers=shop.headers),
        await client.post(f"{address}/preview", json={"columns": columns}, headers=shop.headers),
        await send(client, shop, source.encode(), None, mapping=json.dumps({"columns": columns})),
    ):
        assert answer.status_code == 422
        assert {one["field"]: one["message"] for one in answer.json()["errors"]} == faults
    assert (await client.get(address, headers=shop.headers)).json()["state"] == "unmapped"
    for broken in ("{", '{"columns": {"a": 1}}', '{"colums": {}}', '"\\ud800"', "[]"):
        answer = await send(client, shop, source.encode(), None, mapping=broken)
        assert answer.status_code in (400, 422), broken


async def test_a_long_file_is_looked_at_by_its_first_lines(client: httpx.AsyncClient, shop: Seller) -> None:
    rows = [f'P{number},{number + 1},"first\nsecond"\n' for number in range(400)]
    address = await waiting(client, shop, "Name,Preis,Text\n" + "".join(rows))
    body = {"columns": {"Name": "title", "Preis": "price", "Text": "description"}}
    seen = (await client.post(f"{address}/preview", json=body, headers=shop.headers)).json()
    assert [one["title"] for one in seen["products"]] == [f"P{number}" for number in range(10)]
    assert {one["outcome"] for one in seen["lines"]} == {"changed"}


async def test_who_says_nothing_is_not_waited_for(
    client: httpx.AsyncClient, platform: Platform, shop: Seller
) -> None:
    source = "Name,Preis\nKrug,5\n"
    first, *others = [await waiting(client, shop, source) for _ in range(mappings.WAITING_MAX + 1)]
    states = [(await client.get(one, headers=shop.headers)).json()["state"] for one in (first, *others)]
    assert states == ["failed", *["unmapped"] * mappings.WAITING_MAX]
    offset = clock.offset()
    clock.move_to_offset(offset + timedelta(days=1, minutes=1))
    try:
        assert await jobs.end_unmapped_imports(platform) >= mappings.WAITING_MAX
    finally:
        clock.move_to_offset(offset)
    ended = (await client.get(others[0], headers=shop.headers)).json()
    assert (ended["state"], ended["failure"]) == ("failed", mappings.NOT_ASSIGNED)
    async with platform.db.reading() as tx:
        keys = await tx.fetch("SELECT source_key FROM product.imports WHERE seller_id = $1", shop.id)
    for row in keys:
        assert await platform.storage.size(row["source_key"]) is None


async def test_saying_it_twice_at_once_begins_it_once(
    client: httpx.AsyncClient, platform: Platform, shop: Seller
) -> None:
    address = await waiting(client, shop, "Name,Preis\nKrug,5\n")
    body = {"columns": {"Name": "title", "Preis": "price"}}
    answers = await asyncio.gather(
        *(client.put(f"{address}/mapping", json=body, headers=shop.headers) for _ in range(6))
    )
    assert sorted(answer.status_code for answer in answers) == [200, *[409] * 5]
    await until_idle(platform)


async def test_the_command_knows_what_was_said(
    client: httpx.AsyncClient, platform: Platform, shop: Seller, tmp_path: Path
) -> None:
    data = b"Name,Preis\nKrug,5\n"
    with pytest.raises(Invalid) as caught:
        await run_file(platform, shop, tmp_path / "a.csv", data)
    assert "no known format" in caught.value.errors[0].message
    said = ColumnMapping({"Name": "title", "Preis": "price"})
    looked = await run_file(platform, shop, tmp_path / "a.csv", data, mapping=said, dry_run=True)
    assert (looked.clean, looked.summary[:7]) == (True, "Dry run")
    with pytest.raises(Invalid) as caught:
        await run_file(platform, shop, tmp_path / "a.csv", data, mapping=ColumnMapping({"Name": "title"}))
    assert caught.value.errors[0].field == "columns.price"
    address = await waiting(client, shop, data.decode())
    body = {"columns": {"Name": "title", "Preis": "price"}}
    await client.put(f"{address}/mapping", json=body, headers=shop.headers)
    await until_idle(platform)
    assert (await run_file(platform, shop, tmp_path / "a.csv", data)).clean
    assert list(await products_of(platform, shop)) == ["Krug"]
