"""The whole transition table: every state × every door × everybody. What is not allowed leaves no trace at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from feria.app import Application
from feria.core import ids
from feria.core.platform import Platform
from feria.services.order import contract, rules
from feria.services.order.actions import cancelling, closing, shipping
from tests.api.fingerprint import fingerprint
from tests.conftest import Later
from tests.factories import users
from tests.factories.orders import API
from tests.order.orders import SHIPMENT, Sale, assert_clean, at, expire_while_paying, late_money, paid, unpaid

STATES = rules.SELLER_ORDER_STATUSES
MEMBERS, STAFF = ("owner", "manager", "staff"), ("support", "finance", "moderator")
STRANGERS = ("nobody", "other buyer", "other seller")
BUYERS = ("buyer", "guest")
PEOPLE = (*STRANGERS, *BUYERS, *MEMBERS, *STAFF)
# The order above a single seller order shows these.
ORDER_OF = {"awaiting_payment": "pending_payment", "accepted": "placed"}
CLOCK = {
    "awaiting_payment": "expired", "placed": "cancelled", "shipped": "delivered", "delivered": "completed",
}  # fmt: skip


@dataclass(frozen=True)
class Door:
    """A way to ask for a status: what is called, and the status that it leads to."""

    name: str
    status: str

    def expected(self, who: str, before: str) -> int:
        """The answer that `domain.md` asks for."""
        if self.name == "put":
            return self._of_put(who, before)
        if self.name == "ship":
            return self._of_ship(who, before)
        if who in STRANGERS or (who in MEMBERS and self.name == "cancel order"):
            return 404
        if who not in BUYERS:
            if self.name == "cancel order" or who not in (*MEMBERS, "support"):
                return 403
            return 200 if before in rules.TO_SHIP else 409
        return 200 if before in ("awaiting_payment", "placed", "accepted") else 409

    def _of_put(self, who: str, before: str) -> int:
        if who in STRANGERS:
            return 404
        if who in BUYERS and self.status != "delivered":
            return 403
        if before == self.status:
            return 200
        role: rules.Role = "buyer" if who in BUYERS else "seller" if who in MEMBERS else "operator"
        if role not in rules.TRANSITIONS.get((before, self.status), ()):
            return 409
        return 403 if who in ("finance", "moderator") else 200

    def _of_ship(self, who: str, before: str) -> int:
        if who in ("nobody", "guest"):
            return 401
        if who in STRANGERS:
            return 404
        if who not in (*MEMBERS, "support"):
            return 403
        return 201 if before in ("accepted", "partially_shipped") else 409

    def moves(self, who: str, before: str) -> bool:
        """Whether this is a step: allowed, and not the state it is in already."""
        return self.expected(who, before) < 400 and before != self.status

    async def ask(self, sale: Sale, headers: Mapping[str, str]) -> httpx.Response:
        """Knock."""
        body: dict[str, Any] = {"reason": "a test"}
        parcel = {**SHIPMENT, "tracking_number": "the next"}
        if self.name == "put":
            body |= {"status": self.status} | ({"shipment": parcel} if self.status == "shipped" else {})
        method, path = {
            "put": ("PUT", f"{sale.ref}/status"),
            "ship": ("POST", f"{sale.ref}/shipments"),
            "cancel order": ("POST", f"{sale.order['id']}/cancel"),
            "cancel part": ("POST", f"{sale.ref}/cancel"),
        }[self.name]
        return await sale.guest.http.request(
            method,
            f"{API}/orders/{path}",
            json=body | parcel if self.name == "ship" else body,
            headers={"X-Order-Token": "", **headers},
        )


DOORS = [
    *(Door("put", status) for status in STATES),
    Door("ship", "shipped"),
    Door("cancel order", "cancelled"),
    Door("cancel part", "cancelled"),
]
STEPS = [
    (before, door, who)
    for before in STATES
    for door in DOORS
    for who in PEOPLE
    if door.moves(who, before)
]  # fmt: skip


async def crowd_around(platform: Platform, sale: Sale, wanted: tuple[str, ...] = PEOPLE) -> dict[str, Any]:
    """What a request of each carries; `buyer` is an account that took the guest's number over."""
    made: dict[str, Any] = {"nobody": {}, "guest": {"X-Order-Token": sale.guest.token}}
    for who in set(wanted) - made.keys():
        if who == "owner":
            made[who] = sale.shop.headers
        elif who in MEMBERS:
            made[who] = (await users.member(platform, sale.shop, who)).headers
        elif who in STAFF:
            made[who] = (await users.operator(platform, who)).headers
        elif who == "other seller":
            made[who] = (await users.seller(platform)).headers
        else:
            account = await users.account(platform)
            made[who] = account.headers
            if who == "buyer":
                await claim(platform, sale, account.id)
    return made


async def claim(platform: Platform, sale: Sale, account_id: int) -> None:
    async with platform.db.transaction() as tx:
        await tx.execute(
            'INSERT INTO "user".account_shoppers (shopper_id, account_id, linked_at) VALUES ($1, $2, $3)',
            ids.owner_of(ids.decode("ord", sale.order["id"])),
            account_id,
            tx.now,
        )


async def clock_strikes(platform: Platform, sale: Sale) -> list[str]:
    """What each of the clock's jobs does to this sale now; the statuses of those that did something."""
    shopper_id, order_id = owned("ord", sale.order["id"])
    seller_id, part_id = owned("sord", sale.ref)
    done = [
        ("expired", await platform.db.run(closing.expire_order, shopper_id, order_id)),
        ("cancelled", await platform.db.run(cancelling.cancel_unaccepted, seller_id, part_id)),
        ("delivered", await platform.db.run(shipping.deliver_when_due, seller_id, part_id)),
        ("completed", await platform.db.run(shipping.complete_when_due, seller_id, part_id)),
    ]
    return [status for status, moved in done if moved]


def owned(prefix: str, ref: str) -> tuple[int, Any]:
    found = ids.decode(prefix, ref)
    return ids.owner_of(found), found


@pytest.mark.parametrize("before", STATES)
async def test_what_is_not_allowed_leaves_no_trace(
    app: Application, platform: Platform, later: Later, before: str
) -> None:
    sale = await at(app, platform, later, before)
    people = await crowd_around(platform, sale)
    seen = await sale.seen()
    assert seen["status"] == ORDER_OF.get(before, before)
    untouched = await fingerprint(platform)
    wrong = []
    for door in DOORS:
        for who, headers in people.items():
            if door.moves(who, before):
                continue
            answer = await door.ask(sale, headers)
            if answer.status_code != door.expected(who, before):
                wrong.append((door, who, answer.status_code, answer.text))
    assert wrong == []
    assert await clock_strikes(platform, sale) == []
    if before not in CLOCK:
        later(days=400)
        assert await clock_strikes(platform, sale) == []
    assert await fingerprint(platform) == untouched


@pytest.mark.parametrize(("before", "door", "who"), STEPS, ids=lambda one: getattr(one, "name", None))
async def test_what_is_allowed_works(
    app: Application, platform: Platform, later: Later, before: str, door: Door, who: str
) -> None:
    sale = await at(app, platform, later, before)
    people = await crowd_around(platform, sale, (who,))
    answer = await door.ask(sale, people[who])
    assert answer.status_code == door.expected(who, before), answer.text
    # What is partly on its way and cancelled counts as shipped.
    after = "shipped" if before == "partially_shipped" else door.status
    role = "buyer" if who in BUYERS else "seller" if who in MEMBERS else "operator"
    await stands_at(sale, before, after, role)


async def stands_at(sale: Sale, before: str, after: str, role: str) -> None:
    """The last step of both histories says who did it, and the order above follows."""
    seen = await sale.seen()
    part = seen["seller_orders"][0]
    assert (part["status"], seen["status"]) == (after, ORDER_OF.get(after, after))
    step = [one for one in part["timeline"] if one["from_status"]][-1]
    assert (step["from_status"], step["status"], step["actor"]) == (before, after, role)
    if ORDER_OF.get(before, before) != seen["status"]:
        step = seen["timeline"][-1]
        assert (step["from_status"], step["status"]) == (ORDER_OF.get(before, before), seen["status"])


@pytest.mark.parametrize("before", CLOCK)
async def test_the_clock_takes_its_steps(
    app: Application, platform: Platform, later: Later, before: str
) -> None:
    sale = await at(app, platform, later, before)
    later(days=400)
    assert await clock_strikes(platform, sale) == [CLOCK[before]]
    await stands_at(sale, before, CLOCK[before], "clock")
    assert await clock_strikes(platform, sale) == []  # the next step has its own time


async def test_money_takes_its_steps(app: Application, platform: Platform, later: Later) -> None:
    sale = await unpaid(app, platform, auto_accept=False)
    await sale.guest.pay(sale.order)
    await stands_at(sale, "awaiting_payment", "placed", "payment")
    sale = await unpaid(app, platform, auto_accept=False)
    await expire_while_paying(platform, later, sale)
    await late_money(platform, sale)
    await stands_at(sale, "expired", "placed", "payment")


async def test_everything_adds_up_after_that(platform: Platform) -> None:
    await assert_clean(platform)


@pytest.mark.parametrize(
    "lie", ["to_status = 'completed'", "from_status = 'shipped'", "to_status = from_status"], ids=str
)
async def test_a_history_that_is_no_path_is_found(app: Application, platform: Platform, lie: str) -> None:
    sale = await paid(app, platform)
    seller_id, part_id = owned("sord", sale.ref)
    with pytest.raises(Undone):
        async with platform.db.transaction() as tx:
            changed = await tx.execute(
                f"""UPDATE "order".history SET {lie}
                    WHERE seller_id = $1 AND seller_order_id = $2 AND to_status = 'accepted'""",
                seller_id,
                part_id,
            )
            [fault] = await contract.check(tx)
            raise Undone
    assert changed == 1
    assert fault.endswith(f"no path of the state graph to their status: {sale.order['number']}-1")


class Undone(Exception):
    """Takes back what a test has put in."""


def test_the_table_says_what_the_rules_of_the_marketplace_say() -> None:
    shop = frozenset(("seller", "operator"))
    assert {
        ("placed", "accepted"): shop,
        ("placed", "cancelled"): shop,
        ("accepted", "cancelled"): shop,
        ("accepted", "shipped"): shop,
        ("partially_shipped", "shipped"): shop,
        ("partially_shipped", "cancelled"): shop,
        ("shipped", "delivered"): frozenset(("buyer",)),
    } == rules.TRANSITIONS
