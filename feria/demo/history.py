"""Orders of the past, told by the real actions while the clock of this process stands where each step happened.

An order is one transaction from cart to completion; its events are delivered afterwards, day by day.
"""

import asyncio
import heapq
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from random import Random
from uuid import UUID

from feria.core import clock, events, idempotency, ids
from feria.core.auth import SYSTEM, Principal
from feria.core.db import Tx
from feria.core.money import Money
from feria.core.platform import Platform
from feria.demo import coupons, orders, parcels, people, stalls
from feria.demo.catalogue import shops
from feria.demo.orders import Plan
from feria.services.cart.actions import items, opening, vat_checks
from feria.services.cart.actions.items import Destination
from feria.services.order import rules
from feria.services.order.actions import cancelling, closing, placing, shipping, status
from feria.services.order.actions.placing import Placement
from feria.services.order.queries import rows
from feria.services.order.queries.rows import OrderRow, SellerOrderRow
from feria.services.order.schemas import CancelIn, LineQuantityIn, OrderIn, ShipmentIn, StatusIn
from feria.services.payment import jobs as payment_jobs
from feria.services.payment.actions import payments, refunds
from feria.services.payment.actions.payments import Wish
from feria.services.payment.gateways import directory, test_provider
from feria.services.payment.queries import refunds as stored_refunds

SHOPPING = timedelta(minutes=9)
TO_PAY = timedelta(seconds=95)
TOLD_BY_BUYER = 0.7
CARRIERS = {"ES": ("Correos", "PK"), "PT": ("CTT", "RR")}
OPERATOR = Principal(stalls.OPERATOR_NUMBER, operator_roles=frozenset({"admin"}))
_SHOPS = {shop.number: shop for shop in shops()}


def set_time(when: datetime) -> None:
    """Let this process believe that it is `when`, for what does not ask the transaction."""
    clock.move_to_offset(when - (clock.now() - clock.offset()))


async def tell(platform: Platform, plan: Plan, base: datetime) -> None:
    """The whole story of one order as far as `base`, in one transaction."""
    with ids.repeatable(orders.ORDERS_FROM + plan.place):
        async with platform.db.transaction() as tx:
            await _Story(platform, tx, plan, base).tell()


Step = Callable[[], Awaitable[None]]


@dataclass
class _Story:
    """One order on its way. Steps of several sellers happen in the order of their times, as they did."""

    platform: Platform
    tx: Tx
    plan: Plan
    base: datetime
    agenda: list[tuple[datetime, int, Principal, Step]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = Random(9_000 + self.plan.place)
        self.secret = self.platform.settings.secret
        self.placed_at = self.base - self.plan.age
        self.buyer = self.plan.person.principal
        self.order: OrderRow
        self.token: str | None = None
        self.steps = count()

    async def tell(self) -> None:
        """From the cart to the present."""
        story = self.plan.story
        parts = await self._place()
        await self._take_turns(parts)
        if story == orders.LAPSED:
            self._then(self.order.expires_at + timedelta(seconds=8), SYSTEM, self._lapse)
        elif story == orders.DROPPED:
            self._then(self.placed_at + timedelta(minutes=12), self.buyer, self._drop)
        elif story != orders.UNPAID:
            paid_at = await self._pay_at_last()
            if story == orders.TAKEN_BACK:
                self._then(paid_at + timedelta(minutes=24), self.buyer, self._take_back)
            else:
                self._begin(parts, paid_at)
        happened = await self._work_off()
        if story == orders.REFUNDED and happened:
            self._then(self.tx.now + timedelta(days=2), OPERATOR, self._refund_all)
            await self._work_off()

    async def _take_turns(self, parts: list[SellerOrderRow]) -> None:
        """One story of a seller at a time from here on: each takes numbers of its documents, in the order of its steps.

        Elsewhere a transaction ships for one seller only, and takes its number last.
        """
        for seller_id in sorted(part.seller_id for part in parts):
            await self.tx.execute("SELECT pg_advisory_xact_lock(7002, $1::integer)", seller_id)

    def _begin(self, parts: list[SellerOrderRow], paid_at: datetime) -> None:
        """Each seller sets to work, but for those who wait or refuse."""
        for place, part in enumerate(parts):
            seller = people.owner_of(_SHOPS[part.seller_id])
            if self.plan.story in (orders.REFUSED, orders.LESS) and place == 0:
                self._then(paid_at + self._between(6, 26), seller, partial(self._refuse, part))
            elif self.plan.story not in (orders.WAITS, orders.LESS):
                self._prepare(part, paid_at, seller)

    def _then(self, when: datetime, actor: Principal, step: Step) -> None:
        heapq.heappush(self.agenda, (when, next(self.steps), actor, step))

    async def _work_off(self) -> bool:
        """Take the steps in the order of their times; False when one of them lies in the future."""
        while self.agenda:
            when, _, actor, step = heapq.heappop(self.agenda)
            if when > self.base:
                return False
            await self._come(when, actor)
            await step()
        return True

    async def _come(self, when: datetime, actor: Principal) -> None:
        """Go to a moment as somebody; what the moment before has collected is written."""
        await self.tx.flush()
        self.tx.now, self.tx.actor = when, actor
        set_time(when)

    def _between(self, least_hours: float, most_hours: float) -> timedelta:
        return timedelta(minutes=int(60 * (least_hours + (most_hours - least_hours) * self.chance.random())))

    async def _place(self) -> list[SellerOrderRow]:
        """Fill the cart and order it."""
        tx, person = self.tx, self.plan.person
        await self._come(self.placed_at - SHOPPING, self.buyer)
        cart_token = None
        if self.plan.guest_number is not None:
            _, cart_token = await opening.cart_of_new_guest(tx, shopper_id=self.plan.guest_number)
            await tx.flush()
        else:
            await items.clear_cart(tx, None)  # of what an order that lapsed has left there
        for line in self.plan.lines:
            await items.add_item(tx, cart_token, line.piece.id, line.quantity)
        if self.plan.number in coupons.TYPED:
            await items.enter_code(tx, cart_token, coupons.TYPED[self.plan.number])
        if person.vat_id:
            await vat_checks.record_check(
                tx, person.vat_id, valid=True, consultation=f"TEST-{self.plan.number}", source="test"
            )
        place = Destination(
            country=person.country,
            postal_code=person.postal_code,
            company=person.company,
            vat_id=person.vat_id,
        )
        quoted = await items.set_place(tx, cart_token, place)
        await self._come(self.placed_at, self.buyer)
        data = OrderIn(
            shipping_address=person.address,
            expected_total=Money(quoted.cart.total.amount, quoted.cart.total.currency),
            payment_method="test",
            email=person.email,
        )
        wish = Placement(
            data=data,
            body=self.plan.number.encode(),
            key=f"demo-{self.plan.number}",
            cart_token=cart_token,
            secret=self.secret,
            number=self.plan.number,
        )
        placed = await placing.place_order(tx, wish)
        assert placed.fresh is not None, "the loader leaves out orders that are there"
        self.order = placed.fresh.order
        if cart_token is not None:
            self.token = rules.order_token(self.secret, self.order.id)
        return placed.fresh.parts

    async def _pay_at_last(self) -> datetime:
        """Pay, perhaps after a card was declined; when the money arrived."""
        when = self.placed_at + TO_PAY
        if self.plan.story == orders.DECLINED:
            await self._pay(when, "decline")
            when += 2 * TO_PAY
        await self._pay(when, "succeed")
        return when

    async def _pay(self, when: datetime, outcome: str) -> None:
        await self._come(when, self.buyer)
        wish = Wish(
            order_id=self.order.id,
            provider="test",
            method="test",
            outcome=outcome,
            token_hash=None if self.token is None else rules.token_hash(self.token),
        )
        key = idempotency.key_for(
            self.order.shopper_id, "process_payment", f"demo-{outcome}-{self.plan.number}", b""
        )
        attempt, _ = await payments.begin_attempt(self.tx, wish, key)
        await self._come(when + timedelta(seconds=4), SYSTEM)
        report = await directory.test_provider(self.platform).start(attempt)
        await payments.record_result(self.tx, report)

    async def _lapse(self) -> None:
        await closing.expire_order(self.tx, self.order.shopper_id, self.order.id)

    async def _drop(self) -> None:
        await cancelling.cancel_order(
            self.tx, self.order.id, self.token, CancelIn(reason="I chose the wrong size")
        )

    async def _take_back(self) -> None:
        await cancelling.cancel_order(
            self.tx, self.order.id, self.token, CancelIn(reason="Ordered twice by mistake")
        )
        self._refund_soon()

    async def _refuse(self, part: SellerOrderRow) -> None:
        """The seller cannot deliver."""
        wanted = StatusIn(
            status="cancelled", reason="One piece came out of the workshop cracked, and I have no other"
        )
        await status.change_status(self.tx, part.id, wanted, token=None)
        self._refund_soon()

    def _prepare(self, part: SellerOrderRow, paid_at: datetime, seller: Principal) -> None:
        """Accept, where that is not done at once, and put the parcel or parcels on the agenda."""
        shop, story = _SHOPS[part.seller_id], self.plan.story
        accepted_at = paid_at
        if not shop.auto_accept:
            accepted_at += self._between(1.5, 20)
            self._then(accepted_at, seller, partial(self._accept, part))
        how = parcels.carried(self.plan.age, shop)
        if story == orders.ACCEPTED:
            if how:
                self._then(self.base - how.age, seller, partial(self._ship, part, None))
            return
        slow = any(line.thing.made_to_order for line in self.plan.lines if line.thing.shop is shop)
        shipped_at = accepted_at + (self._between(190, 320) if slow else self._between(14, 46))
        if how:
            shipped_at = self.base - how.age
        if story in (orders.HALF, orders.IN_TWO):
            self._then(shipped_at, seller, partial(self._ship_one, part))
            shipped_at += (
                timedelta(days=orders.OLDEST_DAYS) if story == orders.HALF else self._between(40, 70)
            )
        self._then(shipped_at, seller, partial(self._ship_all, part))

    async def _accept(self, part: SellerOrderRow) -> None:
        await status.change_status(self.tx, part.id, StatusIn(status="accepted"), token=None)

    async def _ship_one(self, part: SellerOrderRow) -> None:
        """The first parcel holds one unit of the first line."""
        lines = await rows.lines(self.tx, [part])
        await self._ship(part, [LineQuantityIn(id=ids.encode("line", lines[0].id), quantity=1)])

    async def _ship_all(self, part: SellerOrderRow) -> None:
        """Everything that is left leaves; most buyers say when it has arrived, for the others the clock does."""
        await self._ship(part, None)
        if parcels.carried(self.plan.age, _SHOPS[part.seller_id]):
            return  # its carrier says when it has arrived
        found = await rows.seller_order(self.tx, part.seller_id, part.id)
        assert found is not None
        assert found.due_at is not None, "what is shipped is due to be delivered"
        told_by_buyer = self.chance.random() < TOLD_BY_BUYER
        if self.plan.story == orders.LOPSIDED:
            told_by_buyer = part.number.endswith("-1")
        if told_by_buyer:
            self._then(self.tx.now + self._between(45, 120), self.buyer, partial(self._arrive, part))
        else:
            self._then(found.due_at, SYSTEM, partial(self._arrive, part))

    async def _ship(self, part: SellerOrderRow, some: list[LineQuantityIn] | None) -> None:
        shop = _SHOPS[part.seller_id]
        if how := parcels.carried(self.plan.age, shop):
            await parcels.buy_label(self.tx, self.platform, part, how)
            return
        country = shop.country
        carrier, letters = CARRIERS[country]
        tracking = f"{letters}{int(self.chance.random() * 10**9):09d}{country}"
        parcel = ShipmentIn(carrier=carrier, tracking_number=tracking, items=some)
        await shipping.create_shipment(self.tx, part.id, parcel)

    async def _arrive(self, part: SellerOrderRow) -> None:
        if self.tx.actor is SYSTEM:
            await shipping.deliver_when_due(self.tx, part.seller_id, part.id)
        else:
            await status.change_status(self.tx, part.id, StatusIn(status="delivered"), token=self.token)
        self._then(self.tx.now + rules.COMPLETED_AFTER_DELIVERY, SYSTEM, partial(self._complete, part))

    async def _complete(self, part: SellerOrderRow) -> None:
        await shipping.complete_when_due(self.tx, part.seller_id, part.id)

    async def _refund_all(self) -> None:
        """The operator gives back everything."""
        key = idempotency.key_for(stalls.OPERATOR_NUMBER, "refund", f"demo-{self.plan.number}", b"")
        await refunds.refund_by_hand(
            self.tx, self.order.payment_id, "Broken on the way, the buyer sent pictures", key
        )
        self._refund_soon()

    def _refund_soon(self) -> None:
        self._then(self.tx.now + timedelta(seconds=40), SYSTEM, self._send_refunds)

    async def _send_refunds(self) -> None:
        """The provider confirms what has been asked back."""
        found = await stored_refunds.refunds_of_payment(self.tx, self.order.shopper_id, self.order.payment_id)
        for refund in found:
            if refund.state == "requested":
                report = await directory.test_provider(self.platform).refund(refund)
                await refunds.record_refund(self.tx, refund.id, report)


async def told_already(tx: Tx, plans: tuple[Plan, ...]) -> set[str]:
    """The numbers of those orders that are in the database."""
    found: set[str] = set()
    for plan in plans:
        owner: tuple[int, UUID] | None = await rows.owner_of_number(tx, plan.number)
        if owner is not None:
            found.add(plan.number)
    return found


MAILED_FOR = timedelta(days=3)
DELIVERERS = 2
FIRST_STEPS, LAST_STEPS = timedelta(days=1), timedelta(hours=4)


async def catch_up(platform: Platform, base: datetime) -> None:
    """Deliver what the orders published, day by day (at the end in steps of four hours), and release what is due.

    Mails that are older than three days are left out.
    """
    await platform.db.run(events.leave_out, "notification", base - MAILED_FOR)
    await platform.db.run(test_provider.leave_out_webhooks)
    when = base - timedelta(days=orders.OLDEST_DAYS + 1)
    while when < base:
        when = min(base, when + (FIRST_STEPS if when < base - MAILED_FOR else LAST_STEPS))
        set_time(when)
        await asyncio.gather(*(events.drain(platform) for _ in range(DELIVERERS)))
        await payment_jobs.release_earnings(platform)
