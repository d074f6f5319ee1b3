"""WooCommerce's product export: read without a database, and taken in whole."""

import httpx
import pytest

from feria.core.platform import Platform
from feria.services.product.actions import imports as actions
from feria.services.product.flows import imports as flow
from feria.services.product.rules.importing.report import FileProduct
from feria.services.product.rules.importing.woocommerce_rows import description
from tests.factories import products, users
from tests.product.import_files import (
    products_of,
    report,
    send,
    sent_and_done,
    until_idle,
    variants_of,
)
from tests.product.test_import_reading import changed, handles, read, refused
from tests.product.woocommerce_files import SHOP, file, line, small_shop, variation


def one(*lines: dict[str, str]) -> FileProduct:
    """The product of a file that has no other."""
    [found] = [part.product for part in read(file(*lines)) if part.product]
    return found


def test_a_small_shop_is_read() -> None:
    parts = read(small_shop())
    assert handles(parts) == ["BOWL", "TEE", "id:13", "id:14", "HID", "DRAFT"]
    bowl, tee, pattern, cap, hidden, draft = [part.product for part in parts if part.product]
    assert (bowl.title, bowl.category, bowl.tags, bowl.brand) == (
        "Bowl, wide", "Home > Ceramics", ["clay", "blue, dark"], "Olaria",
    )  # fmt: skip
    assert bowl.description == (
        "<p>Thrown by hand.</p>\n<p>First line<br>second line</p><p>Next paragraph</p>"
    )
    [only] = bowl.variants
    assert (only.price_amount, only.compare_at_amount, only.weight_grams) == (1000, 1250, 750)
    assert (only.policy, only.on_hand, only.gtin, bowl.max_per_order) == ("tracked", 4, "4006381333931", 1)
    assert [(image.url, image.variant) for image in bowl.images] == [
        (f"{SHOP}/bowl-1.jpg", None),
        (f"{SHOP}/bowl,2.jpg", None),
    ]
    assert bowl.attributes == {"material": "Clay", "height": "8.5 cm"}
    assert (tee.options, tee.attributes) == ({"Size": ["S", "M"]}, {"care": "Wash cold, Iron"})
    assert [(found.sku, found.on_hand, found.price_amount, found.line) for found in tee.variants] == [
        ("TEE-S", 3, 2000, 6),
        ("TEE-M", 0, 1900, 7),
    ]
    assert [(image.url, image.variant) for image in tee.images] == [
        (f"{SHOP}/tee.jpg", None),
        (f"{SHOP}/tee-s.jpg", 0),
    ]
    assert [found.fulfilment for found in pattern.variants] == ["digital"]
    assert [(found.policy, found.on_hand) for found in cap.variants] == [("tracked", 0), ("backorder", 2)]
    assert [found.publish for found in (bowl, tee, hidden, draft)] == [True, True, False, False]


def test_what_is_refused_and_changed_names_its_line() -> None:
    parts = read(small_shop())
    assert refused(parts) == [
        (13, "", "is sold on another site, which cannot be done here"),
        (14, "", "is a product of the type subscription, which there is not here"),
        (15, "", "belongs to GONE, which is not in the file"),
        (16, "", "is a variable product, and none of its variations is in the file"),
    ]
    assert changed(parts) == [
        (2, "Home > Ceramics counts, a product is in one category; left out: Sale"),
        (7, "is the product's as a whole, counts as 0: count each variant"),
        (4, "is not taken over: send the files to the buyers yourself"),
        (4, "is empty: the stock is not tracked, the variant always available"),
        (11, "is hidden: the product stays a draft"),
    ]
    skipped = [entry for part in parts for entry in part.entries if entry.outcome == "skipped"]
    assert [(entry.line, entry.message) for entry in skipped] == [(10, "is switched off, and left out")]


@pytest.mark.parametrize(
    ("cells", "field", "message"),
    [
        ({"price": "dear"}, "Regular price", "“dear” is no price: write a number"),
        ({"sale": "-3"}, "Sale price", "“-3” is negative"),
        ({"stock": "many"}, "Stock", "“many” is no whole number"),
        ({"weight": "heavy"}, "Weight (kg)", "“heavy” is no weight in grams"),
        ({"published": "perhaps"}, "Published", "“perhaps” is neither true nor false"),
        ({"title": ""}, "Name", "is missing on the product's first line"),
        ({"sku": "", "number": ""}, "", "has neither a SKU nor an ID"),
        ({"title": "a\x00b"}, "", "holds a NUL character"),
        ({"kind": "variable, bundle"}, "", "is a product of the type bundle, which there is not here"),
    ],
)
def test_a_bad_cell_refuses_its_product_alone(cells: dict[str, str], field: str, message: str) -> None:
    good = {"number": "2", "sku": "B"}
    parts = read(file(line(sku="A"), line(**(good | cells)), line(sku="C")))
    assert handles(parts) == ["A", "C"]
    assert refused(parts) == [(3, field, message)]


def test_a_broken_variation_takes_its_product_along() -> None:
    tee = line(sku="TEE", kind="variable", price="", name1="Size", value1="S, M")
    parts = read(
        file(
            variation("TEE", sku="T-S", name1="Size", value1="S"),
            line(sku="A"),
            tee,
            variation("TEE", sku="T-M", name1="Size", value1=""),
            variation("TEE", sku="T-L", name1="Size", value1="L", price="much"),
        )
    )
    assert handles(parts) == ["A"]
    assert refused(parts) == [
        (4, "", "The product is not imported because of line 5."),
        (5, "Size", "has no value for Size"),
        (6, "Regular price", "“much” is no price: write a number"),
    ]


def test_a_sale_of_certain_days_is_left_out() -> None:
    parts = read(file(line(sku="A", sale="8", until="2026-12-24")))
    assert changed(parts) == [(2, "is for certain days only, and left out: the regular price counts")]
    assert [part.product.variants[0].price_amount for part in parts if part.product] == [1250]


def test_options_beyond_three_and_variations_beyond_a_hundred() -> None:
    columns = tuple(f"Attribute {number} {part}" for number in (1, 2, 3, 4) for part in ("name", "value(s)"))
    many = {name: f"A{name[10]}" for name in columns}
    lines = [line(sku="T", kind="variable") | many, variation("T", sku="T1") | many]
    head = ("Type", "SKU", "Name", "Regular price", "Parent", *columns)
    assert refused(read(file(*lines, columns=head))) == [
        (2, "", "has 4 options (A1, A2, A3, A4), 3 are allowed")
    ]
    crowd = [variation("T", sku=f"T{size}", name1="Size", value1=str(size)) for size in range(101)]
    assert refused(read(file(line(sku="T", kind="variable"), *crowd)))[0][2] == (
        "has 101 variations, 100 are allowed"
    )


def test_columns_in_another_case_and_units() -> None:
    found = file(line(sku="A", weight="2")).replace(b"Weight (kg)", b"weight (lbs)")
    [part] = read(found.replace(b"Regular price", b"regular price"))
    assert part.product and part.product.variants[0].weight_grams == 907


def test_one_variation_without_a_choice_is_a_product_without_options() -> None:
    found = one(
        line(sku="T", kind="variable", price="", name1="Size", value1="S, M"),
        variation("T", sku="T-1", name1="Size", value1=""),
    )
    assert (found.options, len(found.variants), found.attributes) == ({}, 1, {"size": "S, M"})


@pytest.mark.parametrize(
    ("short", "long", "both"),
    [
        ("", "", ""),
        ("Short", "", "<p>Short</p>"),
        ("", "<p>Long</p>", "<p>Long</p>"),
        ("Short", "<h2>Long</h2>", "<p>Short</p>\n<h2>Long</h2>"),
    ],
)
def test_descriptions_become_one(short: str, long: str, both: str) -> None:
    assert description(short, long) == both


async def test_a_small_shop_moves_in(client: httpx.AsyncClient, platform: Platform) -> None:
    shop = await users.seller(platform)
    height = {"name": "height", "label": "Height", "kind": "number", "unit": "mm"}
    category = await products.category(platform, f"Pots {shop.id}", attributes=[height])
    data = small_shop().replace(b"Home > Ceramics", f"Home > Pots {shop.id}".encode())
    data = data.replace(b",Home,", f",Pots {shop.id},".encode())
    trial = await sent_and_done(client, platform, shop, data, dry_run="true")
    assert (trial["format"], trial["counts"]["imported"]) == ("woocommerce", 6)
    assert await products_of(platform, shop) == {}
    done = await sent_and_done(client, platform, shop, data)
    assert done["counts"] == {
        "imported": 6, "published": 4, "submitted": 0, "variants": 8, "pictures": 4, "skipped": 0, "refused": 4,
        "lines_changed": 5,
        "lines_refused": 4,
    }  # fmt: skip
    found = await products_of(platform, shop)
    assert found["BOWL"]["category_id"] == category
    assert found["BOWL"]["attributes"] == {"height": 85}
    variants = {variant["sku"]: variant for variant in await variants_of(platform, shop)}
    assert (variants["TEE-M"]["price_amount"], variants["TEE-M"]["compare_at_amount"]) == (1900, 2100)
    assert variants["CAP-B"]["options"] == {"Colour": "Blue"}
    rows = await report(client, shop, done["id"], outcome="refused")
    assert [row["line"] for row in rows] == [13, 14, 15, 16]
    again = await sent_and_done(client, platform, shop, data)
    assert (again["counts"]["imported"], again["counts"]["skipped"], again["counts"]["refused"]) == (0, 6, 4)


async def test_it_goes_on_after_a_crash_though_variations_stand_far_below(
    client: httpx.AsyncClient, platform: Platform
) -> None:
    shop = await users.seller(platform)
    count = 250
    heads = [line(sku=f"T{number}", kind="variable", stock="", price="") for number in range(count)]
    sizes = [
        variation(f"T{number}", sku=f"T{number}-{size}", name1="Size", value1=size)
        for number in reversed(range(count))
        for size in ("S", "M")
    ]
    started = await send(client, shop, file(*heads, *sizes))
    job = await platform.db.run(actions.claim_import)
    assert job is not None
    text = (await platform.storage.get(job.source_key)).decode("utf-8-sig")

    def crash(_: actions.Batch) -> None:
        raise RuntimeError("the process dies")

    with pytest.raises(RuntimeError):
        await flow.work_through(platform, job, iter(text.splitlines(keepends=True)), crash)
    before = len(await products_of(platform, shop))
    assert 0 < before < count
    await until_idle(platform)
    address = f"/api/v1/sellers/{shop.ref}/imports/{started.json()['id']}"
    done = (await client.get(address, headers=shop.headers)).json()
    assert (done["state"], done["counts"]["imported"], done["counts"]["skipped"]) == ("done", count, 0)
    assert (done["counts"]["variants"], done["lines_done"]) == (2 * count, done["lines_total"])
    assert len(await variants_of(platform, shop)) == 2 * count
    assert len(await report(client, shop, done["id"], outcome="imported")) == count
