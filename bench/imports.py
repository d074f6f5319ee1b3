"""A file of 10,000 products with 30,000 variants through `feria import products`, and files of 100,000 lines."""

import csv
import json
import os
import sys
import time
from collections.abc import Iterator

from bench.place import Place, settings_of

COLUMNS = (
    "handle,title,description,category,tags,sku,option1_name,option1_value,price,on_hand,published"
).split(",")
SHOPIFY = (
    "Handle,Title,Body (HTML),Type,Tags,Variant SKU,Option1 Name,Option1 Value,Variant Price,Variant Inventory Qty,"
    "Published,Variant Inventory Tracker"
).split(",")
WOOCOMMERCE = (
    "Type,SKU,Name,Published,Description,Categories,Tags,Stock,Regular price,Parent,Attribute 1 name,"
    "Attribute 1 value(s)"
).split(",")
GERMAN = (
    "Kennung,Bezeichnung,Beschreibung,Warengruppe,Tags,Artikelnummer,Option,Größe,Preis,Bestand,Aktiv".split(
        ","
    )
)
SIZES = ("S", "M", "L")
LINES = 100_000
# How many lines a product takes.
FORMATS = {"feria": 3, "shopify": 3, "woocommerce": 4, "mapped": 3}
SECONDS_MAX = 600


def through_a_file(
    place: Place, products: int, seller: str, format: str = "feria"
) -> tuple[float, float, int]:
    """Seconds that the command takes, its own CPU seconds, and the most memory it had in bytes."""
    path = place.home / f"{products}-{format}.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(_lines(format, products, seller))
    said = place.home / "columns.json"
    said.write_text(json.dumps({"columns": dict(zip(GERMAN, COLUMNS, strict=True))}))
    environment = {**os.environ, **settings_of(place.home, place.port, place.app_url)}
    begun = time.monotonic()
    pid = os.posix_spawn(
        sys.executable,
        [sys.executable, "-m", "feria", "import", "products", str(path), "--seller", seller,
         *(["--mapping", str(said)] if format == "mapped" else [])],
        environment,
        file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)],
    )  # fmt: skip
    _, status, used = os.wait4(pid, 0)
    seconds = time.monotonic() - begun
    assert os.waitstatus_to_exitcode(status) == 0, "the import was refused"
    return seconds, used.ru_utime + used.ru_stime, used.ru_maxrss * 1_024


def _lines(format: str, products: int, seller: str) -> Iterator[list[str]]:
    header = {"feria": COLUMNS, "shopify": SHOPIFY, "woocommerce": WOOCOMMERCE, "mapped": GERMAN}[format]
    yield header
    text = "<p>Made by hand from clay that is dug behind the house, and fired twice.</p>" * 3
    tags = "clay, hand-made"
    if format == "woocommerce":  # with every variation as far from its product as can be
        for number in range(products):
            yield ["variable", f"{seller}-{number}", f"Jug {number}", "1", text, "", tags, "", "", "", "Size",
                   ", ".join(SIZES)]  # fmt: skip
        for number in range(products):
            for size in SIZES:
                yield ["variation", f"{seller}-{number}-{size}", "", "1", "", "", "", "5", "12.50",
                       f"{seller}-{number}", "Size", size]  # fmt: skip
        return
    for number in range(products):
        for size in SIZES:
            head = [f"Jug {number}", text, "", tags] if size == SIZES[0] else [""] * 4
            name, published = ("Size", "true") if size == SIZES[0] else ("", "")
            line = [
                f"{seller}-{number}",
                *head,
                f"{seller}-{number}-{size}",
                name,
                size,
                "12.50",
                "5",
                published,
            ]
            yield [*line, "shopify"] if format == "shopify" else line
