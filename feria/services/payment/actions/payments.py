"""Opening, trying, settling and cancelling payments. `record_result` is the only place that moves one by a report."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Never
from uuid import UUID

import asyncpg
import msgspec

from feria.core import idempotency, ids
from feria.core.db import Rows, TransactionConflict, Tx
from feria.core.errors import Conflict, NotFound
from feria.core.idempotency import Key
from feria.core.money import Money
from feria.services.payment import events
from feria.services.payment.actions import ledger
from feria.services.payment.queries import payments as stored
from feria.services.payment.queries.payments import Payment
from feria.services.payment.rules import attempts as rules
from feria.services.payment.rules import postings
from feria.services.payment.rules.attempts import Attempt, Report
from feria.services.payment.rules.postings import Share

POLL_SECONDS = 60
POLLS_QUICK_MAX = 60  # once a minute for an hour, then hourly
POLL_SLOW_SECONDS = 3_600
POLLS_MAX = 2_000


class PaymentInProgress(Conflict):
    """An attempt to pay is under way; it can be cancelled."""

    slug, title = "payment-in-progress", "A payment is already under way. Finish or cancel it first."


class AlreadyPaid(Conflict):
    """The payment has succeeded."""

    slug, title = "already-paid", "This order is already paid."


class PaymentOver(Conflict):
    """The order was cancelled, replaced, or its deadline has passed."""

    slug, title = "payment-over", "This order can no longer be paid."


class PaymentUnderReview(Conflict):
    """The provider reported something that does not fit; the operator looks at it."""

    slug, title = "payment-under-review", "This payment is being checked by the marketplace."


class UnknownAttempt(NotFound):
    """A report names an attempt that is not ours."""


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What a buyer asks for: this order, by this method. `outcome` steers the test provider only."""

    order_id: UUID
    provider: str
    method: str
    outcome: str
    token_hash: bytes | None


PAYMENTS = Rows(
    "payment.payments",
    (("shopper_id", "bigint"), ("id", "uuid"), ("order_id", "uuid"), ("token_hash", "bytea"), ("amount", "bigint"),
     ("currency", "text"), ("expires_at", "timestamptz"), ("created_at", "timestamptz")),
)  # fmt: skip
SHARES = Rows(
    "payment.payment_shares",
    (("shopper_id", "bigint"), ("payment_id", "uuid"), ("currency", "text"), ("seller_id", "bigint"),
     ("seller_order_id", "uuid"), ("number", "text"), ("gross_amount", "bigint"), ("commission_amount", "bigint"),
     ("commission_tax_amount", "bigint"), ("net_amount", "bigint"), ("promotion_amount", "bigint"),
     ("remitted_tax_amount", "bigint")),
)  # fmt: skip


def open_payment(
    tx: Tx,
    *,
    payment_id: UUID,
    shopper_id: int,
    order_id: UUID,
    token_hash: bytes,
    amount: int,
    currency: str,
    shares: Sequence[Share],
    expires_at: datetime,
) -> None:
    """Store the payment of a new order with each seller order's share, at the transaction's end."""
    if sum(share.gross_amount for share in shares) != amount:
        raise ValueError("the shares do not sum to the payment")
    tx.collect(PAYMENTS, shopper_id, payment_id, order_id, token_hash, amount, currency, expires_at, tx.now)
    for share in shares:
        tx.collect(
            SHARES,
            shopper_id,
            payment_id,
            currency,
            share.seller_id,
            share.seller_order_id,
            share.number,
            share.gross_amount,
            share.commission_amount,
            share.commission_tax_amount,
            share.net_amount,
            share.promotion_amount,
            share.remitted_tax_amount,
        )


async def attempt_under_way(tx: Tx, shopper_id: int, payment_id: UUID) -> bool:
    """Whether money may be moving for this payment right now; the payment is locked from here on."""
    payment = await stored.locked_payment(tx, shopper_id, payment_id)
    return payment.status in ("processing", "requires_action") and not payment.flag


async def cancel_payment(tx: Tx, shopper_id: int, payment_id: UUID) -> None:
    """End a payment that was superseded, expired or cancelled before paying; locks it.

    An attempt that is still under way is cancelled at its provider by the poller; if its money has arrived all the
    same, `record_result` settles it and the order decides. Raises AlreadyPaid.
    """
    row = await tx.fetchrow(
        """WITH payment AS (
               UPDATE payment.payments SET status = 'cancelled', version = version + 1
               WHERE shopper_id = $1 AND id = $2 AND status NOT IN ('succeeded', 'cancelled') RETURNING id
           ), due AS (
               UPDATE payment.attempts SET next_poll_at = $3
               WHERE shopper_id = $1 AND payment_id = $2 AND ended_at IS NULL
           )
           SELECT id FROM payment""",
        shopper_id,
        payment_id,
        tx.now,
    )
    if row is None and (await stored.locked_payment(tx, shopper_id, payment_id)).status == "succeeded":
        raise AlreadyPaid


async def begin_attempt(tx: Tx, wish: Wish, key: Key) -> tuple[Attempt, bool]:
    """Write the intent to pay, before any provider hears of it; with True, this key's earlier attempt.

    Raises NotFound for a stranger, and PaymentInProgress, AlreadyPaid, PaymentOver or PaymentUnderReview.
    """
    seen, earlier = await stored.payment_to_pay(tx, wish.order_id, wish.token_hash, key)
    if earlier is not None:
        found = await stored.attempt(tx, earlier)
        assert found is not None
        return found, True
    await tx.publish(
        events.PaymentStarted(payment_id=seen.id, order_id=seen.order_id, shopper_id=seen.shopper_id)
    )
    attempt = Attempt(
        shopper_id=seen.shopper_id,
        id=ids.new(seen.shopper_id),
        payment_id=seen.id,
        order_id=seen.order_id,
        provider=wish.provider,
        method=wish.method,
        state="created",
        amount=seen.amount,
        currency=seen.currency,
        outcome=wish.outcome,
        provider_ref="",
        client_secret="",
        redirect_url="",
        failure_code="",
    )
    idempotency.finish(tx, key, attempt.id)
    if not await _inserted(tx, attempt):
        _refuse(await stored.locked_payment(tx, seen.shopper_id, seen.id))
    return attempt, False


async def _inserted(tx: Tx, attempt: Attempt) -> bool:
    """Write the attempt and lock its payment, if it may be paid now."""
    try:
        made = await tx.execute(
            """WITH payment AS (
                   UPDATE payment.payments SET status = 'processing', version = version + 1
                   WHERE shopper_id = $1 AND id = $3 AND status = 'requires_payment' AND flag = '' AND expires_at > $11
                   RETURNING id
               )
               INSERT INTO payment.attempts (shopper_id, id, payment_id, order_id, provider, method, amount, currency,
                   outcome, next_poll_at, created_at)
               SELECT $1, $2, id, $4, $5, $6, $7, $8, $9, $10, $11 FROM payment""",
            attempt.shopper_id,
            attempt.id,
            attempt.payment_id,
            attempt.order_id,
            attempt.provider,
            attempt.method,
            attempt.amount,
            attempt.currency,
            attempt.outcome,
            tx.now + timedelta(seconds=POLL_SECONDS),
            tx.now,
            with_collected=True,
        )
    except asyncpg.UniqueViolationError as error:
        raise TransactionConflict from error
    return made == 1


def _refuse(payment: Payment) -> Never:
    if payment.flag:
        raise PaymentUnderReview
    if payment.status == "succeeded":
        raise AlreadyPaid
    if payment.status in ("processing", "requires_action"):
        raise PaymentInProgress
    raise PaymentOver


async def record_result(tx: Tx, report: Report, seen: Attempt | None = None) -> Attempt:
    """Apply what a provider says about an attempt, whoever brought it: answer, webhook or poll; the attempt after it.

    Said twice, late or out of order it changes nothing. A report that does not match the attempt is flagged for the
    operator and not applied. Who has read the attempt already gives it as `seen`. Raises UnknownAttempt.
    """
    seen = seen or await stored.attempt(tx, report.attempt_id)
    if seen is None:
        raise UnknownAttempt
    if not _changes(seen, report):
        return seen
    about: dict[str, Any] = {
        "payment_id": seen.payment_id,
        "order_id": seen.order_id,
        "shopper_id": seen.shopper_id,
    }
    await tx.publish(events.PaymentTouched(**about))
    attempt, payment = await stored.locked_attempt(tx, seen)
    if not _changes(attempt, report):
        return attempt
    reason = rules.mismatch(attempt, report)
    if not reason and report.status == "succeeded" and payment.status == "succeeded":
        reason = "paid twice: another attempt has succeeded before"
    if reason:
        return await _flag(tx, attempt, reason)
    state = rules.next_state(attempt.state, report.status) or attempt.state
    after = msgspec.structs.replace(
        attempt,
        state=state,
        provider_ref=report.ref or attempt.provider_ref,
        client_secret=report.client_secret or attempt.client_secret,
        redirect_url=report.redirect_url or attempt.redirect_url,
        failure_code=report.failure_code,
    )
    shares = await _move(tx, payment, after)
    if state == "succeeded":
        await ledger.post(tx, [_settlement(payment, shares)])
        await tx.publish(events.PaymentSettled(**about, amount=Money(payment.amount, payment.currency)))
    elif state in ("failed", "cancelled"):
        await tx.publish(events.PaymentFailed(**about))
    return after


def _changes(attempt: Attempt, report: Report) -> bool:
    return rules.next_state(attempt.state, report.status) is not None or rules.teaches(attempt, report)


# Success also writes what each seller earns, and gives back the shares for the ledger.
_MOVE = """
WITH attempt AS (
    UPDATE payment.attempts SET state = $4::text, provider_ref = $5, client_secret = $6, redirect_url = $7,
        failure_code = $8,
        ended_at = CASE WHEN $4::text IN ('succeeded', 'failed', 'cancelled') THEN $9::timestamptz END
    WHERE shopper_id = $1 AND id = $3
), ref AS (
    INSERT INTO payment.provider_refs (provider, ref, shopper_id, payment_id, attempt_id)
    SELECT $11, $5, $1, $2, $3 WHERE $5 <> '' ON CONFLICT DO NOTHING
), payment AS (
    UPDATE payment.payments SET status = $10, version = version + 1,
        captured_amount = CASE WHEN $4::text = 'succeeded' THEN amount ELSE captured_amount END,
        captured_attempt_id = CASE WHEN $4::text = 'succeeded' THEN $3 ELSE captured_attempt_id END,
        settled_at = CASE WHEN $4::text = 'succeeded' THEN $9 ELSE settled_at END
    WHERE shopper_id = $1 AND id = $2
)
INSERT INTO payment.earnings (seller_id, seller_order_id, number, shopper_id, payment_id, gross_amount,
    commission_amount, commission_tax_amount, promotion_amount, remitted_tax_amount, net_amount, currency, created_at)
SELECT seller_id, seller_order_id, number, shopper_id, payment_id, gross_amount, commission_amount,
    commission_tax_amount, promotion_amount, remitted_tax_amount, net_amount, currency, $9
FROM payment.payment_shares WHERE shopper_id = $1 AND payment_id = $2 AND $4::text = 'succeeded'
RETURNING seller_id, seller_order_id, number, gross_amount, commission_amount, commission_tax_amount, net_amount,
    promotion_amount, remitted_tax_amount
"""


async def _move(tx: Tx, payment: Payment, attempt: Attempt) -> list[Share]:
    """Write the attempt's new state and the payment's; on success the shares that it was for."""
    rows = await tx.fetch(
        _MOVE,
        payment.shopper_id,
        payment.id,
        attempt.id,
        attempt.state,
        attempt.provider_ref,
        attempt.client_secret,
        attempt.redirect_url,
        attempt.failure_code,
        tx.now,
        rules.payment_status(payment.status, attempt.state),
        attempt.provider,
    )
    return [stored.share_of(row) for row in rows]


def _settlement(payment: Payment, shares: Sequence[Share]) -> ledger.Transfer:
    lines = postings.settlement(shares)
    return ledger.Transfer(kind="settlement", reference=payment.id, currency=payment.currency, postings=lines)


async def _flag(tx: Tx, attempt: Attempt, reason: str) -> Attempt:
    await tx.execute(
        """WITH attempt AS (
               UPDATE payment.attempts SET state = 'flagged', failure_code = 'flagged', ended_at = $5
               WHERE shopper_id = $1 AND id = $3
           )
           UPDATE payment.payments SET flag = $4, version = version + 1 WHERE shopper_id = $1 AND id = $2""",
        attempt.shopper_id,
        attempt.payment_id,
        attempt.id,
        reason,
        tx.now,
    )
    tx.audit("payment.flagged", ids.encode("pay", attempt.payment_id), reason=reason)
    await tx.publish(
        events.PaymentFlagged(
            payment_id=attempt.payment_id,
            order_id=attempt.order_id,
            shopper_id=attempt.shopper_id,
            reason=reason,
        )
    )
    return msgspec.structs.replace(attempt, state="flagged", failure_code="flagged")


class Polled(msgspec.Struct, frozen=True, kw_only=True):
    """An attempt whose provider is to be asked; `wanted` is False when nobody waits for its money any more."""

    attempt: Attempt
    wanted: bool
    created_at: datetime


async def claim_attempts(tx: Tx, count: int) -> list[Polled]:
    """At most `count` attempts that are due to be asked about, put off until the next time."""
    rows = await tx.fetch(
        """WITH due AS (
               SELECT shopper_id, id FROM payment.attempts
               WHERE ended_at IS NULL AND next_poll_at <= $1 AND polls < $3
               ORDER BY next_poll_at LIMIT $2 FOR UPDATE SKIP LOCKED
           ), put_off AS (
               UPDATE payment.attempts a SET polls = a.polls + 1,
                   next_poll_at = $1 + CASE WHEN a.polls < $4 THEN $5::interval ELSE $6::interval END
               FROM due WHERE a.shopper_id = due.shopper_id AND a.id = due.id
               RETURNING a.*
           )
           SELECT a.*, p.status IN ('processing', 'requires_action')
                  AND (a.state <> 'requires_action' OR p.expires_at > $1) AS wanted
           FROM put_off a JOIN payment.payments p ON p.shopper_id = a.shopper_id AND p.id = a.payment_id""",
        tx.now,
        count,
        POLLS_MAX,
        POLLS_QUICK_MAX,
        timedelta(seconds=POLL_SECONDS),
        timedelta(seconds=POLL_SLOW_SECONDS),
    )
    return [
        Polled(
            attempt=Attempt(**{name: row[name] for name in Attempt.__struct_fields__}),
            wanted=row["wanted"],
            created_at=row["created_at"],
        )
        for row in rows
    ]
