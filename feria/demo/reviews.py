"""What buyers have said about what arrived: the same reviews each time, by the real actions, when it happened."""

from collections import defaultdict
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

import msgspec

from feria.core import events, ids
from feria.core.auth import ANONYMOUS, Principal
from feria.core.db import Tx
from feria.core.platform import Platform
from feria.demo import catalogue, history, orders, people
from feria.demo.catalogue import Thing
from feria.services.order import rules
from feria.services.product.actions import review_answers, reviews
from feria.services.product.schemas.reviews import FlagIn, ReviewIn

REVIEWS_FROM = catalogue.MOMENT + 40_000
WRITTEN = 0.74
WORST = 2
STARS = ((5, 64), (4, 25), (3, 7), (2, 4))
ANSWERED = {5: 0.12, 4: 0.2, 3: 0.75, 2: 1.0}
VOTED = 0.3


class _Line(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    seller_id: int
    product_id: UUID
    order_id: UUID
    shopper_id: int
    delivered_at: datetime


class _Voices:
    """The texts by category and stars, in their order, beginning again when they are used up."""

    def __init__(self) -> None:
        self._texts = catalogue.table("reviews")
        self._used: defaultdict[tuple[str, int], int] = defaultdict(int)

    def text(self, thing: Thing, stars: int) -> str:
        """Something to say about this thing."""
        kind = thing.category.partition("/")[0]
        return self._next(self._texts[kind].get(str(stars)) or self._texts[kind]["4"], kind, stars)

    def reply(self, stars: int) -> str:
        """What a seller answers: the first texts make good, the others thank."""
        texts = self._texts["replies"]["texts"]
        return self._next(texts[:3] if stars < 4 else texts[3:], "reply", min(stars, 4))

    def _next(self, texts: list[str], kind: str, stars: int) -> str:
        place = self._used[kind, stars]
        self._used[kind, stars] += 1
        return texts[place % len(texts)]


async def tell(platform: Platform, base: datetime) -> int:
    """Write the reviews of all that has arrived before `base`, in one transaction; how many. Once told, none."""
    async with platform.db.transaction(now=base) as tx:
        if await tx.fetchval("SELECT EXISTS (SELECT FROM product.reviews)"):
            return 0
        count = await _write(tx, base, platform.settings.secret)
    await platform.db.run(events.leave_out, "notification", base - history.MAILED_FOR)
    history.set_time(base)
    await events.drain(platform)
    return count


async def _write(tx: Tx, base: datetime, secret: str) -> int:
    things, voices = {thing.id: thing for thing in catalogue.things()}, _Voices()
    owners = {shop.number: people.owner_of(shop) for shop in catalogue.shops()}
    written: list[tuple[UUID, int]] = []
    for place, line in enumerate(await _lines(tx)):
        chance = Random(4_071 + place)
        stars = _stars(chance)
        if chance.random() > WRITTEN:
            continue
        text = voices.text(things[line.product_id], stars)
        tx.now = line.delivered_at + timedelta(minutes=int(60 * (8 + 190 * chance.random())))
        if tx.now > base:
            continue
        is_guest = line.shopper_id >= orders.GUESTS_FROM
        tx.actor = ANONYMOUS if is_guest else Principal(line.shopper_id)
        data = ReviewIn(line_id=ids.encode("line", line.id), stars=stars, text=text)
        with ids.repeatable(REVIEWS_FROM + place):
            review_id = await reviews.write_review(
                tx, line.product_id, data, rules.order_token(secret, line.order_id)
            )
        written.append((review_id, stars))
        if text:
            answers_at = tx.now + timedelta(hours=4 + 30 * chance.random())
            await _vote(tx, line, review_id, chance)
            if chance.random() < ANSWERED[stars] and answers_at < base:
                tx.now, tx.actor = answers_at, owners[line.seller_id]
                await review_answers.reply(tx, review_id, voices.reply(stars))
    await _flag(tx, base, [review_id for review_id, stars in written if stars == WORST])
    return len(written)


async def _vote(tx: Tx, line: _Line, review_id: UUID, chance: Random) -> None:
    """Some reviews help other buyers."""
    if chance.random() > VOTED:
        return
    accounts = [person for person in people.people() if person.number]
    for voter in chance.sample(accounts, 1 + int(chance.random() * 5)):
        if voter.number != line.shopper_id:
            tx.actor = voter.principal
            await review_answers.vote(tx, review_id, True)


async def _flag(tx: Tx, base: datetime, worst: list[UUID]) -> None:
    """One of the worst waits for the operator."""
    tx.now, tx.actor = base - timedelta(hours=3), people.people()[3].principal
    await review_answers.flag(
        tx, worst[-1], FlagIn(reason="not_about_product", note="This is about the parcel, not the thing.")
    )
    tx.now = base


def _stars(chance: Random) -> int:
    point = chance.random() * sum(weight for _, weight in STARS)
    for stars, weight in STARS:
        point -= weight
        if point < 0:
            return stars
    return STARS[-1][0]


async def _lines(tx: Tx) -> list[_Line]:
    """What has arrived, in the order of its orders."""
    found: list[_Line] = []
    for shop in catalogue.shops():
        found += await tx.all(
            _Line,
            """SELECT id, seller_id, product_id, order_id, shopper_id, delivered_at FROM product.reviewable_lines
               WHERE seller_id = $1 ORDER BY id""",
            shop.number,
        )
    return sorted(found, key=lambda line: line.id)
