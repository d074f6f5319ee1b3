"""Use cases that cross the network to a provider: pay, cancel, refund, ask again. Short transactions, calls between.

Each can be broken off anywhere and taken up again: the intent is written first, every call may be repeated, and
`record_result` and `record_refund` decide alone.
"""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

import asyncpg
import structlog

from feria.core import clock
from feria.core.auth import Principal
from feria.core.errors import Problem, Unavailable
from feria.core.idempotency import Key
from feria.core.platform import Platform
from feria.services.payment.actions import payments, refunds, webhooks
from feria.services.payment.actions.payments import Polled, Wish
from feria.services.payment.gateways import ProviderUnavailable, directory
from feria.services.payment.queries import payments as stored
from feria.services.payment.queries import refunds as stored_refunds
from feria.services.payment.queries.refunds import Refund
from feria.services.payment.rules import attempts as rules
from feria.services.payment.rules.attempts import Attempt

log = structlog.get_logger()

BATCH = 20
# Longer than any call to a provider may take, so that an attempt it does not know by then never will be.
UNHEARD_AFTER = timedelta(seconds=120)


async def process(
    platform: Platform, actor: Principal, request_id: str, wish: Wish, key: Key
) -> tuple[Attempt, bool]:
    """Pay an order: intent, provider, result. The attempt after it, and whether this key had it before.

    Raises what `begin_attempt` raises, Invalid for a method not offered, Unavailable when the provider is silent; the
    same key then goes on where it stopped, and the poller does without.
    """
    provider = directory.provider_for_method(platform, wish.method)
    attempt, replayed = await platform.db.act(actor, request_id, payments.begin_attempt, wish, key)
    if attempt.state != "created":
        return attempt, replayed
    if attempt.amount == 0:  # all of it was taken off: no provider has anything to take
        nothing = rules.of_our_own(attempt, "succeeded", "")
        return await platform.db.run(payments.record_result, nothing, attempt), replayed
    try:
        report = await provider.start(attempt)
    except ProviderUnavailable:
        raise Unavailable("The payment provider does not answer right now.") from None
    return await platform.db.run(payments.record_result, report, attempt), replayed


async def cancel(
    platform: Platform, actor: Principal, request_id: str, payment_id: UUID, token_hash: bytes | None
) -> None:
    """End the attempt under way; without one nothing happens. Undoes `process`.

    Raises NotFound for a stranger, AlreadyPaid when the money has moved, Unavailable when the provider is silent.
    """
    async with platform.db.reading(actor, request_id=request_id) as tx:
        payment = await stored.payment_of_buyer(tx, payment_id, token_hash)
        attempt = await stored.attempt_under_way(tx, payment.shopper_id, payment.id)
    if attempt is None:
        if payment.status == "succeeded":
            raise payments.AlreadyPaid
        return
    try:
        report = await directory.provider(platform, attempt.provider).cancel(attempt)
    except ProviderUnavailable:
        raise Unavailable("The payment provider does not answer right now.") from None
    after = await platform.db.act(actor, request_id, payments.record_result, report)
    if after.state == "succeeded":
        raise payments.AlreadyPaid


async def poll_attempts(platform: Platform) -> int:
    """Ask providers about attempts whose result is not known, so that a lost webhook is found within five minutes."""
    due = await platform.db.run(payments.claim_attempts, BATCH)
    for polled in due:
        try:
            await _ask_again(platform, polled)
        except (ProviderUnavailable, Problem) as error:
            log.warning("provider not asked", attempt=str(polled.attempt.id), reason=str(error))
    return len(due)


async def _ask_again(platform: Platform, polled: Polled) -> None:
    attempt = polled.attempt
    provider = directory.provider(platform, attempt.provider)
    if attempt.amount == 0:
        report = rules.of_our_own(attempt, "succeeded" if polled.wanted else "cancelled", "")
    elif not polled.wanted:
        report = await provider.cancel(attempt)
    else:
        known = await provider.fetch(attempt)
        if known is None:
            if clock.now() - polled.created_at < UNHEARD_AFTER:
                return
            known = rules.of_our_own(attempt, "failed", "not_started")
        report = known
    await platform.db.run(payments.record_result, report)


async def refund(
    platform: Platform, actor: Principal, request_id: str, payment_id: UUID, reason: str, key: Key
) -> tuple[Refund, bool]:
    """Refund what is left of the actor's part: intent, provider, result; and whether this key had it before.

    When the provider is silent the refund stays `requested`, and the job sends it.
    """
    refund, replayed = await platform.db.act(
        actor, request_id, refunds.refund_by_hand, payment_id, reason, key
    )
    if refund.state != "requested" or replayed:
        return refund, replayed
    try:
        return await _send_refund(platform, refund), replayed
    except ProviderUnavailable:
        return refund, replayed


async def send_refunds(platform: Platform) -> int:
    """Send refunds that were decided and not yet confirmed."""
    due = await platform.db.run(refunds.claim_refunds, BATCH)
    for refund_id in due:
        async with platform.db.reading() as tx:
            found = await stored_refunds.refund(tx, refund_id)
        assert found is not None
        try:
            await _send_refund(platform, found)
        except (ProviderUnavailable, Problem) as error:
            log.warning("refund not sent", refund=str(refund_id), reason=str(error))
    return len(due)


async def _send_refund(platform: Platform, refund: Refund) -> Refund:
    report = await directory.provider(platform, refund.provider).refund(refund)
    return await platform.db.run(refunds.record_refund, refund.id, report)


async def receive_webhook(platform: Platform, name: str, body: bytes, headers: Mapping[str, str]) -> None:
    """Check, store and apply a webhook. One that is known does nothing; one that cannot be applied now is kept.

    Raises BadSignature.
    """
    provider = directory.provider(platform, name)
    provider.verify(body, headers, clock.now())
    notice = provider.read(body)
    async with platform.db.reading() as tx:  # a look and one insert: no BEGIN and COMMIT around them
        stored_now = await webhooks.store_webhook(tx, name, notice.event_id, body, headers, notice.report)
    if not stored_now:
        return
    try:
        await platform.db.run(webhooks.apply_webhook, name, notice.event_id, notice.report)
    except (Problem, asyncpg.PostgresError) as error:
        log.warning("webhook kept for later", event=notice.event_id, reason=str(error))


async def process_webhooks(platform: Platform) -> int:
    """Apply webhooks that were stored and not applied."""
    due = await platform.db.run(webhooks.claim_webhooks, BATCH)
    for waiting in due:
        notice = directory.provider(platform, waiting.provider).read(waiting.body)
        try:
            await platform.db.run(webhooks.apply_webhook, waiting.provider, waiting.event_id, notice.report)
        except (Problem, asyncpg.PostgresError) as error:
            log.warning("webhook kept for later", event=waiting.event_id, reason=str(error))
    return len(due)


async def decide_test_payment(platform: Platform, ref: str, *, approve: bool) -> tuple[str, UUID]:
    """The buyer's answer to the test provider's challenge; the status there after it, and the order.

    Raises NotFound for an unknown reference, Unavailable when the provider is silent.
    """
    try:
        return await directory.test_provider(platform).decide(ref, approve=approve)
    except ProviderUnavailable:
        raise Unavailable("The payment provider does not answer right now.") from None
