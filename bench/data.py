"""The catalogue that the HTTP figures are taken on: 40 sellers, categories of 2,500 and 25,000 products."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg

from feria.core import ids

SELLERS = 40
SMALL, LARGE, REST = 2_500, 25_000, 2_500
ON_HAND = 1_000_000
BEGUN = datetime(2026, 1, 1, tzinfo=UTC)
SHIPPING = 490


@dataclass(frozen=True)
class Catalogue:
    """What the load needs to know of the data."""

    small: UUID
    large: UUID
    variants: list[tuple[int, UUID]]  # seller, variant
    products: list[UUID]


async def fill(owner_url: str, sizes: tuple[int, int, int] = (SMALL, LARGE, REST)) -> Catalogue:
    """Write the catalogue by COPY; about thirty thousand products in a few seconds. `sizes` are the categories'."""
    connection = await asyncpg.connect(owner_url)
    rnd = random.Random(7)  # the same data each time
    sellers = [
        int(await connection.fetchval("""SELECT nextval('"user".owner_numbers')""")) for _ in range(SELLERS)
    ]
    await _sellers(connection, sellers, sum(sizes))
    categories = [ids.new(0) for _ in range(3)]
    await connection.copy_records_to_table(
        "categories",
        schema_name="product",
        columns=["id", "lineage", "slug", "path", "name", "created_at", "updated_at"],
        records=[
            (one, [one], f"bench-{place}", f"bench-{place}", f"Bench {place}", BEGUN, BEGUN)
            for place, one in enumerate(categories)
        ],
    )
    places = [one for one, size in zip(categories, sizes, strict=True) for _ in range(size)]
    rnd.shuffle(places)
    products = [
        _product(number, sellers[number % SELLERS], place, rnd) for number, place in enumerate(places)
    ]
    variants = [(row[0], ids.new(row[0]), row[1]) for row in products]
    await _copy(connection, products, variants, rnd)
    await connection.execute("ANALYZE")
    await connection.close()
    return Catalogue(
        categories[0],
        categories[1],
        [(seller, variant) for seller, variant, _ in variants],
        [row[1] for row in products],
    )


async def _sellers(connection: Any, sellers: list[int], products: int) -> None:
    """The sellers, who get so many products one after the other in turn."""
    await connection.copy_records_to_table(
        "sellers",
        schema_name="user",
        columns=[
            "id",
            "slug",
            "name",
            "country",
            "stall_hue",
            "status",
            "product_count",
            "created_at",
            "updated_at",
        ],
        records=[
            (
                one,
                f"bench-{one}",
                f"Bench {one}",
                "PT",
                one % 360,
                "active",
                len(range(place, products, SELLERS)),
                BEGUN,
                BEGUN,
            )
            for place, one in enumerate(sellers)
        ],
    )
    await connection.copy_records_to_table(
        "shipping_profiles",
        schema_name="user",
        columns=[
            "seller_id",
            "id",
            "market",
            "position",
            "name",
            "kind",
            "amount",
            "currency",
            "min_days",
            "max_days",
        ],
        records=[(one, ids.new(one), "eu", 0, "Parcel", "flat", SHIPPING, "EUR", 2, 4) for one in sellers],
    )


def _product(number: int, seller: int, category: UUID, rnd: random.Random) -> tuple[Any, ...]:
    at = BEGUN + timedelta(minutes=number)
    words = rnd.choices(
        ("glazed", "oak", "linen", "blue", "small", "tall", "mug", "bowl", "lamp", "vase", "tray"), k=4
    )
    title = f"{' '.join(words)} {number}".capitalize()
    text = f"<p>{title}, made by hand in a small workshop.</p>"
    return (
        seller,
        ids.new(seller),
        title,
        title.lower().replace(" ", "-"),
        text,
        category,
        "published",
        at,
        at,
        at,
    )


async def _copy(connection: Any, products: list[Any], variants: list[Any], rnd: random.Random) -> None:
    await connection.copy_records_to_table(
        "products",
        schema_name="product",
        columns=["seller_id", "id", "title", "slug", "description", "category_id", "status", "created_at", "updated_at",
                 "published_at"],
        records=products,
    )  # fmt: skip
    await connection.copy_records_to_table(
        "variants",
        schema_name="product",
        columns=["seller_id", "id", "product_id", "sku", "created_at", "updated_at"],
        records=[
            (seller, one, product, f"B-{place}", BEGUN, BEGUN)
            for place, (seller, one, product) in enumerate(variants)
        ],
    )
    await connection.copy_records_to_table(
        "prices",
        schema_name="product",
        columns=["seller_id", "variant_id", "market", "price_amount", "currency"],
        records=[(seller, one, "eu", rnd.randint(500, 20_000), "EUR") for seller, one, _ in variants],
    )
    await connection.copy_records_to_table(
        "stock",
        schema_name="product",
        columns=["seller_id", "variant_id", "product_id", "on_hand"],
        records=[(seller, one, product, ON_HAND) for seller, one, product in variants],
    )
    await connection.copy_records_to_table(
        "stock_movements",
        schema_name="product",
        columns=[
            "seller_id",
            "variant_id",
            "on_hand_delta",
            "reserved_delta",
            "cause",
            "actor",
            "created_at",
        ],
        records=[(seller, one, ON_HAND, 0, "created", "system", BEGUN) for seller, one, _ in variants],
    )
