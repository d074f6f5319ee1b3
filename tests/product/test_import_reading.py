"""Reading product files, without a database: encodings, broken CSV, single cells, and what makes a product."""

import io
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feria.services.product.rules.importing import products, text, values
from feria.services.product.rules.importing.report import Currencies, Part
from feria.services.product.rules.importing.text import BadFile
from tests.product.import_files import file, line, many


def read(data: bytes, currency: str = "EUR") -> list[Part]:
    found = text.survey([data])
    lines = io.TextIOWrapper(io.BytesIO(data), encoding=found.encoding, newline="")
    layout, records = products.opened(lines)
    return list(products.parts(layout, records, Currencies(currency, {"us": "USD", "jp": "JPY"})))


def refused(parts: list[Part]) -> list[tuple[int, str, str]]:
    return [
        (one.line, one.field, one.message)
        for part in parts
        for one in part.entries
        if one.outcome == "refused"
    ]


def changed(parts: list[Part]) -> list[tuple[int, str]]:
    return [(one.line, one.message) for part in parts for one in part.entries if one.outcome == "changed"]


def handles(parts: list[Part]) -> list[str]:
    return [part.product.handle for part in parts if part.product]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings(encoding: str) -> None:
    source = file(line(title="Tasse für Übersee ☕")).decode()
    mark = "\ufeff" if encoding in ("utf-16-le", "utf-16-be") else ""
    [part] = read((mark + source).encode(encoding))
    assert part.product and part.product.title == "Tasse für Übersee ☕"


@pytest.mark.parametrize("chunk", [1, 7, 10_000])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_a_wrong_encoding_names_the_first_bad_line(chunk: int, ending: str) -> None:
    rows = ["handle,title,price", "a,A,1", "b,Ü,1", "c,Ü,1"]
    data = ending.join(rows).encode("latin-1")
    with pytest.raises(BadFile, match=r"^line 3: The text is not in UTF-8"):
        text.survey(data[at : at + chunk] for at in range(0, len(data), chunk))


def test_a_file_cut_inside_a_letter() -> None:
    with pytest.raises(BadFile, match=r"^line 2:"):
        text.survey(["handle,title,price\na,Ü".encode()[:-1]])


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", ["", "end"])
def test_lines_are_counted(ending: str, last: str) -> None:
    data = ending.join(["a", "b", "c", ""]) + last
    assert text.survey(bytes([byte]) for byte in data.encode()).lines == 3 + bool(last)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "line 1: The file is empty."),
        (b"\n\n", "line 1: The file is empty."),
        (b"\xef\xbb\xbf", "line 1: The file is empty."),
        (b"handle,title\na,b\n", "line 1: The header lacks price."),
        (b"Handle,Variant SKU\na,b\n", "line 1: The header lacks Title, Variant Price."),
        (b"x\ny\n", "line 1: The header lacks handle, title, price."),
        (b"handle,title,price,price\n", "line 1: The header names price more than once."),
        (b'"handle,title,price\na,b,1\n', "line 1: The header has a quotation mark that is not closed"),
        (b"handle,title,price,attribute:f\x00o\na,b,1,x\n", "line 1: The header holds a NUL character."),
    ],
)
def test_a_file_that_cannot_be_used(data: bytes, sentence: str) -> None:
    with pytest.raises(BadFile) as caught:
        read(data)
    assert str(caught.value).startswith(sentence)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiters(delimiter: str) -> None:
    [part] = read("Handle,Title,Price\na,A,1.50\n".replace(",", delimiter).encode())
    assert part.product and part.product.variants[0].price_amount == 150


@pytest.mark.parametrize(
    ("given", "currency", "amount"),
    [("12.50", "EUR", 1250), ("12", "EUR", 1200), (" 12.5 ", "EUR", 1250), ("0.00", "EUR", 0), ("", "EUR", None),
     ("36.00", "JPY", 36), ("1.234", "KWD", 1234), ("1.500000", "EUR", 150), ("10000000000.00", "EUR", 10**12),
     ("-0.00", "EUR", 0)],
)  # fmt: skip
def test_prices(given: str, currency: str, amount: int | None) -> None:
    assert values.price(given, currency) == amount


@pytest.mark.parametrize(
    ("given", "currency"),
    [("12,50", "EUR"), ("abc", "EUR"), ("-1", "EUR"), ("1.234", "EUR"), ("36.5", "JPY"), ("1,234.50", "EUR"),
     ("1e3", "EUR"), ("NaN", "EUR"), ("€5", "EUR"), ("٣", "EUR"),
     ("10000000000.01", "EUR"), ("9" * 400, "EUR"), (".5", "EUR"),
     ("5.", "EUR")],
)  # fmt: skip
def test_bad_prices(given: str, currency: str) -> None:
    with pytest.raises(values.BadCell):
        values.price(given, currency)
    [part] = read(file(line(price=given)), currency)
    assert part.product is None
    assert [(at, field) for at, field, _ in refused([part])] == [(2, "price")]


@given(st.integers(0, 10**12), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_prices_come_back_as_they_were_written(amount: int, currency: str) -> None:
    places = {"EUR": 2, "JPY": 0, "KWD": 3}[currency]
    digits = str(amount).rjust(places + 1, "0")
    written = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    assert values.price(written, currency) == amount


@given(st.text(max_size=12))
def test_any_cell_is_read_or_refused(cell: str) -> None:
    for read_cell in (values.count, values.grams, values.flag, lambda text: values.price(text, "EUR")):
        try:
            read_cell(cell)
        except values.BadCell as error:
            assert str(error)


@given(st.binary(max_size=300))
def test_any_bytes_give_a_report(noise: bytes) -> None:
    try:
        read(b"handle,title,price\n" + noise)
    except BadFile as error:
        assert error.line >= 1


@given(st.lists(st.text(alphabet='a,"\n\r;', max_size=12), max_size=12))
def test_any_quotes_give_every_line_to_one_part_at_most(rows: list[str]) -> None:
    parts = read(("handle,title,price\n" + "\n".join(rows)).encode())
    lines = [entry.line for part in parts for entry in part.entries]
    assert lines == sorted(lines)
    assert all(before.line < after.line for before, after in pairwise(parts))


def test_a_stray_quote_costs_one_line() -> None:
    rows = file(line(handle="a"), line(handle="b"), line(handle="c")).decode().splitlines()
    rows[2] = rows[2].replace("Cup", '"Cup')
    parts = read("\n".join(rows).encode())
    assert handles(parts) == ["a", "c"]
    assert refused(parts) == [
        (3, "", "has a quotation mark that is not closed, or text behind a closing one")
    ]


def test_a_broken_line_inside_a_product_takes_the_product_along() -> None:
    rows = many(2, variants=3).decode().splitlines()
    rows[2] = '"' + rows[2]
    parts = read("\n".join(rows).encode())
    assert handles(parts) == ["p-1"]
    assert [(at, message) for at, _, message in refused(parts)] == [
        (2, "The product is not imported because of line 3."),
        (3, "has a quotation mark that is not closed, or text behind a closing one"),
    ]


def test_reading_ends_after_a_hundred_broken_records() -> None:
    parts = read(b"handle,title,price\n" + b'a","b\n' * 20_000)
    assert len(refused(parts)) == text.BROKEN_RECORDS_MAX + 1
    assert "not read" in refused(parts)[-1][2]


def test_one_huge_line() -> None:
    huge = line(handle="huge", description="x" * 3_000_000)
    parts = read(file(line(handle="a"), huge, line(handle="b")))
    assert handles(parts) == ["a", "b"]
    assert [(at, message[:40]) for at, _, message in refused(parts)] == [
        (3, "is longer than any product line may be, ")
    ]


@pytest.mark.parametrize(
    ("cells", "field", "message"),
    [
        ({"title": ""}, "title", "is missing on the product's first line"),
        ({"title": "x" * 201}, "title", "has 201 characters, 200 are allowed"),
        ({"title": "a\x07b"}, "title", "holds a control character"),
        ({"title": "a\x00b"}, "", "holds a NUL character"),
        ({"description": "x" * 100_001}, "description", "has 100,001 characters, 100,000 are allowed"),
        ({"handle": ""}, "", "has no handle"),
        ({"handle": "h" * 201}, "", "the handle has 201 characters, 200 are allowed"),
        ({"sku": "s" * 81}, "sku", "has 81 characters, 80 are allowed"),
        ({"on_hand": "many"}, "on_hand", "“many” is no whole number"),
        ({"on_hand": "1.5"}, "on_hand", "“1.5” is no whole number"),
        ({"on_hand": "9" * 12}, "on_hand", f"“{'9' * 12}” is more than can be in stock"),
        ({"weight_grams": "-1"}, "weight_grams", "“-1” is no weight in grams"),
        ({"published": "perhaps"}, "published", "“perhaps” is neither true nor false"),
        ({"stock_policy": "deny"}, "stock_policy", "“deny” is none of tracked, untracked, backorder"),
        (
            {"option1_value": "M"},
            "option1_value",
            "belongs to an option without a name on the product's first line",
        ),
        ({"option1_name": "Size"}, "option1_value", "has no value for Size"),
        ({"compare_at_price": "x"}, "compare_at_price", "“x” is no price: write a number"),
    ],
)
def test_a_bad_cell_refuses_its_product_alone(cells: dict[str, str], field: str, message: str) -> None:
    parts = read(file(line(handle="a"), line(handle="b") | cells, line(handle="c")))
    assert handles(parts) == ["a", "c"]
    assert refused(parts) == [(3, field, message)]


def test_too_many_and_too_few_columns() -> None:
    parts = read(b"handle,title,price\na,A\nb,B,1,2\nc,C,1\n\n,,\nd,D,1\n")
    assert handles(parts) == ["c", "d"]
    assert [at for at, _, _ in refused(parts)] == [2, 3]


def test_double_handles_skus_and_variants() -> None:
    sizes = {"option1_name": "Size", "option1_value": "M"}
    parts = read(
        file(
            line(handle="a", sku="1"), line(handle="b", sku="2"), line(handle="a", sku="3"),
            line(handle="c", sku="1"), line(handle="d", **sizes), line(handle="d", **sizes),
            line(handle="e"), line(handle="e"),
        )
    )  # fmt: skip
    assert handles(parts) == ["a", "b"]
    assert refused(parts) == [
        (4, "handle", "was met on line 2 already"),
        (5, "sku", "1 was met on line 2 already"),
        (6, "", "The product is not imported because of line 7."),
        (7, "", "is the same variant as line 6"),
        (8, "", "The product is not imported because of line 9."),
        (9, "", "is the same variant as line 8"),
    ]


def test_what_is_changed_is_told() -> None:
    parts = read(
        file(
            line(handle="a", on_hand="-2", compare_at_price="3"),
            line(handle="b", on_hand="", stock_policy=""),
            line(handle="c", tags=",".join(["t" * 81, "fine"]), sku="'0042"),
        )
    )
    assert changed(parts) == [
        (2, "-2 is below zero and counts as 0"),
        (2, "is left out: it is not above the price"),
        (3, "is empty: the stock is not tracked, the variant always available"),
        (4, "is 0042 without the apostrophe by which spreadsheets mark text"),
        (4, "1 of 2 are kept: 50 tags of 80 characters are allowed"),
    ]


def test_too_many_variants() -> None:
    parts = read(many(1, variants=101))
    assert [(at, message) for at, _, message in refused(parts)][1:] == [
        (102, "is variant 101: a product may have 100")
    ]


def test_a_product_of_endless_lines_stays_small() -> None:
    lines = b"".join(b"a,,%d\n" % number for number in range(20_000))
    [part] = read(b"handle,title,price\na,A,1\n" + lines)
    assert part.last_line == 20_002
    assert len(part.entries) == 2


def test_descriptions_are_cleaned() -> None:
    [part] = read(file(line(description="<p onclick=x>Good<script>bad()</script></p>")))
    assert part.product and part.product.description == "<p>Good</p>"


def test_the_same_lines_have_the_same_fingerprint() -> None:
    one, other = read(many(2))
    assert read(many(2))[0].fingerprint == one.fingerprint != other.fingerprint
    assert read(b"\xef\xbb\xbf" + many(1))[0].fingerprint == one.fingerprint


def test_unknown_columns_are_named() -> None:
    [part, _] = read(b"handle,title,price,colour\na,A,1,red\n")
    assert [entry.message for entry in part.entries] == [
        "These columns are not known and are left out: colour"
    ]


def test_a_hundred_thousand_lines_are_read_as_they_come() -> None:
    taken = 0

    def lines() -> Iterator[str]:
        nonlocal taken
        yield "handle,title,price\n"
        for taken in range(1, 100_001):
            yield f"h{taken},T,1\n" if taken % 100 == 0 else f"h{taken},T\n"

    layout, records = products.opened(lines())
    good = bad = 0
    for part in products.parts(layout, records, Currencies("EUR")):
        assert taken - part.line <= 2
        good, bad = good + (part.product is not None), bad + len(refused([part]))
    assert (good, bad) == (1_000, 99_000)
