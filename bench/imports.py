"""A file of 10,000 products with 30,000 variants through `feria import products`, and one of 100,000 lines."""

import csv
import os
import sys
import time
from pathlib import Path

from bench.place import Place, settings_of

COLUMNS = (
    "handle,title,description,category,tags,sku,option1_name,option1_value,price,on_hand,published"
).split(",")
SIZES = ("S", "M", "L")
SECONDS_MAX = 600


def through_a_file(place: Place, products: int, seller: str) -> tuple[float, float, int]:
    """Seconds that the command takes, its own CPU seconds, and the most memory it had in bytes."""
    path = place.home / f"{products}.csv"
    _write(path, products, seller)
    environment = {**os.environ, **settings_of(place.home, place.port, place.app_url)}
    begun = time.monotonic()
    pid = os.posix_spawn(
        sys.executable,
        [sys.executable, "-m", "feria", "import", "products", str(path), "--seller", seller],
        environment,
        file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)],
    )
    _, status, used = os.wait4(pid, 0)
    seconds = time.monotonic() - begun
    assert os.waitstatus_to_exitcode(status) == 0, "the import was refused"
    return seconds, used.ru_utime + used.ru_stime, used.ru_maxrss * 1_024


def _write(path: Path, products: int, seller: str) -> None:
    text = "<p>Made by hand from clay that is dug behind the house, and fired twice.</p>" * 3
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        for number in range(products):
            head = {"title": f"Jug {number}", "description": text, "tags": "clay, hand-made", "option1_name": "Size",
                    "published": "true"}  # fmt: skip
            for size in SIZES:
                line = {"handle": f"{seller}-{number}", "sku": f"{seller}-{number}-{size}", "option1_value": size,
                        "price": "12.50", "on_hand": "5"}  # fmt: skip
                writer.writerow(line | (head if size == SIZES[0] else {}))
