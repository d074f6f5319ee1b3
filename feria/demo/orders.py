"""What was ordered in the last ninety days, by whom, and how it went on: the same plan each time; no database."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from random import Random
from typing import TypeVar

from feria.demo import catalogue, people
from feria.demo.catalogue import Piece, Shop, Thing
from feria.demo.people import Person

T = TypeVar("T")

ORDERS_FROM = catalogue.MOMENT + 20_000
GUESTS_FROM = 800
OLDEST_DAYS = 90
OLDER_COUNT = 138
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PARTS_MAX = 3

# How an order goes on. Whatever would lie in the future has not happened yet, so young orders stop on their way.
PLAIN, WAITS, UNPAID, LAPSED, DECLINED = "plain", "waits", "unpaid", "lapsed", "declined"
TAKEN_BACK, DROPPED, REFUSED, REFUNDED, HALF, IN_TWO = (
    "taken back",
    "dropped",
    "refused",
    "refunded",
    "half",
    "in two",
)
ACCEPTED, LESS, LOPSIDED = "accepted", "less", "lopsided"

# The last days by hand, so that every state is there to be seen: hours before the loading, story, sellers if not one.
RECENT: tuple[tuple[float, str, str], ...] = (
    (0.07, UNPAID, "casa-barro"), (0.18, UNPAID, "ilha-azul"), (0.31, UNPAID, "mel-do-vale"),
    (0.8, WAITS, "casa-barro"), (2.2, WAITS, "casa-barro"), (3.5, WAITS, "ilha-azul"),
    (5, WAITS, "casa-barro"), (6.5, TAKEN_BACK, "sabao-velho"), (9, WAITS, "noite-acesa"),
    (14, WAITS, "casa-barro"), (20, WAITS, "folha-e-filho"), (23, DECLINED, "ilha-azul"),
    (25, ACCEPTED, "casa-barro"), (28, LAPSED, "prensa-norte"), (30, LESS, "casa-barro ilha-azul"),
    (33, WAITS, "telar-lento"), (35, ACCEPTED, "casa-barro"), (37, WAITS, "casa-barro"),
    (40, WAITS, "ilha-azul"), (42, ACCEPTED, "casa-barro mel-do-vale"), (50, PLAIN, "casa-barro"),
    (58, HALF, "casa-barro"), (64, HALF, "ilha-azul"), (70, PLAIN, "casa-barro"), (77, REFUSED, "casa-barro"),
    (84, PLAIN, "ilha-azul"), (90, HALF, "casa-barro"), (97, PLAIN, "casa-barro"), (105, PLAIN, "luz-de-abril"),
    (112, PLAIN, "casa-barro"), (120, PLAIN, "ilha-azul"), (131, DROPPED, "casa-barro"),
    (140, PLAIN, "mel-do-vale"), (149, PLAIN, "casa-barro"), (160, PLAIN, "ilha-azul"),
    (170, PLAIN, "casa-barro"), (196, LOPSIDED, "casa-barro ilha-azul"), (203, LOPSIDED, "sabao-velho casa-barro"),
)  # fmt: skip
ONE_PARCEL = (HALF, UNPAID)
STORIES = (
    (PLAIN, 74), (DECLINED, 4), (LAPSED, 6), (TAKEN_BACK, 4), (DROPPED, 2), (REFUSED, 3), (REFUNDED, 3), (IN_TWO, 4),
)  # fmt: skip
# How often each seller is chosen, the demo's first.
LIKED = (("casa-barro", 34), ("ilha-azul", 18), ("noite-acesa", 10), ("mel-do-vale", 10), ("sabao-velho", 9),
         ("folha-e-filho", 7), ("prensa-norte", 6), ("telar-lento", 4), ("luz-de-abril", 3))  # fmt: skip


@dataclass(frozen=True)
class Line:
    """So many of a variant."""

    thing: Thing
    piece: Piece
    quantity: int


@dataclass(frozen=True)
class Plan:
    """An order: `age` before the loading it is placed, and its `story` says what happens then."""

    place: int
    number: str
    age: timedelta
    story: str
    person: Person
    guest_number: int | None
    lines: list[Line]


@cache
def plans() -> tuple[Plan, ...]:
    """All orders, the oldest first."""
    chance = Random(1887)
    ages = [OLDEST_DAYS - (OLDEST_DAYS - 7.5) * (place / OLDER_COUNT) ** 0.85 for place in range(OLDER_COUNT)]
    older = [(_by_day(days, chance), _drawn(STORIES, chance), _drawn(LIKED, chance)) for days in ages]
    recent = [(timedelta(hours=hours), story, shop) for hours, story, shop in RECENT]
    wanted = sorted([*older, *recent], key=lambda one: one[0], reverse=True)
    return tuple(_plan(place, *one, chance) for place, one in enumerate(wanted))


def sold() -> dict[str, int]:
    """Units by SKU that the orders take or hold, whatever becomes of them."""
    units: Counter[str] = Counter()
    for plan in plans():
        for line in plan.lines:
            units[line.piece.sku] += line.quantity
    return dict(units)


def _by_day(days: float, chance: Random) -> timedelta:
    """A moment within six hours of it."""
    return timedelta(minutes=int(days * 1_440 + 720 * (chance.random() - 0.5)))


def _plan(place: int, age: timedelta, story: str, first: str, chance: Random) -> Plan:
    shops = _shops(first, story, chance)
    lines = [line for shop in shops for line in _lines(shop, age, story, chance)]
    person = _person(place, story, chance)
    return Plan(
        place=place,
        number="".join(LETTERS[int(chance.random() * len(LETTERS))] for _ in range(7)),
        age=age,
        story=story,
        person=person,
        guest_number=None if person.number else GUESTS_FROM + place,
        lines=lines,
    )


def _person(place: int, story: str, chance: Random) -> Person:
    """Every fifteenth order is the demo buyer's; those that wait to be paid are guests', each of whom has one cart."""
    everybody = people.people()
    if story == UNPAID:
        return everybody[-1 - place % 3]
    return everybody[0] if place % 15 == 5 else everybody[1 + int(chance.random() * (len(everybody) - 1))]


def _shops(first: str, story: str, chance: Random) -> list[Shop]:
    """The sellers that are named, and now and then one or two more."""
    names = first.split()
    more = chance.random()
    wanted = 1 if story in ONE_PARCEL or more < 0.58 else 2 if more < 0.93 else PARTS_MAX
    while len(names) < wanted:
        name = _drawn(LIKED, chance)
        if name not in names:
            names.append(name)
    by_slug = {shop.slug: shop for shop in catalogue.shops()}
    return [by_slug[name] for name in names]


def _lines(shop: Shop, age: timedelta, story: str, chance: Random) -> list[Line]:
    """One to three things that were on sale then, the earlier ones of a stall more often."""
    there = [
        thing
        for thing in catalogue.things()
        if thing.shop is shop and thing.status == "published" and thing.age > age + timedelta(days=1)
    ]
    if story in (HALF, IN_TWO):
        there = [thing for thing in there if not thing.made_to_order]
    weights = [(thing, 30 / (3 + place)) for place, thing in enumerate(there)]
    count = max(2 if story in (HALF, IN_TWO) else 1, 1 + int(chance.random() ** 2 * 3))
    chosen: dict[int, Line] = {}
    while len(chosen) < count:
        thing = _drawn(weights, chance)
        piece = thing.pieces[int(chance.random() * len(thing.pieces))]
        chosen.setdefault(thing.number, Line(thing, piece, _quantity(chance.random())))
    return list(chosen.values())


def _quantity(chance: float) -> int:
    return 1 if chance < 0.68 else 2 if chance < 0.9 else 4 if chance < 0.96 else 6


def _drawn(weighted: Sequence[tuple[T, float]], chance: Random) -> T:
    """One of these, by weight; written out, since `Random.choices` may change between versions of Python."""
    point = chance.random() * sum(weight for _, weight in weighted)
    for value, weight in weighted:
        point -= weight
        if point < 0:
            return value
    return weighted[-1][0]
