"""Product files for the tests of imports, and the ways to send and run them."""

import asyncio
import csv
import io
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx

from feria.core import clock
from feria.core.platform import Platform
from feria.services.product import jobs
from feria.services.product.flows import imports
from feria.services.product.flows.imports import Done
from tests.factories.users import Seller

COLUMNS = (
    "handle", "title", "description", "category", "brand", "tags", "sku", "option1_name", "option1_value", "price",
    "compare_at_price", "on_hand", "stock_policy", "weight_grams", "published",
)  # fmt: skip
SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "samples" / "shopify"


def line(**cells: str) -> dict[str, str]:
    """A good line of Feria's own format, but for `cells`."""
    good = {
        "handle": "cup",
        "title": "Cup",
        "category": "Home",
        "price": "12.50",
        "on_hand": "3",
        "published": "true",
    }
    return good | cells


def file(*lines: dict[str, str], columns: Sequence[str] = COLUMNS) -> bytes:
    """A file of these lines."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    return out.getvalue().encode()


def many(count: int, variants: int = 1, start: int = 0) -> bytes:
    """A file of so many good products."""
    lines = []
    for number in range(start, start + count):
        first = line(handle=f"p-{number}", title=f"Product {number}", sku=f"S-{number}-0")
        if variants > 1:
            first |= {"option1_name": "Size", "option1_value": "0"}
        lines.append(first)
        lines += [
            {
                "handle": f"p-{number}",
                "sku": f"S-{number}-{size}",
                "option1_value": str(size),
                "price": "9",
                "on_hand": "1",
            }
            for size in range(1, variants)
        ]
    return file(*lines)


async def run_file(platform: Platform, shop: Seller, path: Path, data: bytes, **wanted: Any) -> Done:
    """Import as the command line does."""
    await asyncio.to_thread(path.write_bytes, data)
    return await imports.import_file(platform, path, seller_slug=shop.slug, **wanted)


async def send(
    client: httpx.AsyncClient, shop: Seller, data: bytes, headers: dict[str, str] | None = None, **fields: str
) -> httpx.Response:
    """Send a file over HTTP."""
    return await client.post(
        f"/api/v1/sellers/{shop.ref}/imports",
        files={"file": ("products.csv", data, "text/csv")},
        data=fields,
        headers=shop.headers if headers is None else headers,
    )


async def sent_and_done(
    client: httpx.AsyncClient, platform: Platform, shop: Seller, data: bytes, **fields: str
) -> dict[str, Any]:
    """Send a file and let the worker go through it; the import at its end."""
    answer = await send(client, shop, data, None, **fields)
    assert answer.status_code == 202, answer.text
    while await jobs.run_imports(platform):
        continue
    found = await client.get(
        f"/api/v1/sellers/{shop.ref}/imports/{answer.json()['id']}", headers=shop.headers
    )
    out: dict[str, Any] = found.json()
    return out


async def report(
    client: httpx.AsyncClient, shop: Seller, import_id: object, **query: str
) -> list[dict[str, Any]]:
    """The whole report, page by page."""
    found: list[dict[str, Any]] = []
    after: dict[str, str] = {}
    while True:
        answer = await client.get(
            f"/api/v1/sellers/{shop.ref}/imports/{import_id}/report",
            params={"limit": "100", **query, **after},
            headers=shop.headers,
        )
        assert answer.status_code == 200, answer.text
        found += answer.json()["items"]
        if answer.json()["next"] is None:
            return found
        after = {"after": answer.json()["next"]}


async def products_of(platform: Platform, shop: Seller) -> dict[str, dict[str, Any]]:
    """The shop's products by handle."""
    async with platform.db.reading() as tx:
        rows = await tx.fetch(
            """SELECT p.*, c.name AS category FROM product.products p
               LEFT JOIN product.categories c ON c.id = p.category_id WHERE p.seller_id = $1 ORDER BY p.ordinal""",
            shop.id,
        )
    return {row["external_handle"]: dict(row) for row in rows}


async def variants_of(platform: Platform, shop: Seller) -> list[dict[str, Any]]:
    """The shop's variants with price and stock, in the order of their products."""
    async with platform.db.reading() as tx:
        rows = await tx.fetch(
            """SELECT p.external_handle AS handle, v.sku, v.options, v.title, v.weight_grams, s.policy, s.on_hand,
                      r.price_amount, r.compare_at_amount, r.currency,
                      (SELECT coalesce(sum(on_hand_delta), 0) FROM product.stock_movements m
                       WHERE m.seller_id = v.seller_id AND m.variant_id = v.id) AS moved
               FROM product.variants v
               JOIN product.products p ON p.seller_id = v.seller_id AND p.id = v.product_id
               JOIN product.stock s ON s.seller_id = v.seller_id AND s.variant_id = v.id
               LEFT JOIN product.prices r ON r.seller_id = v.seller_id AND r.variant_id = v.id
               WHERE v.seller_id = $1 ORDER BY p.ordinal, v.position""",
            shop.id,
        )
    return [dict(row) for row in rows]


async def until_idle(platform: Platform) -> None:
    """Let the worker run until no import waits, moving the clock past its pauses."""
    offset = clock.offset()
    for _ in range(20):
        clock.move_to_offset(clock.offset() + timedelta(minutes=11))
        while await jobs.run_imports(platform):
            continue
        async with platform.db.reading() as tx:
            if not await tx.fetchval(
                "SELECT count(*) FROM product.imports WHERE state IN ('queued', 'running')"
            ):
                break
    clock.move_to_offset(offset)
