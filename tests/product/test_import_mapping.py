"""Files of no known format, whose columns the seller assigns: guesses, cells, and the way through the doors."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feria.services.product.rules.importing import mapping, products, text
from feria.services.product.rules.importing.mapping import ColumnMapping
from feria.services.product.rules.importing.report import Currencies, Part
from feria.services.product.rules.importing.text import BadFile
from tests.product.test_import_reading import refused

GERMAN = (
    "Artikelnummer;Bezeichnung;Größe;Verkaufspreis (EUR);UVP;Bestand;Gewicht (kg);Bild 1;Bild 2;Warengruppe;Bemerkung\n"
    "K-1;Krug;S;1.234,50 €;1.500,00;3;0,75;https://bilder.example/1.jpg;https://bilder.example/2.jpg;Haushalt;alt\n"
    "K-2;Krug;L;14,00;;2;1,2;;;;\n"
    "T-1;Tasse;M;9,90;;4;0,2;https://bilder.example/3.jpg|https://bilder.example/4.jpg;;Haushalt;neu\n"
)


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
    assert left_out.entries[0].message == "These columns are not known and are left out: Bemerkung"
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
