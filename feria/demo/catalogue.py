"""The things that Lonja's nine sellers sell, composed of the hand-written parts in `data`; no database."""

import html
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any
from uuid import UUID

from feria.core import ids
from feria.services.user.contract import WHOLE_DAY

# The moment in the demo's ids (November 2023); categories, addresses, products and orders each have a stretch.
MOMENT = 1_700_000_000_000
ADDRESSES_FROM, PRODUCTS_FROM = MOMENT + 5_000, MOMENT + 10_000
MARKET, CURRENCY = "eu", "EUR"

Table = dict[str, Any]


@dataclass(frozen=True)
class Shop:
    """A seller with its owner, as in `shops.toml`; `applied` ones wait for the operator."""

    number: int
    slug: str
    name: str
    owner_email: str
    owner_name: str
    owner_number: int
    country: str
    town: str
    legal: tuple[str, str, str, str]
    story: str
    time_zone: str
    locale: str
    stall_hue: int
    processing_days: int
    auto_accept: bool
    applied: bool
    returns_days: int
    returns: str
    posting: str
    shipping: list[Table]
    cut_off_hour: int


@dataclass(frozen=True)
class Piece:
    """A variant: what it is called, what it costs, and how many are to be left on the shelf."""

    id: UUID
    title: str
    sku: str
    amount: int
    compare_at_amount: int | None
    weight_grams: int
    left: int


@dataclass(frozen=True)
class Thing:
    """A product. `form`, `design` (its family's mark in the SKU) and `finish` say what it looks like.

    `age` is how long before the loading it went on sale.
    """

    number: int
    shop: Shop
    id: UUID
    form: str
    design: str
    finish: str
    colour: str
    title: str
    description: str
    category: str
    attributes: Mapping[str, str | int | float | bool]
    option: str | None
    pieces: list[Piece]
    tags: list[str]
    tax_category: str
    made_to_order: bool
    processing_days: int
    status: str
    age: timedelta


def table(name: str) -> Table:
    """A data file."""
    return tomllib.loads(files("feria.demo").joinpath("data", f"{name}.toml").read_text(encoding="utf-8"))


@cache
def shops() -> tuple[Shop, ...]:
    """The nine sellers, and the tenth who has applied."""
    return tuple(_shop(entry) for entry in table("shops")["shop"])


@cache
def categories() -> tuple[Table, ...]:
    """The categories, parents first."""
    return tuple(table("categories")["category"])


def category_id(path: str) -> UUID:
    """The id of a category; categories belong to nobody."""
    place = next(place for place, entry in enumerate(categories()) if entry["path"] == path)
    return ids.at(0, MOMENT + place, 0, 0)


@cache
def things() -> tuple[Thing, ...]:
    """All three hundred, numbered from 1 in the order of their sellers."""
    found: list[Thing] = []
    for shop in shops():
        if not shop.applied:
            found += _things_of(shop, first=len(found) + 1)
    return tuple(found)


def _shop(entry: Table) -> Shop:
    email, name, number = entry["owner"]
    return Shop(
        number=entry["number"],
        slug=entry["slug"],
        name=entry["name"],
        owner_email=email,
        owner_name=name,
        owner_number=number,
        country=entry["country"],
        town=entry["town"],
        legal=tuple(entry.get("legal", ("", "", "", ""))),
        story=entry["story"],
        time_zone=entry["time_zone"],
        locale=entry["locale"],
        stall_hue=entry["stall_hue"],
        processing_days=entry["processing_days"],
        auto_accept=entry.get("auto_accept", True),
        applied=entry.get("applied", False),
        returns_days=entry["returns_days"],
        returns=entry["returns"],
        posting=entry["posting"],
        shipping=entry["shipping"],
        cut_off_hour=entry.get("cut_off_hour", WHOLE_DAY),
    )


def _things_of(shop: Shop, first: int) -> Iterator[Thing]:
    data = table(shop.slug)
    number = first
    for family in data["family"]:
        for place, words in enumerate(family["things"], 1):
            finish, _, note = words.partition(": ")
            yield _thing(
                number, shop, family, {**data["finish"][finish], "key": finish, "note": note, "place": place}
            )
            number += 1


def _thing(number: int, shop: Shop, family: Table, finish: Table) -> Thing:
    chance = Random(number)
    title = family["title"].format(finish=finish["name"])
    made_to_order = family.get("made_to_order", False)
    texts = (family["text"], f"{finish['text']} {finish['note']}", family["care"])
    return Thing(
        number=number,
        shop=shop,
        id=ids.at(shop.number, PRODUCTS_FROM + number, 0, 0),
        form=family["form"],
        design=family["sku"],
        finish=finish["key"],
        colour=finish["colour"],
        title=title[0].upper() + title[1:],
        description="".join(f"<p>{html.escape(text, quote=False)}</p>" for text in texts),
        category=family["category"],
        attributes=_attributes(family, finish),
        option=family.get("option"),
        pieces=_pieces(number, shop, family, finish["place"], chance),
        tags=family["tags"],
        tax_category=family.get("tax", "standard"),
        made_to_order=made_to_order,
        processing_days=14 if made_to_order else shop.processing_days,
        status=_status(number),
        age=_age(number, chance),
    )


def _attributes(family: Table, finish: Table) -> dict[str, str | int | float | bool]:
    """The family's attributes, with those of the finish that the category asks for."""
    known = {
        attribute["name"]
        for entry in categories()
        if family["category"] == entry["path"] or family["category"].startswith(entry["path"] + "/")
        for attribute in entry["attributes"]
    }
    own = {
        name: finish[name] for name in ("colour", "wood", "scent", "skin") if name in finish and name in known
    }
    return {**family["attributes"], **own}


def _pieces(number: int, shop: Shop, family: Table, place: int, chance: Random) -> list[Piece]:
    sizes = family.get("sizes") or [["", family["price"], family["weight"]]]
    initials = "".join(word[0] for word in shop.slug.split("-")).upper()
    reduced = chance.random() < 0.12
    pieces = []
    for position, (title, amount, weight) in enumerate(sizes):
        sku = f"{initials}-{family['sku']}-{place:02d}" + (f"-{position + 1}" if title else "")
        before = -(-amount * 6 // 500) * 100 if reduced else None  # a fifth more, in whole euros
        pieces.append(
            Piece(
                id=ids.at(shop.number, PRODUCTS_FROM + number, 0, position + 1),
                title=title,
                sku=sku,
                amount=amount,
                compare_at_amount=before,
                weight_grams=weight,
                left=_left(chance.random()),
            )
        )
    return pieces


def _left(chance: float) -> int:
    """How many are left: of every hundred variants seven are sold out, and twelve nearly so."""
    if chance < 0.07:
        return 0
    return 1 + int(chance * 100) % 3 if chance < 0.19 else 4 + int(chance * 1_000) % 37


def _status(number: int) -> str:
    if number % 50 == 17:
        return "archived"
    if number % 43 == 11:
        return "in_review" if number % 3 == 0 else "draft"
    return "published"


def _age(number: int, chance: Random) -> timedelta:
    """Every ninth thing is new; the others are older than the oldest order."""
    new = number % 9 == 4
    return timedelta(hours=int(24 * (1 + 38 * chance.random() if new else 120 + 200 * chance.random())))
