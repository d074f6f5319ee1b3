"""What the demo's buyer and shops have written to each other: threads that wait on either side, and a reported one."""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from feria.core import events, ids
from feria.core.auth import Principal
from feria.core.db import Tx
from feria.core.platform import Platform
from feria.demo import catalogue, history, people
from feria.services.order.actions import messaging
from feria.services.order.actions.messaging import Letter
from feria.services.order.schemas.messages import FirstMessageIn, ReportIn

LETTERS_FROM = catalogue.MOMENT + 60_000
BUYER = "buyer@demo.test"


class _Told(NamedTuple):
    """A thread: what it is about, who begins, and what was written in turn, so many hours before now."""

    about: str
    texts: tuple[str, ...]
    hours_ago: float
    shop_begins: bool = False
    reported: str = ""


async def tell(platform: Platform, base: datetime) -> int:
    """Write the letters of the demo's buyer before `base`, in one transaction; how many. Once told, none."""
    async with platform.db.transaction(now=base) as tx:
        if await tx.fetchval('SELECT EXISTS (SELECT FROM "order".threads)'):
            return 0
        buyer: int = await tx.fetchval('SELECT id FROM "user".accounts WHERE email = $1', BUYER)
        count = 0
        for place, one in enumerate(await _threads(tx, buyer)):
            count += await _write(tx, base, buyer, one, place)
    await platform.db.run(events.leave_out, "notification", base - history.MAILED_FOR)
    history.set_time(base)
    await events.drain(platform)
    return count


async def _threads(tx: Tx, buyer: int) -> list[_Told]:
    parts = await tx.fetch(
        """SELECT id FROM "order".seller_orders WHERE shopper_id = $1 AND placed_at IS NOT NULL
           ORDER BY placed_at DESC, id LIMIT 2""",
        buyer,
    )
    orders = [ids.encode("sord", UUID(int=row["id"].int)) for row in parts]
    bowl, lamp = (
        ids.encode("prod", next(one.id for one in catalogue.things() if one.shop.name == shop))
        for shop in ("Casa Barro", "Luz de Abril")
    )
    return [
        _Told(
            bowl,
            (
                "Can it go into the dishwasher?",
                "It can. The glaze keeps longest if you wash it by hand, though.",
                "Thank you, that settles it.",
            ),
            50,
        ),
        _Told(
            orders[0],
            ("Could you put a card in? It is a present.", "Gladly. What shall it say?"),
            20,
        ),
        _Told(
            orders[1],
            ("The parcel leaves tomorrow: the post has closed for today.",),
            6,
            shop_begins=True,
        ),
        _Told(
            lamp,
            ("Which bulb does it take?", "Ask somebody who knows about lamps."),
            30,
            reported="That is no answer",
        ),
    ]


async def _write(tx: Tx, base: datetime, buyer: int, one: _Told, place: int) -> int:
    seller_id = ids.owner_of(ids.decode(one.about.partition("_")[0], one.about))
    owner = next(people.owner_of(shop) for shop in catalogue.shops() if shop.number == seller_id)
    sides = [owner, Principal(buyer)] if one.shop_begins else [Principal(buyer), owner]
    tx.now, tx.actor = base - timedelta(hours=one.hours_ago), sides[0]
    with ids.repeatable(LETTERS_FROM + place):
        thread_id, _ = await messaging.start(tx, FirstMessageIn(about=one.about, text=one.texts[0]), None)
        for turn, text in enumerate(one.texts[1:], 1):
            tx.now, tx.actor = tx.now + timedelta(hours=1.5), sides[turn % 2]
            said = await messaging.answer(tx, thread_id, None, Letter(text=text))
        if one.reported:
            tx.actor = Principal(buyer)
            report = ReportIn(message_id=ids.encode("msg", said), reason=one.reported)
            await messaging.report(tx, thread_id, None, report)
    return len(one.texts)
