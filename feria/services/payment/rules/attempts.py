"""How an attempt to pay moves by what its provider reports, and when a report cannot be believed."""

from typing import Literal
from uuid import UUID

import msgspec

Reported = Literal["requires_action", "processing", "succeeded", "failed", "cancelled"]

UNDER_WAY = ("created", "requires_action", "processing")
_RANK = {"created": 0, "requires_action": 1, "processing": 2}


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """One try to pay, as it is stored; `created` means that the provider's answer is not known yet."""

    shopper_id: int
    id: UUID
    payment_id: UUID
    order_id: UUID
    provider: str
    method: str
    state: str
    amount: int
    currency: str
    outcome: str
    provider_ref: str
    client_secret: str
    redirect_url: str
    failure_code: str


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What a provider says about an attempt, by answer, webhook or poll. `amount` is in minor units."""

    provider: str
    ref: str
    attempt_id: UUID
    order_id: UUID
    status: Reported
    amount: int
    currency: str
    client_secret: str = ""
    redirect_url: str = ""
    failure_code: str = ""


class RefundReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a provider says about a refund; `processing` means that it is to be asked again."""

    ref: str
    status: Literal["processing", "succeeded", "failed"]
    amount: int
    currency: str
    failure_code: str = ""


def next_state(state: str, reported: Reported) -> str | None:
    """The attempt's new state, or None when the report changes nothing: late, doubled or out of order.

    Success always counts, since the money has moved; nothing else wakes an attempt that has ended.
    """
    if state in ("succeeded", "flagged"):
        return None
    if reported == "succeeded":
        return reported
    if state not in UNDER_WAY:
        return None
    if reported in ("failed", "cancelled"):
        return reported
    return reported if _RANK[reported] > _RANK[state] else None


def teaches(attempt: Attempt, report: Report) -> bool:
    """Whether the report brings what a webhook that overtook it did not: where to send the buyer."""
    return attempt.state == report.status == "requires_action" and (
        (bool(report.redirect_url) and not attempt.redirect_url)
        or (bool(report.client_secret) and not attempt.client_secret)
    )


def mismatch(attempt: Attempt, report: Report) -> str:
    """Why the report cannot be about this attempt; empty when provider, reference, order, amount, currency agree."""
    pairs = (
        ("provider", attempt.provider, report.provider),
        ("reference", attempt.provider_ref or report.ref, report.ref),
        ("order", attempt.order_id, report.order_id),
        ("amount", attempt.amount, report.amount),
        ("currency", attempt.currency, report.currency),
    )
    return "; ".join(
        f"{what}: expected {ours}, reported {theirs}" for what, ours, theirs in pairs if ours != theirs
    )


def payment_status(current: str, attempt_state: str) -> str:
    """The payment's status after its attempt moved; a payment that succeeded or was cancelled only moves by success."""
    if attempt_state == "succeeded":
        return "succeeded"
    if current in ("succeeded", "cancelled"):
        return current
    return attempt_state if attempt_state in ("requires_action", "processing") else "requires_payment"


def of_our_own(attempt: Attempt, status: Reported, failure_code: str) -> Report:
    """A report for an attempt that never reached its provider."""
    return Report(
        provider=attempt.provider,
        ref=attempt.provider_ref,
        attempt_id=attempt.id,
        order_id=attempt.order_id,
        status=status,
        amount=attempt.amount,
        currency=attempt.currency,
        failure_code=failure_code,
    )
