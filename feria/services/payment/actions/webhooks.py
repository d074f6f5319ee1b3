"""Webhooks: kept exactly as they came, then applied once, whatever crashes in between."""

from collections.abc import Mapping
from datetime import timedelta

import msgspec

from feria.core import ids
from feria.core.db import Tx
from feria.services.payment.actions import payments
from feria.services.payment.rules.attempts import Report

RETRY_SECONDS = 30
TRIES_MAX = 50
KEPT_HEADERS_MAX = 50


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A stored webhook that has not been applied."""

    provider: str
    event_id: str
    body: bytes


async def store_webhook(
    tx: Tx, provider: str, event_id: str, body: bytes, headers: Mapping[str, str], report: Report | None
) -> bool:
    """Keep a webhook whose signature was right; whether it is to be applied.

    It is not when the event is known already, or says what the attempt shows, as most do: the answer was quicker.
    """
    waits = await tx.fetchval(
        """WITH told AS (
               SELECT FROM payment.attempts
               WHERE shopper_id = $8 AND id = $9 AND state = $10 AND provider_ref = $11 AND ended_at IS NOT NULL
           )
           INSERT INTO payment.webhooks (provider, event_id, body, headers, received_at, next_try_at, state,
               processed_at)
           SELECT $1, $2, $3, $4, $5, $6, CASE WHEN known THEN 'processed' ELSE 'received' END,
                  CASE WHEN known THEN $7::timestamptz END
           FROM (SELECT EXISTS (SELECT FROM told) AS known) k
           ON CONFLICT DO NOTHING RETURNING state = 'received'""",
        provider,
        event_id,
        body,
        dict(list(headers.items())[:KEPT_HEADERS_MAX]),
        tx.now,
        tx.now + timedelta(seconds=RETRY_SECONDS),
        tx.now,
        None if report is None else ids.owner_of(report.attempt_id),
        None if report is None else report.attempt_id,
        None if report is None else report.status,
        None if report is None else report.ref,
    )
    return bool(waits)


async def apply_webhook(tx: Tx, provider: str, event_id: str, report: Report | None) -> bool:
    """Apply a stored webhook and mark it, in one transaction; False when somebody else has it or it was applied."""
    mine = await tx.fetchval(
        """SELECT true FROM payment.webhooks WHERE provider = $1 AND event_id = $2 AND state = 'received'
           FOR UPDATE SKIP LOCKED""",
        provider,
        event_id,
    )
    if not mine:
        return False
    state = "processed"
    try:
        if report is None:
            state = "ignored"
        else:
            await payments.record_result(tx, report)
    except payments.UnknownAttempt:
        state = "ignored"
    await tx.execute(
        "UPDATE payment.webhooks SET state = $3, processed_at = $4 WHERE provider = $1 AND event_id = $2",
        provider,
        event_id,
        state,
        tx.now,
    )
    return True


async def claim_webhooks(tx: Tx, count: int) -> list[Waiting]:
    """At most `count` webhooks that were stored but not applied, put off until the next try; hopeless ones fail."""
    await tx.execute(
        "UPDATE payment.webhooks SET state = 'failed' WHERE state = 'received' AND next_try_at <= $1 AND tries >= $2",
        tx.now,
        TRIES_MAX,
    )
    return await tx.all(
        Waiting,
        """WITH due AS (
               SELECT provider, event_id FROM payment.webhooks WHERE state = 'received' AND next_try_at <= $1
               ORDER BY next_try_at LIMIT $2 FOR UPDATE SKIP LOCKED
           )
           UPDATE payment.webhooks w SET tries = w.tries + 1, next_try_at = $3
           FROM due WHERE w.provider = due.provider AND w.event_id = due.event_id
           RETURNING w.provider, w.event_id, w.body""",
        tx.now,
        count,
        tx.now + timedelta(seconds=RETRY_SECONDS),
    )
