"""Paying an order over HTTP: every outcome of the test provider, retries, strangers, and the crash matrix."""

import asyncio
import dataclasses
from typing import Literal
from uuid import uuid4

import httpx
import msgspec
import pytest

from feria.app import Application
from feria.core import ids, jobs
from feria.core.errors import Invalid, NotFound
from feria.core.platform import Platform
from feria.services.payment import flows
from feria.services.payment.gateways import directory, test_provider
from feria.services.payment.gateways.directory import test_provider as provider_of
from tests.conftest import Later
from tests.factories import payments, users
from tests.factories.orders import Shopper


async def test_success_moves_payment_and_ledger(client: httpx.AsyncClient, platform: Platform) -> None:
    order = await payments.payable(client, platform)
    answer = await payments.pay(client, order)
    assert answer.status_code == 200
    assert answer.json() == {
        "id": order.ref,
        "order_id": order.order_ref,
        "status": "succeeded",
        "amount": {"amount": order.amount, "currency": "EUR"},
    }
    assert answer.headers["cache-control"] == "no-store"
    posted = await payments.postings(platform, order.payment_id)
    assert posted.pop(("settlement", "provider_clearing", 0)) == order.amount
    assert posted.pop(("settlement", "commission_revenue", 0)) == -sum(payments.COMMISSIONS)
    assert posted == {
        ("settlement", "seller_pending", one.seller_id): -one.net_amount for one in order.shares
    }
    assert await payments.faults(platform) == []


async def test_paid_orders_cannot_be_paid_again(client: httpx.AsyncClient, platform: Platform) -> None:
    order = await payments.paid(client, platform)
    answer = await payments.pay(client, order)
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (409, "already-paid")
    assert await payments.count_transfers(platform, order) == 1


async def test_decline_leaves_the_order_payable(client: httpx.AsyncClient, platform: Platform) -> None:
    order = await payments.payable(client, platform)
    key = uuid4().hex
    answer = await payments.pay(client, order, "decline", key=key)
    assert (answer.status_code, answer.json()["status"]) == (200, "failed")
    assert answer.json()["failure_code"] == "card_declined"
    assert (await payments.look(client, order))["status"] == "requires_payment"
    again = await client.post(
        "/api/v1/payments/process",
        headers=order.headers | {"Idempotency-Key": key},
        json={"order_id": order.order_ref, "payment_method": "test", "test_outcome": "decline"},
    )
    assert again.json() == answer.json()
    assert again.headers["idempotent-replayed"] == "true"
    assert (await payments.pay(client, order)).json()["status"] == "succeeded"
    assert await payments.faults(platform) == []


async def test_same_key_with_another_body_is_refused(client: httpx.AsyncClient, platform: Platform) -> None:
    order = await payments.payable(client, platform)
    assert (await payments.pay(client, order, "decline", key="k")).status_code == 200
    assert (await payments.pay(client, order, "succeed", key="k")).status_code == 422
    assert (await payments.look(client, order))["status"] == "requires_payment"


@pytest.mark.parametrize("press", ["approve", "decline"])
async def test_challenge_goes_by_the_providers_page(
    client: httpx.AsyncClient, platform: Platform, press: str
) -> None:
    order = await payments.payable(client, platform)
    answer = await payments.pay(client, order, "challenge")
    assert answer.json()["status"] == "requires_action"
    where = answer.json()["redirect_url"]
    assert where.startswith("http://feria.test/dev/pay/ti_")
    assert (await payments.look(client, order))["redirect_url"] == where
    blocked = await payments.pay(client, order)
    assert (blocked.status_code, blocked.json()["type"].rpartition("/")[2]) == (409, "payment-in-progress")
    ref = where.rpartition("/")[2]
    decided = await client.post(f"/api/v1/test-provider/{ref}/{press}")
    status = "succeeded" if press == "approve" else "failed"
    assert decided.json() == {"status": status, "order_id": order.order_ref}
    # The page's buttons say the same again, and lead back to the shop.
    back = await client.post(f"/dev/pay/{ref}", data={"decision": press})
    assert (back.status_code, back.headers["location"]) == (303, f"/checkout/return?order={order.order_ref}")
    await provider_of(platform).send_webhooks()
    expected = "succeeded" if press == "approve" else "requires_payment"
    assert (await payments.look(client, order))["status"] == expected
    assert await payments.faults(platform) == []


async def test_unknown_challenge_is_not_found(client: httpx.AsyncClient) -> None:
    assert (await client.post("/api/v1/test-provider/ti_unknown/approve")).status_code == 404
    assert (await client.post("/api/v1/test-provider/ti_unknown/perhaps")).status_code in (404, 422)
    assert (await client.post("/dev/pay/ti_unknown", data={"decision": "approve"})).status_code == 404
    assert (await client.post("/dev/pay/ti_unknown", data={"decision": "perhaps"})).status_code == 422


async def test_late_payment_settles_by_webhook(
    client: httpx.AsyncClient, platform: Platform, later: Later
) -> None:
    order = await payments.payable(client, platform)
    assert (await payments.pay(client, order, "late")).json()["status"] == "processing"
    await provider_of(platform).send_webhooks()
    assert (await payments.look(client, order))["status"] == "processing"
    later(seconds=test_provider.LATE_SECONDS + 1)
    await provider_of(platform).send_webhooks()
    assert (await payments.look(client, order))["status"] == "succeeded"
    assert await payments.faults(platform) == []


async def test_lost_webhook_is_found_by_polling_within_five_minutes(
    client: httpx.AsyncClient, platform: Platform, later: Later
) -> None:
    order = await payments.payable(client, platform)
    await payments.pay(client, order, "late")
    later(seconds=61)
    while await flows.poll_attempts(platform):
        continue
    assert (await payments.look(client, order))["status"] == "succeeded"
    assert await payments.faults(platform) == []


@pytest.mark.parametrize("outcome", ["challenge", "late"])
async def test_cancel_ends_the_attempt_and_another_may_follow(
    client: httpx.AsyncClient, platform: Platform, outcome: str
) -> None:
    order = await payments.payable(client, platform)
    await payments.pay(client, order, outcome)
    for _ in range(2):
        answer = await client.post(f"/api/v1/payments/{order.ref}/cancel", headers=order.headers)
        assert (answer.status_code, answer.json()["status"]) == (200, "requires_payment")
    assert (await payments.pay(client, order)).json()["status"] == "succeeded"
    answer = await client.post(f"/api/v1/payments/{order.ref}/cancel", headers=order.headers)
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (409, "already-paid")
    assert await payments.faults(platform) == []


async def test_strangers_find_nothing(client: httpx.AsyncClient, platform: Platform) -> None:
    order = await payments.payable(client, platform)
    other = await payments.payable(client, platform)
    person = await users.account(platform)
    unknown = ids.encode("pay", ids.new(order.shopper_id))
    for headers in ({}, other.headers, person.headers, order.sellers[0].headers):
        bodies = [
            await client.get(f"/api/v1/payments/{order.ref}", headers=headers),
            await client.get(f"/api/v1/payments/{unknown}", headers=headers),
            await client.post(f"/api/v1/payments/{order.ref}/cancel", headers=headers),
            await client.post(
                "/api/v1/payments/process",
                headers=headers | {"Idempotency-Key": "x"},
                json={"order_id": order.order_ref, "payment_method": "test"},
            ),
        ]
        assert [body.status_code for body in bodies] == [404] * 4
        assert len({body.text for body in bodies}) == 1
    assert (await payments.look(client, order))["status"] == "requires_payment"


async def test_a_stranger_keeps_nobody_from_paying(
    app: Application, client: httpx.AsyncClient, platform: Platform
) -> None:
    order = await payments.payable(client, platform)
    stranger = Shopper(app).http
    for number in range(61):
        answer = await stranger.post(
            "/api/v1/payments/process",
            headers={"Idempotency-Key": "x"},
            json={"order_id": order.order_ref, "payment_method": "test"},
        )
        assert answer.status_code == (404 if number < 60 else 429)
    assert (await payments.pay(client, order)).status_code == 200


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"payment_method": "gold"}, 422),
        ({"payment_method": ""}, 422),
        ({"order_id": "ord_0"}, 422),
        ({"test_outcome": "maybe"}, 422),
        ({"card_number": "4242424242424242"}, 422),
    ],
)
async def test_bad_input_changes_nothing(
    client: httpx.AsyncClient, platform: Platform, change: dict[str, str], status: int
) -> None:
    order = await payments.payable(client, platform)
    answer = await client.post(
        "/api/v1/payments/process",
        headers=order.headers | {"Idempotency-Key": "x"},
        json={"order_id": order.order_ref, "payment_method": "test", **change},
    )
    assert answer.status_code == status
    missing = await client.post(
        "/api/v1/payments/process",
        headers=order.headers,
        json={"order_id": order.order_ref, "payment_method": "test"},
    )
    assert missing.status_code == 400
    assert (await payments.look(client, order))["status"] == "requires_payment"


async def test_one_key_twenty_times_takes_the_money_once(
    client: httpx.AsyncClient, platform: Platform
) -> None:
    order = await payments.payable(client, platform)
    answers = await asyncio.gather(*(payments.pay(client, order, key="same") for _ in range(20)))
    assert {answer.status_code for answer in answers} <= {200, 409}
    assert {answer.json()["status"] for answer in answers if answer.status_code == 200} == {"succeeded"}
    assert (await payments.pay(client, order, key="same")).json()["status"] == "succeeded"
    assert await payments.count_transfers(platform, order) == 1
    assert await payments.faults(platform) == []


async def test_twenty_keys_at_once_take_the_money_once(client: httpx.AsyncClient, platform: Platform) -> None:
    order = await payments.payable(client, platform)
    answers = await asyncio.gather(*(payments.pay(client, order) for _ in range(20)))
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 19
    assert await payments.count_transfers(platform, order) == 1
    assert await payments.faults(platform) == []


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("outcome", ["succeed", "decline", "late"])
@pytest.mark.parametrize("resumed_by", ["same key", "poller", "cancel"])
async def test_broken_off_at_the_provider_it_goes_on(
    client: httpx.AsyncClient,
    platform: Platform,
    later: Later,
    moment: Literal["before", "after"],
    outcome: str,
    resumed_by: str,
) -> None:
    order = await payments.payable(client, platform)
    test_provider.faults["start"] = moment
    assert (await payments.pay(client, order, outcome, key="k")).status_code == 503
    assert (await payments.look(client, order))["status"] == "processing"
    for _ in range(2):  # whatever takes it up may run twice
        if resumed_by == "same key":
            assert (await payments.pay(client, order, outcome, key="k")).status_code == 200
        elif resumed_by == "cancel":
            await client.post(f"/api/v1/payments/{order.ref}/cancel", headers=order.headers)
        else:
            later(seconds=121)
            await flows.poll_attempts(platform)
    later(seconds=121)
    while await provider_of(platform).send_webhooks():
        continue
    await flows.poll_attempts(platform)
    status = (await payments.look(client, order))["status"]
    took = outcome != "decline" and (
        resumed_by == "same key" or (resumed_by == "poller" and moment == "after") or (
            resumed_by == "cancel" and moment == "after" and outcome == "succeed")
    )  # fmt: skip
    assert status == ("succeeded" if took else "requires_payment")
    assert await payments.count_transfers(platform, order) == (1 if took else 0)
    assert await payments.faults(platform) == []


async def test_deadline_ends_payment(client: httpx.AsyncClient, platform: Platform, later: Later) -> None:
    order = await payments.payable(client, platform)
    later(minutes=31)
    answer = await payments.pay(client, order)
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (409, "payment-over")


async def test_all_jobs_run(platform: Platform, app: object) -> None:
    for job in jobs.of(["payment"]):
        await jobs.run_once(platform, job)
    assert len(jobs.of(["payment"])) >= 5


async def test_unanswered_challenge_ends_with_the_deadline(
    client: httpx.AsyncClient, platform: Platform, later: Later
) -> None:
    order = await payments.payable(client, platform)
    await payments.pay(client, order, "challenge")
    later(minutes=31)
    while await flows.poll_attempts(platform):
        continue
    assert (await payments.last_attempt(platform, order)).state == "cancelled"
    assert await payments.faults(platform) == []


async def test_production_refuses_the_test_provider_unless_allowed(platform: Platform) -> None:
    production = msgspec.structs.replace(platform.settings, env="production")
    refused = dataclasses.replace(platform, settings=production)
    with pytest.raises(Invalid):
        directory.provider_for_method(refused, "test")
    with pytest.raises(NotFound):
        provider_of(refused)
    settings = msgspec.structs.replace(production, allow_test_provider=True)
    allowed = dataclasses.replace(platform, settings=settings)
    assert directory.provider_for_method(allowed, "test").name == "test"
