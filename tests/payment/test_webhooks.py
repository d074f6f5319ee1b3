"""Webhooks of the provider: any order, doubled, before the answer, forged, late, and about something else."""

import asyncio
from uuid import uuid4

import httpx
import msgspec
import pytest

from feria.core import clock, ids
from feria.core.platform import Platform
from feria.services.payment import flows
from feria.services.payment.actions import payments as actions
from feria.services.payment.gateways import test_provider
from feria.services.payment.gateways.directory import test_provider as provider_of
from feria.services.payment.rules.attempts import Report, Reported
from tests.conftest import Later
from tests.factories import payments
from tests.factories.payments import Payable


async def started(client: httpx.AsyncClient, platform: Platform) -> tuple[Payable, Report]:
    """An order whose payment is processing, and the report that would settle it."""
    order = await payments.payable(client, platform)
    assert (await payments.pay(client, order, "late")).json()["status"] == "processing"
    attempt = await payments.last_attempt(platform, order)
    report = Report(
        provider="test",
        ref=attempt.provider_ref,
        attempt_id=attempt.id,
        order_id=order.order_id,
        status="succeeded",
        amount=order.amount,
        currency="EUR",
    )
    return order, report


async def webhook_state(platform: Platform, event_id: str) -> str | None:
    async with platform.db.reading() as tx:
        found: str | None = await tx.fetchval(
            "SELECT state FROM payment.webhooks WHERE event_id = $1", event_id
        )
    return found


async def test_webhook_settles_once_however_often_it_comes(
    client: httpx.AsyncClient, platform: Platform
) -> None:
    order, report = await started(client, platform)
    answers = await asyncio.gather(
        *(payments.send_webhook(client, platform, report, event_id=f"evt_{order.ref}") for _ in range(10)),
        *(payments.send_webhook(client, platform, report) for _ in range(10)),
    )
    assert {answer.status_code for answer in answers} == {200}
    assert (await payments.look(client, order))["status"] == "succeeded"
    assert await payments.count_transfers(platform, order) == 1
    assert await webhook_state(platform, f"evt_{order.ref}") == "processed"
    assert await payments.faults(platform) == []


async def test_webhook_before_the_answer(client: httpx.AsyncClient, platform: Platform) -> None:
    order = await payments.payable(client, platform)
    test_provider.faults["start"] = "after"  # the provider took the money, its answer has not arrived yet
    assert (await payments.pay(client, order, key="k")).status_code == 503
    assert await provider_of(platform).send_webhooks() >= 1
    assert (await payments.look(client, order))["status"] == "succeeded"
    assert (await payments.pay(client, order, key="k")).json()["status"] == "succeeded"
    assert await payments.count_transfers(platform, order) == 1
    assert await payments.faults(platform) == []


async def test_challenge_told_by_webhook_first_still_gets_its_page(
    client: httpx.AsyncClient, platform: Platform
) -> None:
    order = await payments.payable(client, platform)
    test_provider.faults["start"] = "after"
    assert (await payments.pay(client, order, "challenge", key="k")).status_code == 503
    attempt = await payments.last_attempt(platform, order)
    known = await provider_of(platform).fetch(attempt)
    assert known is not None
    early = msgspec.structs.replace(known, redirect_url="")
    assert (await payments.send_webhook(client, platform, early)).status_code == 200
    assert "redirect_url" not in await payments.look(client, order)
    await platform.db.run(actions.record_result, known)  # the answer, overtaken by the webhook
    assert (await payments.look(client, order))["redirect_url"] == known.redirect_url


@pytest.mark.parametrize(
    "later_report", ["processing", "requires_action", "failed", "cancelled", "succeeded"]
)
async def test_nothing_moves_a_payment_that_succeeded(
    client: httpx.AsyncClient, platform: Platform, later_report: Reported
) -> None:
    order, report = await started(client, platform)
    await payments.send_webhook(client, platform, report)
    out_of_order = msgspec.structs.replace(report, status=later_report)
    assert (await payments.send_webhook(client, platform, out_of_order)).status_code == 200
    assert (await payments.look(client, order))["status"] == "succeeded"
    assert await payments.count_transfers(platform, order) == 1


async def test_money_that_arrives_after_a_failure_counts(
    client: httpx.AsyncClient, platform: Platform
) -> None:
    order, report = await started(client, platform)
    await payments.send_webhook(client, platform, msgspec.structs.replace(report, status="failed"))
    assert (await payments.look(client, order))["status"] == "requires_payment"
    await payments.send_webhook(client, platform, report)
    assert (await payments.look(client, order))["status"] == "succeeded"
    assert await payments.faults(platform) == []


async def test_second_capture_is_flagged_and_not_posted(
    client: httpx.AsyncClient, platform: Platform
) -> None:
    order, report = await started(client, platform)
    await payments.send_webhook(client, platform, msgspec.structs.replace(report, status="failed"))
    assert (await payments.pay(client, order)).json()["status"] == "succeeded"
    await payments.send_webhook(client, platform, report)
    assert await flag_of(platform, order) == "paid twice: another attempt has succeeded before"
    assert await payments.count_transfers(platform, order) == 1
    assert await payments.faults(platform) == []


async def flag_of(platform: Platform, order: Payable) -> str:
    async with platform.db.reading() as tx:
        found: str = await tx.fetchval("SELECT flag FROM payment.payments WHERE id = $1", order.payment_id)
    return found


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"amount": 1}, "amount: expected"),
        ({"currency": "USD"}, "currency: expected EUR, reported USD"),
        ({"order_id": ids.new(5)}, "order: expected"),
        ({"ref": "ti_another"}, "reference: expected"),
    ],
)
async def test_what_does_not_match_is_flagged_and_not_applied(
    client: httpx.AsyncClient, platform: Platform, wrong: dict[str, object], reason: str
) -> None:
    order, report = await started(client, platform)
    answer = await payments.send_webhook(client, platform, msgspec.structs.replace(report, **wrong))
    assert answer.status_code == 200
    assert reason in await flag_of(platform, order)
    assert (await payments.look(client, order))["status"] == "processing"
    again = await payments.pay(client, order)
    assert (again.status_code, again.json()["type"].rpartition("/")[2]) == (409, "payment-under-review")
    assert await payments.count_transfers(platform, order) == 0
    assert await payments.faults(platform) == []


async def test_forged_and_stale_signatures_are_refused(
    client: httpx.AsyncClient, platform: Platform, later: Later
) -> None:
    order, _ = await started(client, platform)
    now = clock.now()
    stale = provider_of(platform).sign(b"{}", now)
    never = "t=999999999999,v1=00"  # a moment that no calendar has
    for signature in (
        "t=1,v1=00", "nonsense", f"t={int(now.timestamp())},v1={'0' * 64}", stale, "t=²,v1=é", never,
    ):  # fmt: skip
        answer = await client.post(
            "/api/v1/webhooks/test",
            content=b'{"id": "evt_forged"}',
            headers={b"x-test-signature": signature.encode()},
        )
        assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (400, "bad-signature")
    signed = provider_of(platform).sign(b"{}", now)
    later(seconds=test_provider.TOLERANCE_SECONDS + 1)
    answer = await client.post("/api/v1/webhooks/test", content=b"{}", headers={"x-test-signature": signed})
    assert answer.status_code == 400
    assert await webhook_state(platform, "evt_forged") is None
    assert (await payments.look(client, order))["status"] == "processing"


async def test_signed_nonsense_is_malformed(client: httpx.AsyncClient, platform: Platform) -> None:
    for body in (b"", b"{}", b"\xff", b'{"id":"a","type":"b","created":"c","data":{}}'):
        signature = provider_of(platform).sign(body, clock.now())
        answer = await client.post(
            "/api/v1/webhooks/test", content=body, headers={"x-test-signature": signature}
        )
        assert answer.status_code == 400


async def test_unknown_attempts_are_kept_and_ignored(client: httpx.AsyncClient, platform: Platform) -> None:
    _, report = await started(client, platform)
    foreign = msgspec.structs.replace(report, attempt_id=ids.new(7))
    event_id = f"evt_{uuid4().hex}"
    assert (await payments.send_webhook(client, platform, foreign, event_id=event_id)).status_code == 200
    assert await webhook_state(platform, event_id) == "ignored"


async def test_stored_and_not_applied_it_is_applied_by_the_job(
    client: httpx.AsyncClient, platform: Platform, later: Later
) -> None:
    order, report = await started(client, platform)
    event_id = f"evt_{uuid4().hex}"
    await payments.send_webhook(
        client, platform, msgspec.structs.replace(report, status="processing"), event_id=event_id
    )
    async with platform.db.transaction() as tx:  # as if the process had died between storing and applying
        body = await tx.fetchval("SELECT body FROM payment.webhooks WHERE event_id = $1", event_id)
        await tx.execute(
            """UPDATE payment.webhooks SET state = 'received', processed_at = NULL, body = $2 WHERE event_id = $1""",
            event_id,
            body.replace(b'"processing"', b'"succeeded"'),
        )
    later(seconds=31)
    while await flows.process_webhooks(platform):
        continue
    assert await webhook_state(platform, event_id) == "processed"
    assert (await payments.look(client, order))["status"] == "succeeded"
    assert await payments.faults(platform) == []


@pytest.mark.parametrize(("duplicate", "reorder"), [(True, False), (False, True), (True, True)])
async def test_provider_doubles_and_reorders_on_demand(
    client: httpx.AsyncClient, platform: Platform, later: Later, duplicate: bool, reorder: bool
) -> None:
    order = await payments.payable(client, platform)
    await payments.pay(client, order, "late")
    attempt = await payments.last_attempt(platform, order)
    provider = provider_of(platform)
    await provider.misbehave(attempt.id, duplicate=duplicate, reorder=reorder)
    later(seconds=test_provider.LATE_SECONDS + 1)
    for _ in range(3):
        await provider.send_webhooks()
    assert (await payments.look(client, order))["status"] == "succeeded"
    async with platform.db.reading() as tx:
        rows = await tx.fetch(
            """SELECT status FROM payment.test_webhooks
               WHERE intent_ref = $1 AND sent_at IS NOT NULL ORDER BY sent_at, id""",
            attempt.provider_ref,
        )
    assert [row["status"] for row in rows] == (
        ["succeeded", "processing"] if reorder else ["processing", "succeeded"]
    )
    assert await payments.count_transfers(platform, order) == 1
    assert await payments.faults(platform) == []


async def test_cancelled_meanwhile_the_attempt_is_ended_at_the_provider(
    client: httpx.AsyncClient, platform: Platform
) -> None:
    order, _ = await started(client, platform)
    await platform.db.run(actions.cancel_payment, order.shopper_id, order.payment_id)
    while await flows.poll_attempts(platform):
        continue
    assert (await payments.last_attempt(platform, order)).state == "cancelled"
    assert (await payments.look(client, order))["status"] == "cancelled"
    assert await payments.count_transfers(platform, order) == 0


async def test_key_is_bound_to_the_shopper(client: httpx.AsyncClient, platform: Platform) -> None:
    mine, yours = await payments.payable(client, platform), await payments.payable(client, platform)
    answers = await asyncio.gather(*(payments.pay(client, order, key="same") for order in (mine, yours)))
    assert [answer.json()["id"] for answer in answers] == [mine.ref, yours.ref]
