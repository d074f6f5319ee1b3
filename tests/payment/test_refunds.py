"""Refunds: who may, how much, what the ledger gets, races, and the crash matrix."""

import asyncio
from typing import Any, Literal
from uuid import uuid4

import httpx
import pytest

from feria.core import ids
from feria.core.platform import Platform
from feria.services.payment import contract, flows, jobs
from feria.services.payment.actions import earnings, refunds
from feria.services.payment.contract import RefundPart
from feria.services.payment.gateways import test_provider
from feria.services.payment.rules.attempts import RefundReport
from tests.conftest import Later
from tests.factories import payments, users
from tests.factories.payments import Payable
from tests.factories.users import Account


async def ask(
    client: httpx.AsyncClient, order: Payable, headers: dict[str, str], *, key: str = ""
) -> httpx.Response:
    return await client.post(
        f"/api/v1/payments/{order.ref}/refund",
        headers=headers | {"Idempotency-Key": key or uuid4().hex},
        json={"reason": "the glaze is cracked"},
    )


@pytest.fixture
async def finance(platform: Platform) -> Account:
    return await users.operator(platform, "finance")


async def test_full_refund_reverses_everything(
    client: httpx.AsyncClient, platform: Platform, finance: Account
) -> None:
    order = await payments.paid(client, platform)
    answer = await ask(client, order, finance.headers)
    assert answer.status_code == 201, answer.text
    refund = answer.json()
    assert (refund["status"], refund["payment_id"], refund["reason"]) == (
        "succeeded", order.ref, "the glaze is cracked",
    )  # fmt: skip
    assert refund["amount"] == {"amount": order.amount, "currency": "EUR"}
    refund_id = ids.decode("ref", refund["id"])
    posted = await payments.postings(platform, refund_id)
    commission = sum(share.commission_amount for share in order.shares)
    assert posted == {
        ("refund", "buyer_refunds_due", 0): -order.amount,
        ("refund", "commission_revenue", 0): commission,
        **{("refund", "seller_pending", share.seller_id): share.net_amount for share in order.shares},
        ("refund_paid", "buyer_refunds_due", 0): order.amount,
        ("refund_paid", "provider_clearing", 0): -order.amount,
    }
    seen = await payments.look(client, order)
    assert (seen["status"], seen["refunded"]["amount"], len(seen["refunds"])) == (
        "succeeded",
        order.amount,
        1,
    )
    nothing = await ask(client, order, finance.headers)
    assert (nothing.status_code, nothing.json()["type"].rpartition("/")[2]) == (409, "nothing-to-refund")
    assert await payments.faults(platform) == []


async def test_sellers_refund_their_own_part_only(
    client: httpx.AsyncClient, platform: Platform, finance: Account
) -> None:
    order = await payments.paid(client, platform)
    mine, yours = order.shares
    answer = await ask(client, order, order.sellers[0].headers)
    assert (answer.status_code, answer.json()["amount"]["amount"]) == (201, mine.gross_amount)
    assert (await ask(client, order, order.sellers[0].headers)).status_code == 409
    rest = await ask(client, order, finance.headers)
    assert (rest.status_code, rest.json()["amount"]["amount"]) == (201, yours.gross_amount)
    assert await payments.faults(platform) == []


async def test_who_may_refund(client: httpx.AsyncClient, platform: Platform) -> None:
    order = await payments.paid(client, platform)
    staff = await users.member(platform, order.sellers[0], "staff")
    other_seller, buyer = await users.seller(platform), await users.account(platform)
    support = await users.operator(platform, "support")
    expected = [({}, 401), (order.headers, 401), (buyer.headers, 404), (other_seller.headers, 404)]
    expected += [(staff.headers, 403), (support.headers, 403)]
    for headers, status in expected:
        assert (await ask(client, order, headers)).status_code == status
    assert (await payments.look(client, order))["refunded"]["amount"] == 0
    manager = await users.member(platform, order.sellers[0], "manager")
    assert (await ask(client, order, manager.headers)).status_code == 201


async def test_unpaid_payments_have_nothing_to_refund(
    client: httpx.AsyncClient, platform: Platform, finance: Account
) -> None:
    order = await payments.payable(client, platform)
    assert (await ask(client, order, finance.headers)).status_code == 409
    assert await payments.faults(platform) == []


async def test_twenty_at_once_refund_once(
    client: httpx.AsyncClient, platform: Platform, finance: Account
) -> None:
    order = await payments.paid(client, platform)
    doors = [finance.headers, order.sellers[0].headers, order.sellers[1].headers, finance.headers] * 5
    answers = await asyncio.gather(*(ask(client, order, headers) for headers in doors))
    amounts = [answer.json()["amount"]["amount"] for answer in answers if answer.status_code == 201]
    assert sum(amounts) == order.amount
    assert {answer.status_code for answer in answers} == {201, 409}
    assert await payments.faults(platform) == []


async def test_one_key_twenty_times_refunds_once(
    client: httpx.AsyncClient, platform: Platform, finance: Account
) -> None:
    order = await payments.paid(client, platform)
    answers = await asyncio.gather(*(ask(client, order, finance.headers, key="same") for _ in range(20)))
    assert {answer.status_code for answer in answers} <= {201, 409}
    numbers = {answer.json()["id"] for answer in answers if answer.status_code == 201}
    last = await ask(client, order, finance.headers, key="same")
    assert numbers == {last.json()["id"]}
    assert last.headers["idempotent-replayed"] == "true"
    assert await payments.faults(platform) == []


def part_of(order: Payable, wanted: int, /, **change: Any) -> RefundPart:
    share = order.shares[0]
    none = RefundPart(
        seller_id=share.seller_id,
        seller_order_id=share.seller_order_id,
        amount=0,
        commission_amount=0,
        commission_tax_amount=0,
    )
    part = contract.reversal(share, none, wanted)
    return RefundPart(**{name: getattr(part, name) for name in RefundPart.__struct_fields__} | change)


async def request(platform: Platform, order: Payable, *parts: RefundPart, cause: Any = None) -> Any:
    return await platform.db.run(
        contract.request_refund,
        shopper_id=order.shopper_id,
        payment_id=order.payment_id,
        parts=parts,
        reason="a test",
        cause_id=cause or uuid4(),
    )


async def test_many_partial_refunds_at_once_never_exceed_the_captured(
    client: httpx.AsyncClient, platform: Platform
) -> None:
    order = await payments.paid(client, platform)
    gross = order.shares[0].gross_amount
    part = part_of(order, gross // 3, commission_amount=1)
    made = await asyncio.gather(*(request(platform, order, part) for _ in range(20)), return_exceptions=True)
    assert sum(not isinstance(one, Exception) for one in made) == 3
    assert all(isinstance(one, contract.RefundTooLarge) for one in made if isinstance(one, Exception))
    await send_all(platform)
    assert (await payments.look(client, order))["refunded"]["amount"] == gross // 3 * 3
    assert await payments.faults(platform) == []


async def send_all(platform: Platform) -> None:
    while await flows.send_refunds(platform):
        continue


async def test_one_cause_refunds_once(client: httpx.AsyncClient, platform: Platform) -> None:
    order = await payments.paid(client, platform)
    cause = uuid4()
    first = await request(platform, order, part_of(order, 100), cause=cause)
    assert await request(platform, order, part_of(order, 100), cause=cause) == first
    await send_all(platform)
    assert (await payments.look(client, order))["refunded"]["amount"] == 100
    assert await payments.faults(platform) == []


@pytest.mark.parametrize(
    "change",
    [{"amount": 10**9}, {"amount": -1}, {"commission_amount": 10**9}, {"commission_amount": -1}, {"seller_id": 1},
     {"seller_order_id": ids.new(9)}, {"commission_tax_amount": 1}],
)  # fmt: skip
async def test_parts_that_do_not_fit_are_refused(
    client: httpx.AsyncClient, platform: Platform, change: dict[str, Any]
) -> None:
    order = await payments.paid(client, platform)
    with pytest.raises(contract.RefundTooLarge):
        await request(platform, order, part_of(order, 100, **change))
    assert (await payments.look(client, order))["refunded"]["amount"] == 0


async def test_after_release_it_comes_from_what_is_available(
    client: httpx.AsyncClient, platform: Platform, later: Later
) -> None:
    order = await payments.paid(client, platform)
    async with platform.db.transaction() as tx:
        for share in order.shares:
            await earnings.schedule_release(tx, share.seller_id, share.seller_order_id, tx.now)
    later(days=7, seconds=1)
    while await jobs.release_earnings(platform):
        continue
    finance = await users.operator(platform, "finance")
    answer = await ask(client, order, finance.headers)
    posted = await payments.postings(platform, ids.decode("ref", answer.json()["id"]))
    for share in order.shares:
        assert posted[("refund", "seller_available", share.seller_id)] == share.net_amount
    assert await payments.faults(platform) == []


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("resumed_by", ["same key", "job"])
async def test_broken_off_at_the_provider_it_goes_on(
    client: httpx.AsyncClient,
    platform: Platform,
    finance: Account,
    moment: Literal["before", "after"],
    resumed_by: str,
) -> None:
    order = await payments.paid(client, platform)
    test_provider.faults["refund"] = moment
    answer = await ask(client, order, finance.headers, key="k")
    assert (answer.status_code, answer.json()["status"]) == (201, "requested")
    assert await payments.faults(platform) == []  # clean also between the steps
    for _ in range(2):
        if resumed_by == "same key":
            again = await ask(client, order, finance.headers, key="k")
            assert again.json()["id"] == answer.json()["id"]
        await send_all(platform)
    seen = await payments.look(client, order)
    assert [refund["status"] for refund in seen["refunds"]] == ["succeeded"]
    async with platform.db.reading() as tx:
        sent = await tx.fetchval(
            """SELECT refunded_amount FROM payment.test_intents
               WHERE idempotency_key = (SELECT captured_attempt_id FROM payment.payments WHERE id = $1)""",
            order.payment_id,
        )
    assert sent == order.amount
    assert await payments.faults(platform) == []


async def test_recorded_twice_it_counts_once(
    client: httpx.AsyncClient, platform: Platform, finance: Account
) -> None:
    order = await payments.paid(client, platform)
    refund_id = ids.decode("ref", (await ask(client, order, finance.headers)).json()["id"])
    report = RefundReport(ref="tr_1", status="succeeded", amount=order.amount, currency="EUR")
    await platform.db.run(refunds.record_refund, refund_id, report)
    assert await payments.count_transfers(platform, order) == 3
    assert await payments.faults(platform) == []


@pytest.mark.parametrize(("status", "amount"), [("failed", 100), ("succeeded", 99)])
async def test_what_the_provider_refuses_stays_due_and_is_flagged(
    client: httpx.AsyncClient, platform: Platform, status: Literal["failed", "succeeded"], amount: int
) -> None:
    order = await payments.paid(client, platform)
    refund_id = await request(platform, order, part_of(order, 100))
    report = RefundReport(ref="tr_1", status=status, amount=amount, currency="EUR", failure_code="closed")
    await platform.db.run(refunds.record_refund, refund_id, report)
    seen = await payments.look(client, order)
    assert [refund["status"] for refund in seen["refunds"]] == ["failed"]
    assert await payments.faults(platform) == []
