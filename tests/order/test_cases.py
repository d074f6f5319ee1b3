"""Cases over HTTP: who may open them when, the whole table of steps, whose turn it is, and where the money goes."""

from typing import Any

import pytest

from feria.app import Application
from feria.core import clock, events, ids, money
from feria.core.platform import Platform
from feria.services.order import jobs
from feria.services.order.rules import Role
from feria.services.order.rules import cases as rules
from feria.services.payment import jobs as payment_jobs
from tests.api.fingerprint import fingerprint
from tests.conftest import Later
from tests.factories import users
from tests.factories.orders import API
from tests.order.claims import Claim, ask, complain, disputed
from tests.order.orders import Sale, assert_clean, at, clock_does, paid, slug, stock, unpaid

PEOPLE: tuple[Role, ...] = ("buyer", "seller", "operator")


async def balance(sale: Sale) -> tuple[int, int]:
    """What is pending and what is available of the shop's money."""
    answer = await sale.guest.http.get(
        f"{API}/sellers/{sale.shop.ref}/balance", headers={"X-Order-Token": "", **sale.shop.headers}
    )
    found = answer.json()["balances"][0]
    return found["pending"]["amount"], found["available"]["amount"]


async def released(platform: Platform, later: Later, sale: Sale, days: int) -> tuple[int, int]:
    """The balance after the clock has released what is due by then."""
    await events.drain(platform)
    await clock_does(platform, later, payment_jobs.release_earnings, days=days)
    return await balance(sale)


async def test_the_operator_splits_a_case(app: Application, platform: Platform, later: Later) -> None:
    claim = await disputed(app, platform, later)
    sale = claim.sale
    assert slug(await complain(sale)) == (409, "case-open")
    assert claim.made["messages"][0] | {"id": "", "at": ""} == {
        "id": "", "by": "buyer", "text": "It is broken.", "at": "",
    }  # fmt: skip
    answered = await claim.step("message")
    assert answered.json()["status"] == "awaiting_buyer"
    assert (await claim.show()).status_code == (await claim.show("seller")).status_code == 201
    assert (await claim.step("under_review", "buyer")).json()["status"] == "under_review"
    total = (await sale.part())["total"]["amount"]
    wrong: list[dict[str, Any]] = [{"amount": None}, {"amount": total}, {"amount": total + 1}, {"reason": ""}]
    for fields in wrong:
        assert slug(await claim.step("split", "operator", **fields)) == (422, "invalid"), fields
    pending = (await balance(sale))[0]
    decided = await claim.step("split", "operator", amount=1000, reason="The picture shows it")
    assert decided.status_code == 200, decided.text
    assert (decided.json()["refunded"]["amount"], decided.json()["decision"]) == (
        1000,
        "The picture shows it",
    )
    assert (await sale.part())["refunded"]["amount"] == 1000
    # The marketplace gives its part back, too, in proportion.
    commission = money.divide_half_up((total - pending) * 1000, total)
    assert pending - (await balance(sale))[0] == 1000 - commission
    assert slug(await claim.step("message", "buyer")) == (409, "case-closed")
    assert slug(await claim.show()) == (409, "evidence-closed")
    await clock_does(platform, later, jobs.move_cases, days=15)
    assert (await claim.seen())["status"] == "closed"
    await assert_clean(platform)


async def test_an_open_case_keeps_the_money_pending(
    app: Application, platform: Platform, later: Later
) -> None:
    claim = await disputed(app, platform, later)
    before = await balance(claim.sale)
    assert before[1] == 0
    assert await released(platform, later, claim.sale, 8) == before
    assert (await claim.step("closed", "buyer")).status_code == 200
    assert await released(platform, later, claim.sale, 8) == (0, before[0])
    await assert_clean(platform)


async def test_all_of_it_goes_back_and_what_is_not_shipped_is_cancelled(
    app: Application, platform: Platform, later: Later
) -> None:
    sale = await paid(app, platform)
    assert (await sale.ship(1)).status_code == 201
    assert slug(await complain(sale, "not_received")) == (409, "case-too-early")
    assert slug(await complain(sale, "damaged")) == (409, "case-too-early")
    later(days=30)
    made = await complain(sale, "not_received")
    assert made.status_code == 201, made.text
    claim = Claim(sale, "case", made.json(), {})
    later(days=-30)
    assert (await claim.step("resolved_buyer")).status_code == 200
    part = await sale.part()
    assert (part["refunded"], part["status"]) == (part["total"], "shipped")
    assert (await stock(platform, sale)) == (9, 0)
    assert slug(await complain(sale, "not_received")) == (409, "case-too-late")
    await assert_clean(platform)


async def test_a_shop_that_gives_in_gives_back_all(
    app: Application, platform: Platform, later: Later
) -> None:
    claim = await disputed(app, platform, later)
    assert slug(await claim.step("resolved_buyer", amount=1)) == (422, "invalid")
    assert (await claim.seen())["status"] == "awaiting_seller"
    assert (await claim.step("resolved_buyer")).status_code == 200
    part = await claim.sale.part()
    assert part["refunded"] == part["total"]


async def test_nobody_opens_cases_without_end(app: Application, platform: Platform, later: Later) -> None:
    sale = await at(app, platform, later, "delivered")
    for _ in range(rules.CASES_MAX):
        claim = Claim(sale, "case", (await complain(sale)).json(), {})
        assert (await claim.step("closed", "buyer")).status_code == 200
    assert slug(await complain(sale)) == (409, "case-too-late")


async def test_who_may_open_one_when(app: Application, platform: Platform, later: Later) -> None:
    waiting = await unpaid(app, platform)
    assert slug(await complain(waiting)) == (409, "case-too-late")
    sale = await at(app, platform, later, "delivered")
    offered = (await sale.guest.http.get(f"{API}/orders/{sale.order['id']}/cases")).json()["openable"]
    assert offered[0]["reasons"] == ["not_as_described", "damaged", "counterfeit", "refund_missing"]
    later(days=101)
    offered = (await sale.guest.http.get(f"{API}/orders/{sale.order['id']}/cases")).json()["openable"]
    assert offered[0]["reasons"] == []
    assert slug(await complain(sale)) == (409, "case-too-late")
    assert slug(await complain(sale, text=" ")) == (422, "invalid")
    assert slug(await complain(sale, seller_order_id="sord_zzzzzzzzzzzzzzzzzzzzzzzzzz")) == (422, "invalid")


async def test_a_return_after_the_case_is_not_paid_twice(
    app: Application, platform: Platform, later: Later
) -> None:
    claim = await disputed(app, platform, later)
    made = (await ask(claim.sale, 2)).json()
    assert (await claim.step("resolved_buyer")).status_code == 200
    closing = Claim(claim.sale, "return", made, {})
    done = await closing.step("refunded")
    assert (done.status_code, done.json()["refunded"]["amount"]) == (200, 0), done.text
    part = await claim.sale.part()
    assert part["refunded"] == part["total"]
    await assert_clean(platform)


# The table of steps.


def test_the_table_leads_to_every_state() -> None:
    by_hand = {to for _, to in rules.TRANSITIONS}
    assert by_hand | {"opened", "awaiting_seller", "awaiting_buyer"} == set(rules.STATUSES)
    assert set(rules.WHEN_DUE) | {"opened", "under_review", "closed"} == set(rules.STATUSES)
    assert rules.due_at("closed", clock.now()) is None
    assert all(rules.due_at(status, clock.now()) for status in rules.WHEN_DUE)


def allowed(who: Role, before: rules.Status, after: rules.Status) -> int:
    if not rules.may_request([who], after):
        return 403
    return 200 if before == after or who in rules.TRANSITIONS.get((before, after), ()) else 409


@pytest.mark.parametrize("before", [status for status in rules.STATUSES if status != "opened"])
async def test_every_step_from_a_state_by_everybody(
    app: Application, platform: Platform, later: Later, before: rules.Status
) -> None:
    claim = await disputed(app, platform, later, before)
    untouched = await fingerprint(platform)
    steps = [(after, who) for after in rules.STATUSES for who in PEOPLE]
    for after, who in steps:
        expected = allowed(who, before, after)
        if expected != 200 or before == after:
            assert (await claim.step(after, who)).status_code == expected, (before, after, who)
    assert await fingerprint(platform) == untouched
    for after, who in steps:
        if allowed(who, before, after) == 200 and before != after:
            fresh = await disputed(app, platform, later, before)
            answer = await fresh.step(after, who)
            assert (answer.status_code, answer.json()["status"]) == (200, after), (before, after, who)
    await assert_clean(platform)


async def test_moderators_look_and_do_not_decide(app: Application, platform: Platform, later: Later) -> None:
    claim = await disputed(app, platform, later, "under_review")
    claim.operator = dict((await users.operator(platform, "moderator")).headers)
    assert (await claim.seen("operator"))["status"] == "under_review"
    assert slug(await claim.step("resolved_seller", "operator")) == (403, "forbidden")
    assert slug(await claim.step("message", "operator")) == (403, "forbidden")


# The clock, and mails.


async def test_deadlines(app: Application, platform: Platform, later: Later) -> None:
    silent = await disputed(app, platform, later)
    answered = await disputed(app, platform, later, "awaiting_buyer")
    await clock_does(platform, later, jobs.move_cases, days=2, hours=23)
    assert (await silent.seen())["status"] == "awaiting_seller"
    await clock_does(platform, later, jobs.move_cases, days=3, minutes=1)
    assert (await silent.seen())["status"] == "under_review"
    assert (await answered.seen())["status"] == "awaiting_buyer"
    await clock_does(platform, later, jobs.move_cases, days=7, minutes=1)
    assert (await silent.seen())["status"] == "under_review"
    assert (await answered.seen())["status"] == "closed"
    await assert_clean(platform)


async def test_the_desk_learns_of_a_silent_shop(app: Application, platform: Platform, later: Later) -> None:
    claim = await disputed(app, platform, later)
    await clock_does(platform, later, jobs.move_cases, days=3, minutes=1)
    assert (await claim.step("resolved_seller", "operator")).status_code == 200
    later(days=4)
    await events.drain(platform)
    later(days=-4)
    async with platform.db.reading() as tx:
        rows = await tx.fetch(
            """SELECT DISTINCT data->>'status' AS status, data->>'reader' AS reader FROM notification.messages
               WHERE template = 'claim' AND data->>'claim_id' = $1 ORDER BY 1, 2""",
            str(ids.decode("case", claim.ref)),
        )
    assert [tuple(row) for row in rows] == [
        ("awaiting_seller", "seller"), ("resolved_seller", "buyer"), ("resolved_seller", "seller"),
        ("under_review", "buyer"), ("under_review", "operator"), ("under_review", "seller"),
    ]  # fmt: skip
    board = await claim.sale.guest.http.get(
        f"{API}/operator/cases?task=to_decide", headers=claim.headers("operator")
    )
    assert claim.ref not in [one["id"] for one in board.json()["items"]]
