"""Returns over HTTP: the whole table of steps, what goes back, what counts as returned, files, mails and the clock."""

from random import Random
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feria.app import Application
from feria.core import events, ids
from feria.core.platform import Platform
from feria.services.notification import rules as notification_rules
from feria.services.order import jobs
from feria.services.order.rules import Role
from feria.services.order.rules import returns as rules
from feria.services.payment import jobs as payment_jobs
from tests.api.fingerprint import fingerprint
from tests.conftest import Later
from tests.factories import coupons, products, users
from tests.factories.hostile_files import picture
from tests.factories.orders import API, Shopper
from tests.order.claims import Claim, ask, piece, returned, whole_of
from tests.order.orders import Sale, assert_clean, at, clock_does, paid, slug, stock

PEOPLE: tuple[Role, ...] = ("buyer", "seller", "operator")


async def test_a_return_with_its_partial_refund(app: Application, platform: Platform, later: Later) -> None:
    claim = await returned(app, platform, later, quantity=2)
    sale, before = claim.sale, await stock(platform, claim.sale)
    assert (claim.made["status"], claim.made["label_paid_by"], claim.made["next"]) == (
        "requested", "buyer", ["cancelled"],
    )  # fmt: skip
    assert slug(await ask(sale)) == (409, "return-open")
    approved = await claim.step("approved", instructions="Rua do Forno 1, Barro")
    assert approved.json()["next"] == ["received", "refunded"], approved.text
    assert (await claim.seen())["instructions"] == "Rua do Forno 1, Barro"
    sent = await claim.step("in_transit", "buyer")
    assert (sent.json()["carrier"], sent.json()["tracking_number"]) == ("CTT", "RR1")
    came = await claim.step("received")
    assert came.json()["lines"][0]["received"] == 2, came.text
    part = await sale.part()
    assert (part["lines"][0]["quantities"]["returned"], part["lines"][0]["quantities"]["refunded"]) == (2, 0)
    whole = part["total"]["amount"]  # all units came back, so the shipping goes back with them
    assert came.json()["refundable"]["amount"] == whole
    assert slug(await claim.step("refunded", deduction=whole + 1)) == (422, "invalid")
    assert slug(await claim.step("refunded", deduction=1, reason=" ")) == (422, "invalid")
    again = [{"id": sale.line, "restock": True}]
    done = (await claim.step("refunded", deduction=500, reason="one was used", lines=again)).json()
    assert (done["refunded"]["amount"], done["deduction_reason"]) == (whole - 500, "one was used")
    part = await sale.part()
    assert part["refunded"]["amount"] == whole - 500
    assert part["payment_status"] == "partially_refunded"
    assert part["lines"][0]["quantities"]["refunded"] == 2
    assert await stock(platform, sale) == (before[0] + 2, before[1])
    assert [step["status"] for step in (await claim.seen())["timeline"]] == [
        "requested", "approved", "in_transit", "received", "refunded",
    ]  # fmt: skip
    await payment_jobs.send_refunds(platform)
    await assert_clean(platform)


async def test_units_go_back_one_by_one_and_the_shipping_with_the_last(
    app: Application, platform: Platform, later: Later
) -> None:
    sale = await at(app, platform, later, "delivered")
    part = await sale.part()
    back = []
    for left in (2, 1):
        offered = (await sale.guest.http.get(f"{API}/orders/{sale.order['id']}/returns")).json()
        assert [one["quantity"] for one in offered["returnable"]] == [left]
        assert slug(await ask(sale, left + 1)) == (422, "invalid")
        made = await ask(sale)
        done = await sale.guest.http.put(
            f"{API}/returns/{made.json()['id']}",
            json={"status": "refunded"},
            headers={"X-Order-Token": "", **sale.shop.headers},
        )
        assert (done.status_code, done.json()["with_goods"]) == (200, False), done.text
        back.append(done.json()["refunded"]["amount"])
    assert back == [1999, part["total"]["amount"] - 1999]
    part = await sale.part()
    assert (part["refunded"], part["payment_status"]) == (part["total"], "refunded")
    assert (part["lines"][0]["quantities"]["returned"], part["lines"][0]["quantities"]["refunded"]) == (0, 2)
    assert slug(await ask(sale)) == (422, "invalid")
    await assert_clean(platform)


async def test_of_what_cost_nothing_the_rest_can_still_be_sent_back(
    app: Application, platform: Platform, client: httpx.AsyncClient
) -> None:
    shop = await users.seller(platform)
    thing = await products.product(platform, shop.id, price=2000)
    guest = Shopper(app)
    await guest.add(thing, 2)
    for deal in (
        await coupons.of_marketplace(client, platform, percent_bps=10_000),
        await coupons.of_shop(client, shop, "free_shipping"),
    ):
        assert (await coupons.enter(guest, deal)).status_code == 200
    order = await guest.order()
    assert order["total"]["amount"] == 0
    await guest.pay(order)
    sale = Sale(shop, thing, guest, order)
    assert (await sale.cancel(lines=[{"id": sale.line, "quantity": 1}])).status_code == 200
    [earning] = (await client.get(f"{API}/sellers/{shop.ref}/balance", headers=shop.headers)).json()["items"]
    assert earning["promotion"]["amount"] == 2000
    assert (await sale.ship()).status_code == 201
    assert (await sale.arrived()).status_code == 200
    asked = await guest.http.post(
        f"{API}/orders/{sale.ref}/returns",
        json={"reason": "changed_mind", "lines": [{"id": sale.line, "quantity": 1}]},
    )
    assert asked.status_code == 201, asked.text
    await assert_clean(platform)


async def test_less_comes_than_was_sent(app: Application, platform: Platform, later: Later) -> None:
    claim = await returned(app, platform, later, "approved", quantity=2)
    assert slug(await claim.step("received", lines=[{"id": claim.sale.line, "quantity": 0}])) == (
        422, "invalid",
    )  # fmt: skip
    assert slug(await claim.step("received", lines=[{"id": claim.sale.line, "quantity": 3}])) == (
        422, "invalid",
    )  # fmt: skip
    assert (await claim.step("received", lines=[{"id": claim.sale.line, "quantity": 1}])).status_code == 200
    assert (await claim.step("refunded")).json()["refunded"]["amount"] == 1999
    quantities = (await claim.sale.part())["lines"][0]["quantities"]
    assert (quantities["returned"], quantities["refunded"]) == (1, 1)
    await assert_clean(platform)
    # The other one may still come.
    assert (await ask(claim.sale)).status_code == 201
    await assert_clean(platform)


async def test_nobody_asks_without_end(app: Application, platform: Platform, later: Later) -> None:
    sale = await at(app, platform, later, "delivered")
    for _ in range(rules.RETURNS_MAX):
        claim = Claim(sale, "return", (await ask(sale)).json(), {})
        assert (await claim.step("cancelled", "buyer")).status_code == 200
    assert slug(await ask(sale)) == (409, "return-closed")


async def test_what_is_not_accepted_counts_as_returned_no_more(
    app: Application, platform: Platform, later: Later
) -> None:
    claim = await returned(app, platform, later, "received")
    assert slug(await claim.step("rejected", reason="")) == (422, "invalid")
    assert (await claim.step("rejected", reason="It is another thing")).json()[
        "answer"
    ] == "It is another thing"
    part = await claim.sale.part()
    assert (part["lines"][0]["quantities"]["returned"], part["refunded"]["amount"]) == (0, 0)
    await assert_clean(platform)


async def test_only_what_has_arrived_and_only_in_time(
    app: Application, platform: Platform, later: Later
) -> None:
    young = await paid(app, platform)
    assert slug(await ask(young)) == (409, "return-closed")
    sale = await at(app, platform, later, "delivered")
    later(days=13, hours=23)
    assert (await sale.guest.http.get(f"{API}/orders/{sale.ref}/returns")).json()["returnable"] != []
    later(hours=2)
    assert (await sale.guest.http.get(f"{API}/orders/{sale.ref}/returns")).json()["returnable"] == []
    assert slug(await ask(sale)) == (409, "return-closed")


async def test_a_shop_may_give_more_time_and_it_is_that_of_the_order(
    app: Application, platform: Platform, later: Later
) -> None:
    shop = await users.seller(platform)
    async with platform.db.transaction() as tx:
        await tx.execute('UPDATE "user".sellers SET returns_days = 30 WHERE id = $1', shop.id)
    product = await products.product(platform, shop.id)
    guest = Shopper(app)
    await guest.add(product, 2)
    order = await guest.order()
    await guest.pay(order)
    sale = Sale(shop, product, guest, order)
    assert (await sale.ship()).status_code == 201
    assert (await sale.arrived()).status_code == 200
    async with platform.db.transaction() as tx:
        await tx.execute('UPDATE "user".sellers SET returns_days = 14 WHERE id = $1', shop.id)
    later(days=29)
    assert (await ask(sale)).status_code == 201


async def test_bad_requests_change_nothing(app: Application, platform: Platform, later: Later) -> None:
    sale = await at(app, platform, later, "delivered")
    before = await fingerprint(platform)
    twice = [{"id": sale.line, "quantity": 1}] * 2
    wrong: tuple[dict[str, Any], ...] = (
        {"lines": twice}, {"lines": []}, {"reason": "because"},
        {"lines": [{"id": "line_zzzzzzzzzzzzzzzzzzzzzzzzzz", "quantity": 1}]},
    )  # fmt: skip
    for fields in wrong:
        assert slug(await ask(sale, **fields)) == (422, "invalid"), fields
    assert await fingerprint(platform) == before
    made = (await ask(sale)).json()
    url = f"{API}/returns/{made['id']}"
    before = await fingerprint(platform)
    wrong = (
        {"status": "approved", "carrier": "CTT"}, {"status": "approved", "deduction": 1, "reason": "x"},
        {"status": "declined"}, {"status": "approved", "lines": [{"id": sale.line}]},
        {"status": "refunded", "lines": [{"id": sale.line, "restock": True}]},
    )  # fmt: skip
    for fields in wrong:
        answer = await sale.guest.http.put(
            url, json=fields, headers={"X-Order-Token": "", **sale.shop.headers}
        )
        assert slug(answer) == (422, "invalid"), fields
    assert await fingerprint(platform) == before


# The table of steps.


def test_the_table_leads_to_every_state_and_out_of_no_end() -> None:
    assert {to for _, to in rules.TRANSITIONS} | {"requested"} == set(rules.STATUSES)
    ends = set(rules.STATUSES) - set(rules.OPEN)
    assert ends == {"declined", "refunded", "rejected", "cancelled"}
    assert not {start for start, _ in rules.TRANSITIONS} & ends


def allowed(who: Role, before: rules.Status, after: rules.Status) -> int:
    if not rules.may_request([who], after):
        return 403
    return 200 if before == after or who in rules.TRANSITIONS.get((before, after), ()) else 409


@pytest.mark.parametrize("before", rules.STATUSES)
async def test_every_step_from_a_state_by_everybody(
    app: Application, platform: Platform, later: Later, before: rules.Status
) -> None:
    claim = await returned(app, platform, later, before)
    untouched = await fingerprint(platform)
    steps = [(after, who) for after in rules.STATUSES for who in PEOPLE]
    for after, who in steps:
        expected = allowed(who, before, after)
        if expected != 200 or before == after:
            assert (await claim.step(after, who)).status_code == expected, (before, after, who)
    assert await fingerprint(platform) == untouched
    for after, who in steps:
        if allowed(who, before, after) == 200 and before != after:
            fresh = await returned(app, platform, later, before)
            answer = await fresh.step(after, who)
            assert (answer.status_code, answer.json()["status"]) == (200, after), (before, after, who)
    await assert_clean(platform)


async def test_staff_needs_a_reason_and_the_role(app: Application, platform: Platform, later: Later) -> None:
    claim = await returned(app, platform, later)
    assert slug(await claim.step("approved", "operator", reason="")) == (422, "invalid")
    claim.operator = dict((await users.operator(platform, "moderator")).headers)
    assert slug(await claim.step("approved", "operator")) == (403, "forbidden")


# The clock.


async def test_a_silent_seller_approves(app: Application, platform: Platform, later: Later) -> None:
    claim = await returned(app, platform, later)
    await clock_does(platform, later, jobs.approve_returns, hours=47)
    assert (await claim.seen())["status"] == "requested"
    await clock_does(platform, later, jobs.approve_returns, hours=48, minutes=1)
    seen = await claim.seen()
    assert (seen["status"], seen["timeline"][-1]["by"]) == ("approved", "clock")
    await clock_does(platform, later, jobs.close_unsent_returns, days=13)
    assert (await claim.seen())["status"] == "approved"
    await clock_does(platform, later, jobs.close_unsent_returns, days=17)
    assert (await claim.seen())["status"] == "cancelled"
    assert (await ask(claim.sale, 2)).status_code == 201  # its units are free again
    await assert_clean(platform)


# Files.


async def test_photos_are_drawn_anew_and_go_by_secret_addresses(
    app: Application, platform: Platform, later: Later
) -> None:
    claim = await returned(app, platform, later)
    shown = await claim.show()
    assert shown.status_code == 201, shown.text
    file = await claim.sale.guest.http.get(shown.json()["url"])
    assert (file.headers["content-type"], file.content[:4]) == ("image/webp", b"RIFF")
    assert "private" in file.headers["cache-control"]
    assert slug(await claim.show("seller")) == (403, "forbidden")
    for _ in range(rules.PHOTOS_MAX - 1):
        assert (await claim.show()).status_code == 201
    files = await platform.storage.listed("claims", "")
    assert slug(await claim.show()) == (409, "evidence-closed")
    assert await platform.storage.listed("claims", "") == files  # what was refused is not kept
    assert (await claim.step("approved")).status_code == 200
    assert slug(await claim.show()) == (409, "evidence-closed")
    for name in ("x", "0" * 32 + "-400.webp", "../labels/a.webp"):
        assert (await claim.sale.guest.http.get(f"{API}/claim-pictures/{name}")).status_code == 404


async def test_a_label_is_for_the_buyer_alone(app: Application, platform: Platform, later: Later) -> None:
    claim = await returned(app, platform, later)
    url, http = f"{API}/returns/{claim.ref}/label", claim.sale.guest.http
    files = {"file": ("label.png", picture(".png", 300, 200))}
    seller = claim.headers("seller")
    assert slug(await http.post(url, files=files, headers=seller)) == (409, "return-conflict")
    assert (await claim.step("approved")).status_code == 200
    bad = {"file": ("label.pdf", b"%PDF-1.7 not a picture")}
    assert slug(await http.post(url, files=bad, headers=seller)) == (422, "bad-picture")
    given = await http.post(url, files=files, headers=seller)
    assert (given.json()["has_label"], given.json()["label_url"]) == (True, None), given.text
    first = (await claim.seen())["label_url"]
    assert (await http.get(first)).content[:4] == b"RIFF"
    assert (await http.post(url, files=files, headers=seller)).status_code == 200
    assert (await http.get(first)).status_code == 404
    assert (await http.get((await claim.seen())["label_url"])).status_code == 200
    put = await http.put(
        f"{API}/returns/{claim.ref}/instructions", json={"instructions": "To the back door"}, headers=seller
    )
    assert put.json()["instructions"] == "To the back door"


# Mails.


async def test_each_side_learns_of_the_others_steps_once(
    app: Application, platform: Platform, later: Later
) -> None:
    claim = await returned(app, platform, later, "received")
    assert (await claim.step("refunded")).status_code == 200
    await events.drain(platform)
    async with platform.db.reading() as tx:
        rows = await tx.fetch(
            """SELECT data->>'status' AS status, data->>'reader' AS reader FROM notification.messages
               WHERE template = 'claim' AND data->>'claim_id' = $1 ORDER BY 1, 2""",
            str(ids.decode("ret", claim.ref)),
        )
    assert [tuple(row) for row in rows] == [
        ("approved", "buyer"), ("received", "buyer"), ("refunded", "buyer"), ("requested", "buyer"),
        ("requested", "seller"),
    ]  # fmt: skip


def test_the_clock_tells_both_sides() -> None:
    assert notification_rules.readers("return", "approved", "seller") == ["buyer"]
    assert notification_rules.readers("return", "approved", "clock") == ["buyer", "seller"]
    assert notification_rules.readers("case", "opened", "buyer") == []


# What goes back.


@given(
    st.lists(st.tuples(st.integers(1, 6), st.integers(0, 90_000)), min_size=1, max_size=4),
    st.integers(0, 2_000),
    st.integers(0, 2**32),
)
def test_all_units_sent_back_are_the_whole(wanted: list[tuple[int, int]], shipping: int, seed: int) -> None:
    """However the units are split into returns, without deductions all of it goes back, and never more."""
    lines = [piece(ordered, total) for ordered, total in wanted]
    part = whole_of(lines, shipping)
    chance = Random(seed)
    while any(line.refunded < line.ordered for line in lines):
        units = [chance.randint(0, line.ordered - line.refunded) for line in lines]
        back = rules.refund(part, lines, units, 0)
        for line, more in zip(lines, units, strict=True):
            line.refunded += more
        part.take(back)
    assert part.refunded_amount == part.total_amount
    assert part.refunded_commission_amount == part.commission_amount
    assert part.refunded_commission_tax_amount == part.commission_tax_amount
    assert part.refunded_promotion_amount == part.promotion_amount
    assert part.refunded_remitted_tax_amount == part.tax_amount
