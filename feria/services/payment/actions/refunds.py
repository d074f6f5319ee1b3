"""Giving money back: deciding a refund, which writes the ledger, and recording what the provider made of it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from feria.core import idempotency, ids
from feria.core.db import Tx
from feria.core.errors import Conflict, Forbidden, NotFound
from feria.core.idempotency import Key
from feria.core.money import Money
from feria.services.payment import events
from feria.services.payment.actions import ledger
from feria.services.payment.queries import payments as stored
from feria.services.payment.queries import refunds as queries
from feria.services.payment.queries.payments import Payment
from feria.services.payment.queries.refunds import Refund
from feria.services.payment.rules import postings
from feria.services.payment.rules.attempts import RefundReport
from feria.services.payment.rules.postings import RefundPart

SEND_SECONDS = 30
SEND_SECONDS_MAX = 3_600
DOUBLINGS_MAX = 7
SENDS_MAX = 1_000


class RefundTooLarge(Conflict):
    """More was asked back than is left of what was paid."""

    slug, title = "refund-too-large", "This is more than is left of the payment."


class NothingToRefund(Conflict):
    """The payment was not captured, or all of it has been refunded."""

    slug, title = "nothing-to-refund", "There is nothing left to refund."


async def request_refund(
    tx: Tx,
    *,
    shopper_id: int,
    payment_id: UUID,
    parts: Sequence[RefundPart],
    reason: str,
    cause_id: UUID,
    by_hand: bool = False,
) -> UUID:
    """Decide a refund and post it to the ledger; a job sends it. The caller holds the order and its seller orders.

    The same cause gets the refund it already had. Locks the payment. A refund of nothing takes back what the
    marketplace paid and is sent nowhere. Raises RefundTooLarge, or NothingToRefund when no part moves anything.
    """
    payment = await stored.locked_payment(tx, shopper_id, payment_id)
    earlier = await queries.refund_of_cause(tx, shopper_id, payment_id, cause_id)
    if earlier is not None:
        return earlier
    parts = sorted(
        (part for part in parts if part.moves), key=lambda part: (part.seller_id, part.seller_order_id)
    )
    amount = sum(part.amount for part in parts)
    await _require_covered(tx, payment, parts, amount)
    refund_id = await _write_refund(tx, payment, amount, reason, cause_id)
    await _take_back(tx, payment, refund_id, parts)
    await tx.publish(
        events.RefundRequested(
            payment_id=payment.id,
            order_id=payment.order_id,
            shopper_id=shopper_id,
            refund_id=refund_id,
            seller_order_ids=[part.seller_order_id for part in parts],
            amount=Money(amount, payment.currency),
            by_hand=by_hand,
        )
    )
    return refund_id


async def _write_refund(tx: Tx, payment: Payment, amount: int, reason: str, cause_id: UUID) -> UUID:
    """The refund as it waits to be sent, and its amount on the payment."""
    assert payment.captured_attempt_id is not None
    attempt = await stored.attempt(tx, payment.captured_attempt_id)
    assert attempt is not None
    refund_id = ids.new(payment.shopper_id)
    await tx.execute(
        """WITH payment AS (
               UPDATE payment.payments SET refunded_amount = refunded_amount + $9, version = version + 1
               WHERE shopper_id = $1 AND id = $3
           )
           INSERT INTO payment.refunds (shopper_id, id, payment_id, order_id, cause_id, attempt_id, provider,
               requested_by, amount, currency, reason, next_try_at, created_at, state, settled_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12,
                   CASE WHEN $9 = 0 THEN 'succeeded' ELSE 'requested' END,
                   CASE WHEN $9 = 0 THEN $12::timestamptz END)""",
        payment.shopper_id,
        refund_id,
        payment.id,
        payment.order_id,
        cause_id,
        attempt.id,
        attempt.provider,
        tx.actor.label,
        amount,
        payment.currency,
        reason,
        tx.now,
    )
    return refund_id


async def _require_covered(tx: Tx, payment: Payment, parts: Sequence[RefundPart], amount: int) -> None:
    """Every part must fit into what is left of its share, and their sum into what is left of the payment."""
    if amount > payment.captured_amount - payment.refunded_amount:
        raise RefundTooLarge
    if not parts:
        raise NothingToRefund
    shares = {
        share.seller_order_id: (share, gone)
        for share, gone in await stored.shares(tx, payment.shopper_id, payment.id)
    }
    for part in parts:
        if part.seller_order_id not in shares:
            raise RefundTooLarge
        left = postings.remainder(*shares[part.seller_order_id])
        if (
            part.seller_id != left.seller_id
            or not 0 <= part.amount <= left.amount
            or not 0 <= part.promotion_amount <= left.promotion_amount
            or not 0 <= part.commission_amount <= left.commission_amount
            or not 0 <= part.commission_tax_amount <= left.commission_tax_amount
            or not 0 <= part.remitted_tax_amount <= left.remitted_tax_amount
        ):
            raise RefundTooLarge


async def _take_back(tx: Tx, payment: Payment, refund_id: UUID, parts: Sequence[RefundPart]) -> None:
    """Take the parts from shares and earnings, and post them; from what is pending or, after release, available."""
    await tx.execute(
        """WITH parts AS (
               SELECT * FROM unnest($3::bigint[], $4::uuid[], $5::bigint[], $6::bigint[], $7::bigint[],
                                        $10::bigint[], $11::bigint[])
                   AS p (seller_id, seller_order_id, amount, commission, commission_tax, promotion, remitted_tax)
           ), shares AS (
               UPDATE payment.payment_shares s SET refunded_amount = s.refunded_amount + p.amount,
                   refunded_commission_amount = s.refunded_commission_amount + p.commission,
                   refunded_commission_tax_amount = s.refunded_commission_tax_amount + p.commission_tax,
                   refunded_promotion_amount = s.refunded_promotion_amount + p.promotion,
                   refunded_remitted_tax_amount = s.refunded_remitted_tax_amount + p.remitted_tax
               FROM parts p
               WHERE s.shopper_id = $1 AND s.payment_id = $8 AND s.seller_order_id = p.seller_order_id
           )
           INSERT INTO payment.refund_parts (shopper_id, refund_id, seller_id, seller_order_id, amount,
               commission_amount, commission_tax_amount, promotion_amount, remitted_tax_amount, currency)
           SELECT $1, $2, seller_id, seller_order_id, amount, commission, commission_tax, promotion, remitted_tax, $9
           FROM parts""",
        payment.shopper_id,
        refund_id,
        [part.seller_id for part in parts],
        [part.seller_order_id for part in parts],
        [part.amount for part in parts],
        [part.commission_amount for part in parts],
        [part.commission_tax_amount for part in parts],
        payment.id,
        payment.currency,
        [part.promotion_amount for part in parts],
        [part.remitted_tax_amount for part in parts],
    )
    taken = [(part, await _reverse_earnings(tx, part)) for part in parts]
    transfer = ledger.Transfer(
        kind="refund", reference=refund_id, currency=payment.currency, postings=postings.refund_due(taken)
    )
    await ledger.post(tx, [transfer])


async def _reverse_earnings(tx: Tx, part: RefundPart) -> bool:
    """Lower what the seller earns; whether it had been released before."""
    released: bool = await tx.fetchval(
        """UPDATE payment.earnings SET refunded_amount = refunded_amount + $3,
               refunded_commission_amount = refunded_commission_amount + $4,
               refunded_commission_tax_amount = refunded_commission_tax_amount + $5,
               refunded_promotion_amount = refunded_promotion_amount + $6,
               refunded_remitted_tax_amount = refunded_remitted_tax_amount + $7,
               state = CASE WHEN (refunded_amount + $3, refunded_promotion_amount + $6)
                                = (gross_amount, promotion_amount) THEN 'reversed' ELSE state END
           WHERE seller_id = $1 AND seller_order_id = $2 RETURNING released_at IS NOT NULL""",
        part.seller_id,
        part.seller_order_id,
        part.amount,
        part.commission_amount,
        part.commission_tax_amount,
        part.promotion_amount,
        part.remitted_tax_amount,
    )
    return released


async def refund_by_hand(tx: Tx, payment_id: UUID, reason: str, key: Key) -> tuple[Refund, bool]:
    """Refund all that is left: finance staff of the whole payment, a seller's owner or manager of the own part.

    With True it is the refund that this key already had. Raises NotFound for strangers, Forbidden for other members.
    """
    payment = await stored.payment(tx, ids.owner_of(payment_id), payment_id)
    if payment is None:
        raise NotFound
    shares = await stored.shares(tx, payment.shopper_id, payment.id)
    if tx.actor.is_operator("finance"):
        mine = {share.seller_id for share, _ in shares}
    else:
        members = {share.seller_id for share, _ in shares if tx.actor.member_of(share.seller_id)}
        mine = {seller_id for seller_id in members if tx.actor.member_of(seller_id, "manager")}
        if not mine:
            raise Forbidden if members or tx.actor.is_operator("support", "moderator") else NotFound
    earlier = await idempotency.begin(tx, key)
    if earlier is None:
        await tx.publish(
            events.PaymentTouched(
                payment_id=payment.id, order_id=payment.order_id, shopper_id=payment.shopper_id
            )
        )
        await stored.locked_payment(tx, payment.shopper_id, payment.id)
        current = await stored.shares(tx, payment.shopper_id, payment.id)
        parts = [postings.remainder(share, gone) for share, gone in current if share.seller_id in mine]
        if payment.captured_amount == 0 or not any(part.moves for part in parts):
            raise NothingToRefund
        refund_id = await request_refund(
            tx,
            shopper_id=payment.shopper_id,
            payment_id=payment.id,
            parts=parts,
            reason=reason,
            cause_id=ids.new(payment.shopper_id),
            by_hand=True,
        )
        idempotency.finish(tx, key, refund_id)
        tx.audit(
            "refund.requested",
            ids.encode("ref", refund_id),
            payment=ids.encode("pay", payment.id),
            reason=reason,
        )
    found = await queries.refund(tx, earlier or refund_id)
    assert found is not None
    return found, earlier is not None


async def claim_refunds(tx: Tx, count: int) -> list[UUID]:
    """At most `count` refunds that are due to be sent, put off (longer each time) until the next try."""
    rows = await tx.fetch(
        """WITH due AS (
               SELECT shopper_id, id FROM payment.refunds
               WHERE state = 'requested' AND next_try_at <= $1 AND tries < $3
               ORDER BY next_try_at LIMIT $2 FOR UPDATE SKIP LOCKED
           )
           UPDATE payment.refunds r SET tries = r.tries + 1,
               next_try_at = $1 + least($4::interval * power(2, least(r.tries, $6)), $5::interval)
           FROM due WHERE r.shopper_id = due.shopper_id AND r.id = due.id RETURNING r.id""",
        tx.now,
        count,
        SENDS_MAX,
        timedelta(seconds=SEND_SECONDS),
        timedelta(seconds=SEND_SECONDS_MAX),
        DOUBLINGS_MAX,
    )
    return [row["id"] for row in rows]


async def record_refund(tx: Tx, refund_id: UUID, report: RefundReport) -> Refund:
    """Apply what the provider says about a refund: confirmed, it leaves the ledger; refused, the operator looks.

    A second report, or one that says it is still processing, changes nothing.
    """
    seen = await queries.refund(tx, refund_id)
    assert seen is not None
    if seen.state != "requested" or report.status == "processing":
        return seen
    about: dict[str, Any] = {
        "payment_id": seen.payment_id,
        "order_id": seen.order_id,
        "shopper_id": seen.shopper_id,
    }
    await tx.publish(events.PaymentTouched(**about))
    payment = await stored.locked_payment(tx, seen.shopper_id, seen.payment_id)
    refund = await queries.refund(tx, refund_id)
    assert refund is not None
    if refund.state != "requested":
        return refund
    fits = (report.amount, report.currency) == (refund.amount, refund.currency)
    if report.status == "failed" or not fits:
        await _refund_failed(tx, refund, report.failure_code or "another amount or currency was reported")
    else:
        await _refund_succeeded(tx, refund, report.ref)
        refunded = Money(payment.returned_amount + refund.amount, payment.currency)
        captured = Money(payment.captured_amount, payment.currency)
        await tx.publish(
            events.RefundSettled(**about, refund_id=refund.id, refunded=refunded, captured=captured)
        )
    after = await queries.refund(tx, refund_id)
    assert after is not None
    return after


async def _refund_succeeded(tx: Tx, refund: Refund, ref: str) -> None:
    await tx.execute(
        """WITH refund AS (
               UPDATE payment.refunds SET state = 'succeeded', provider_ref = $4, settled_at = $5
               WHERE shopper_id = $1 AND id = $2
           )
           UPDATE payment.payments SET returned_amount = returned_amount + $6, version = version + 1
           WHERE shopper_id = $1 AND id = $3""",
        refund.shopper_id,
        refund.id,
        refund.payment_id,
        ref,
        tx.now,
        refund.amount,
    )
    lines = postings.refund_paid(refund.amount)
    transfer = ledger.Transfer(
        kind="refund_paid", reference=refund.id, currency=refund.currency, postings=lines
    )
    await ledger.post(tx, [transfer])


async def _refund_failed(tx: Tx, refund: Refund, reason: str) -> None:
    """The money stays due to the buyer in the ledger until the operator has found another way."""
    await tx.execute(
        """WITH refund AS (
               UPDATE payment.refunds SET state = 'failed', last_error = $4, settled_at = $5
               WHERE shopper_id = $1 AND id = $2
           )
           UPDATE payment.payments SET flag = 'refund failed: ' || $4, version = version + 1
           WHERE shopper_id = $1 AND id = $3""",
        refund.shopper_id,
        refund.id,
        refund.payment_id,
        reason,
        tx.now,
    )
    tx.audit("refund.failed", ids.encode("ref", refund.id), reason=reason)
    await tx.publish(
        events.PaymentFlagged(
            payment_id=refund.payment_id,
            order_id=refund.order_id,
            shopper_id=refund.shopper_id,
            reason=reason,
        )
    )
