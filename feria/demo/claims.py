"""What went wrong with orders of the past: returns in every state, and cases that wait or were decided.

The same each time, by the real actions, when it happened.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from feria.core import events, ids
from feria.core.auth import ANONYMOUS, SYSTEM, Principal
from feria.core.db import Tx
from feria.core.platform import Platform
from feria.demo import catalogue, gallery, history, orders, parcels, people
from feria.services.order import rules
from feria.services.order.actions import cases, evidence, returns
from feria.services.order.actions.evidence import Claim
from feria.services.order.queries import claims
from feria.services.order.schemas import LineQuantityIn
from feria.services.order.schemas.cases import CaseIn, CaseStepIn
from feria.services.order.schemas.returns import CameBackIn, ReturnIn, ReturnStepIn
from feria.services.payment import jobs as payment_jobs

CLAIMS_FROM = catalogue.MOMENT + 60_000
ADDRESS = "{name}\nReturns\n{street}\n{postal_code} {town}"
PICTURE_SIZE = (800, 1_000)


class _Part(msgspec.Struct, frozen=True, kw_only=True):
    seller_id: int
    id: UUID
    order_id: UUID
    shopper_id: int
    delivered_at: datetime
    line_id: UUID
    product_id: UUID
    units: int


Story = Callable[["_Teller", _Part], Awaitable[None]]


class _Teller:
    """Goes from moment to moment as whoever acts then."""

    def __init__(self, platform: Platform, tx: Tx, base: datetime) -> None:
        self.platform, self.tx, self.base = platform, tx, base

    async def at(self, hours_ago: float, actor: Principal) -> None:
        """Go to a moment; what the one before has collected is written."""
        await self.tx.flush()
        self.tx.now, self.tx.actor = self.base - timedelta(hours=hours_ago), actor
        history.set_time(self.tx.now)

    def token(self, part: _Part) -> str:
        """The secret of the order's link, by which a guest acts."""
        return rules.order_token(self.platform.settings.secret, part.order_id)

    def buyer(self, part: _Part) -> Principal:
        """Who bought it."""
        return ANONYMOUS if part.shopper_id >= orders.GUESTS_FROM else Principal(part.shopper_id)

    def seller(self, part: _Part) -> Principal:
        """The shop's owner."""
        return people.owner_of(next(shop for shop in catalogue.shops() if shop.number == part.seller_id))

    async def ask(self, part: _Part, hours_ago: float, reason: str, note: str) -> UUID:
        """The buyer asks to send one unit back."""
        await self.at(hours_ago, self.buyer(part))
        line = LineQuantityIn(id=ids.encode("line", part.line_id), quantity=1)
        data = msgspec.convert({"reason": reason, "note": note, "lines": [line]}, ReturnIn)
        return await returns.request_return(self.tx, part.id, self.token(part), data)

    async def step(
        self, part: _Part, return_id: UUID, hours_ago: float, status: str, **fields: object
    ) -> None:
        """One step of a return, by the buyer when it is sent, else by the shop."""
        await self.at(hours_ago, self.buyer(part) if status == "in_transit" else self.seller(part))
        data = msgspec.convert({"status": status, **fields}, ReturnStepIn)
        await returns.change_return(self.tx, return_id, data, token=self.token(part))

    async def approve(self, part: _Part, return_id: UUID, hours_ago: float) -> None:
        """The shop approves and says where it goes."""
        shop = next(one for one in catalogue.shops() if one.number == part.seller_id)
        _, _, street, postal_code = shop.legal
        where = ADDRESS.format(name=shop.name, street=street, postal_code=postal_code, town=shop.town)
        await self.step(part, return_id, hours_ago, "approved", instructions=where)

    async def open(self, part: _Part, hours_ago: float, reason: str, text: str) -> UUID:
        """The buyer opens a case."""
        await self.at(hours_ago, self.buyer(part))
        fields = {"seller_order_id": ids.encode("sord", part.id), "reason": reason, "text": text}
        return await cases.open_case(self.tx, self.token(part), msgspec.convert(fields, CaseIn))

    async def show(self, part: _Part, claim: Claim) -> None:
        """The buyer adds a picture: the thing's own, for want of another."""
        thing = next(one for one in catalogue.things() if one.id == part.product_id)
        shot = gallery.shots(thing)[0]
        key = hashlib.sha256(b"demo evidence" + claim.id.bytes).hexdigest()[:32]
        for width, drawn in zip(claims.WIDTHS, (shot.widths[0], shot.widths[-1]), strict=True):
            file = await asyncio.to_thread(gallery.shipped, shot.name, drawn)
            await self.platform.storage.put(claims.picture_file(key, width), file)
        picture_id = ids.new(part.seller_id)
        await evidence.add_picture(
            self.tx, claim, picture_id, key=key, size=PICTURE_SIZE, token=self.token(part)
        )


async def _asked(to: _Teller, part: _Part) -> None:
    made = await to.ask(part, 9, "damaged", "It came with a crack, though the box was fine.")
    await to.show(part, Claim("return", made))


async def _approved(to: _Teller, part: _Part) -> None:
    made = await to.ask(part, 60, "does_not_fit", "Lovely, but too large for the shelf.")
    await to.approve(part, made, 42)


async def _labelled(to: _Teller, part: _Part) -> None:
    """The shop has bought the label, and the buyer is to print it."""
    made = await to.ask(part, 30, "damaged", "One corner was damaged when I unpacked it.")
    await to.approve(part, made, 5)
    await to.at(4, to.seller(part))
    await parcels.label_return(to.tx, to.platform, made)


async def _on_its_way(to: _Teller, part: _Part) -> None:
    made = await to.ask(part, 96, "not_as_described", "The colour is much darker than in the picture.")
    await to.approve(part, made, 80)
    await to.step(part, made, 30, "in_transit", carrier="CTT", tracking_number="RR482017733PT")


async def _arrived(to: _Teller, part: _Part) -> None:
    made = await to.ask(part, 130, "wrong_item", "I ordered the other size.")
    await to.approve(part, made, 120)
    await to.step(part, made, 90, "in_transit", carrier="CTT", tracking_number="RR482017734PT")
    await to.step(part, made, 6, "received")


async def _refunded(to: _Teller, part: _Part) -> None:
    made = await to.ask(part, 150, "changed_mind", "")
    await to.approve(part, made, 140)
    await to.step(part, made, 100, "in_transit", carrier="Correos", tracking_number="PK00918273ES")
    await to.step(part, made, 50, "received")
    again = [CameBackIn(id=ids.encode("line", part.line_id), restock=True)]
    await to.step(
        part, made, 48, "refunded", deduction=200, reason="The box it is sold in is missing", lines=again
    )


async def _declined(to: _Teller, part: _Part) -> None:
    made = await to.ask(part, 110, "damaged", "It broke when it fell off the table.")
    reason = "It arrived whole, and broke by a fall at home"
    await to.step(part, made, 100, "declined", reason=reason)


async def _undecided(to: _Teller, part: _Part) -> None:
    """The shop has not answered for three days, and the desk has it."""
    made = await to.open(
        part, 90, "not_as_described", "It is said to be hand-thrown, and two of them are alike to the hair."
    )
    await to.show(part, Claim("case", made))
    await to.at(17, SYSTEM)
    await cases.move_when_due(to.tx, part.seller_id, made)


async def _unanswered(to: _Teller, part: _Part) -> None:
    await to.open(part, 20, "damaged", "The lid was in pieces, and my messages are not answered.")


async def _split(to: _Teller, part: _Part) -> None:
    made = await to.open(part, 120, "damaged", "One of the handles is chipped.")
    await to.at(110, to.seller(part))
    await cases.write_message(to.tx, made, "It left here whole. I can offer a part of the price.", None)
    await to.at(100, to.buyer(part))
    await cases.change_case(to.tx, made, CaseStepIn(status="under_review"), token=to.token(part))
    await to.at(70, history.OPERATOR)
    reason = "The picture shows the chip, and it can still be used"
    await cases.change_case(to.tx, made, CaseStepIn(status="split", reason=reason, amount=500), token=None)


# What happened, and how many hours ago it began.
STORIES: tuple[tuple[float, Story], ...] = (
    (9, _asked), (90, _undecided), (60, _approved), (130, _arrived), (150, _refunded), (96, _on_its_way),
    (20, _unanswered), (120, _split), (110, _declined), (30, _labelled),
)  # fmt: skip


async def tell(platform: Platform, base: datetime) -> int:
    """Tell each story of a part of an order that had arrived by then; how many. Once told, none."""
    async with platform.db.transaction(now=base) as tx:
        if await tx.fetchval('SELECT EXISTS (SELECT FROM "order".returns)'):
            return 0
        count = await _write(platform, tx, base)
    await platform.db.run(events.leave_out, "notification", base - history.MAILED_FOR)
    history.set_time(base)
    await events.drain(platform)
    while await payment_jobs.send_refunds(platform):
        continue
    await events.drain(platform)
    return count


async def _write(platform: Platform, tx: Tx, base: datetime) -> int:
    waiting = await _parts(tx, base)
    teller, count = _Teller(platform, tx, base), 0
    for place, (hours, story) in enumerate(STORIES):
        begins = base - timedelta(hours=hours)
        part = next((one for one in waiting if one.delivered_at < begins), None)
        if part is None:
            continue
        waiting.remove(part)
        with ids.repeatable(CLAIMS_FROM + place):
            await story(teller, part)
            await tx.flush()
        count += 1
    tx.now, tx.actor = base, SYSTEM
    return count


async def _parts(tx: Tx, base: datetime) -> list[_Part]:
    """What has arrived in the last days and cost enough to argue about: the demo's own buyer and shop first."""
    found: list[_Part] = []
    for shop in catalogue.shops():
        found += await tx.all(
            _Part,
            """SELECT DISTINCT ON (s.id) s.seller_id, s.id, s.order_id, s.shopper_id, s.delivered_at, l.id AS line_id,
                      l.product_id, l.ordered AS units
               FROM "order".seller_orders s
               JOIN "order".order_lines l ON l.seller_id = s.seller_id AND l.seller_order_id = s.id
               WHERE s.seller_id = $1 AND s.status = 'delivered' AND s.refunded_amount = 0 AND s.total_amount > 1500
                 AND l.refunded = 0 AND l.gross_amount / l.ordered > 800 AND s.delivered_at > $2
               ORDER BY s.id, l.position""",
            shop.number,
            base - timedelta(days=13),
        )
    first, buyer = catalogue.shops()[0].number, people.people()[0].number
    return sorted(found, key=lambda one: (one.shopper_id != buyer, one.seller_id != first, one.id))
