"""The built-in test provider: takes no money, keeps its own books as if it were far away, and fails on demand.

It signs its webhooks and can send them doubled or out of order. Refused in production unless allowed.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

import asyncpg
import msgspec
import structlog

from feria.core import clock
from feria.core.db import UNREACHABLE, Tx
from feria.core.errors import Malformed, NotFound, Unavailable
from feria.core.platform import Platform
from feria.services.payment.gateways import BadSignature, Notice, ProviderUnavailable
from feria.services.payment.queries.refunds import Refund
from feria.services.payment.rules.attempts import Attempt, RefundReport, Report, Reported

log = structlog.get_logger()

NAME = "test"
SIGNATURE_HEADER = "x-test-signature"
TOLERANCE_SECONDS = 300
STAMP_DIGITS_MAX = 11  # with one more, no calendar has the year
LATE_SECONDS = 20
SEND_BATCH = 50
SEND_AGAIN_SECONDS = 30
SENDS_MAX = 50
SEND_SECONDS_MAX = 10.0

_STATUS_OF_OUTCOME: dict[str, Reported] = {
    "succeed": "succeeded",
    "decline": "failed",
    "challenge": "requires_action",
    "late": "processing",
}
Step = Literal["start", "fetch", "cancel", "refund"]
# Faults on demand: the next call of this step does not answer, `before` or `after` it took effect.
faults: dict[Step, Literal["before", "after"]] = {}


class _Told(msgspec.Struct, frozen=True, kw_only=True):
    ref: str
    attempt_id: UUID
    order_id: UUID
    status: Reported
    amount: int
    currency: str
    failure_code: str


class _Event(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    type: str
    created: datetime
    data: _Told


_INTENT = "ref, idempotency_key, order_id, amount, currency, status, failure_code"
_START = f"""
WITH fresh AS (
    INSERT INTO payment.test_intents
        (ref, idempotency_key, order_id, amount, currency, status, failure_code, settle_at, created_at)
    VALUES ($2, $1, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (idempotency_key) DO NOTHING RETURNING {_INTENT}
), told AS (
    INSERT INTO payment.test_webhooks (event_id, intent_ref, status, send_at)
    SELECT 'evt_' || ref || '_' || status, ref, status, $9 FROM fresh WHERE status <> 'requires_action'
)
SELECT {_INTENT} FROM fresh
UNION ALL SELECT {_INTENT} FROM payment.test_intents WHERE idempotency_key = $1
"""  # noqa: S608 - constant columns
_DECIDE = f"""
WITH moved AS (
    UPDATE payment.test_intents SET status = $3, failure_code = $4
    WHERE ref = $1 AND status = ANY($2) RETURNING {_INTENT}
), told AS (
    INSERT INTO payment.test_webhooks (event_id, intent_ref, status, send_at)
    SELECT 'evt_' || ref || '_' || status, ref, status, $5 FROM moved
)
SELECT {_INTENT} FROM moved
"""  # noqa: S608 - constant columns
_SETTLE_LATE = """
WITH moved AS (
    UPDATE payment.test_intents SET status = 'succeeded'
    WHERE status = 'processing' AND settle_at <= $1 RETURNING ref
)
INSERT INTO payment.test_webhooks (event_id, intent_ref, status, send_at)
SELECT 'evt_' || ref || '_succeeded', ref, 'succeeded', $1 FROM moved
"""
# Of an intent whose webhooks are to come out of order, the first waits until a later one has been sent.
_TO_SEND = """
SELECT w.id, w.event_id, w.status, w.send_at, i.ref, i.idempotency_key, i.order_id, i.amount, i.currency,
       i.failure_code, i.duplicate_webhooks
FROM payment.test_webhooks w JOIN payment.test_intents i ON i.ref = w.intent_ref
WHERE w.sent_at IS NULL AND w.send_at <= $1 AND w.tries < $2
  AND (NOT i.reorder_webhooks OR w.status <> 'processing' OR EXISTS (
      SELECT FROM payment.test_webhooks o WHERE o.intent_ref = w.intent_ref AND o.id > w.id AND o.sent_at IS NOT NULL))
ORDER BY w.id LIMIT $3
"""


class TestProvider:
    """The client and the far end in one; each call is its own short transaction on tables of its own."""

    __test__ = False  # not a test, whatever pytest thinks of the name
    name = NAME

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._key = hashlib.sha256(b"feria test provider\x00" + platform.settings.secret.encode()).digest()

    async def start(self, attempt: Attempt) -> Report:
        self._maybe_fail("start", "before")
        status = _STATUS_OF_OUTCOME.get(attempt.outcome, "succeeded")
        now = clock.now()
        arguments = (
            attempt.id,
            f"ti_{secrets.token_hex(16)}",
            attempt.order_id,
            attempt.amount,
            attempt.currency,
            status,
            "card_declined" if status == "failed" else "",
            now + timedelta(seconds=LATE_SECONDS) if status == "processing" else None,
            now,
        )
        # A second look finds the row of a call that ran at the same time.
        row = await self._row(_START, *arguments) or await self._row(_START, *arguments)
        self._maybe_fail("start", "after")
        assert row is not None
        return self._report(row)

    async def fetch(self, attempt: Attempt) -> Report | None:
        self._maybe_fail("fetch", "before")
        await self._settle_late()
        row = await self._row(
            f"SELECT {_INTENT} FROM payment.test_intents WHERE idempotency_key = $1",  # noqa: S608 - constant columns
            attempt.id,
        )
        return None if row is None else self._report(row)

    async def cancel(self, attempt: Attempt) -> Report:
        self._maybe_fail("cancel", "before")
        row = await self._row(
            f"""INSERT INTO payment.test_intents (ref, idempotency_key, order_id, amount, currency, status, created_at)
                VALUES ($2, $1, $3, $4, $5, 'cancelled', $6)
                ON CONFLICT (idempotency_key) DO UPDATE SET status = CASE
                    WHEN test_intents.status IN ('requires_action', 'processing') THEN 'cancelled'
                    ELSE test_intents.status END
                RETURNING {_INTENT}""",  # noqa: S608 - constant columns
            attempt.id,
            f"ti_{secrets.token_hex(16)}",
            attempt.order_id,
            attempt.amount,
            attempt.currency,
            clock.now(),
        )
        self._maybe_fail("cancel", "after")
        assert row is not None
        return self._report(row)

    async def refund(self, refund: Refund) -> RefundReport:
        self._maybe_fail("refund", "before")
        ref = f"tr_{refund.id.hex}"
        refused = ""
        try:
            async with self._platform.db.transaction() as tx:
                fresh = await tx.execute(
                    """INSERT INTO payment.test_refunds (idempotency_key, ref, intent_ref, amount, currency, created_at)
                       SELECT $1, $2, i.ref, $4, i.currency, $5 FROM payment.test_intents i
                       WHERE i.ref = $3 AND i.status = 'succeeded' ON CONFLICT (idempotency_key) DO NOTHING""",
                    refund.id,
                    ref,
                    refund.attempt_ref,
                    refund.amount,
                    tx.now,
                )
                if fresh:
                    await tx.execute(
                        "UPDATE payment.test_intents SET refunded_amount = refunded_amount + $2 WHERE ref = $1",
                        refund.attempt_ref,
                        refund.amount,
                    )
                elif not await tx.fetchval("SELECT true FROM payment.test_refunds WHERE ref = $1", ref):
                    refused = "nothing_captured"
        except asyncpg.CheckViolationError:
            refused = "more_than_captured"
        except (*UNREACHABLE, Unavailable) as error:
            raise ProviderUnavailable from error
        self._maybe_fail("refund", "after")
        return RefundReport(
            ref=ref,
            status="failed" if refused else "succeeded",
            amount=refund.amount,
            currency=refund.currency,
            failure_code=refused,
        )

    def sign(self, body: bytes, at: datetime) -> str:
        """The signature header of a webhook sent at this time."""
        stamp = str(int(at.timestamp()))
        digest = hmac.new(self._key, stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
        return f"t={stamp},v1={digest}"

    def verify(self, body: bytes, headers: Mapping[str, str], now: datetime) -> None:
        given = headers.get(SIGNATURE_HEADER, "")
        stamp = given.removeprefix("t=").partition(",")[0]
        if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= STAMP_DIGITS_MAX):
            raise BadSignature
        at = datetime.fromtimestamp(int(stamp), tz=now.tzinfo)
        if abs((now - at).total_seconds()) > TOLERANCE_SECONDS:
            raise BadSignature
        if not hmac.compare_digest(self.sign(body, at).encode(), given.encode("utf-8", "surrogateescape")):
            raise BadSignature

    def read(self, body: bytes) -> Notice:
        try:
            event = msgspec.json.decode(body, type=_Event)
        except msgspec.MsgspecError as error:
            raise Malformed from error
        told = event.data
        report = Report(
            provider=NAME,
            ref=told.ref,
            attempt_id=told.attempt_id,
            order_id=told.order_id,
            status=told.status,
            amount=told.amount,
            currency=told.currency,
            failure_code=told.failure_code,
        )
        return Notice(event_id=event.id, report=report)

    async def decide(self, ref: str, *, approve: bool) -> tuple[str, UUID]:
        """What the buyer pressed on the challenge page; the status after it, and the order. Raises NotFound."""
        status, code = ("succeeded", "") if approve else ("failed", "challenge_declined")
        row = await self._row(_DECIDE, ref, ["requires_action"], status, code, clock.now())
        if row is None:
            row = await self._row("SELECT status, order_id FROM payment.test_intents WHERE ref = $1", ref)
        if row is None:
            raise NotFound
        return row["status"], UUID(int=row["order_id"].int)

    async def misbehave(self, attempt_id: UUID, *, duplicate: bool = False, reorder: bool = False) -> None:
        """Send the webhooks of this attempt twice, or the last of them first."""
        await self._row(
            """UPDATE payment.test_intents SET duplicate_webhooks = $2, reorder_webhooks = $3
               WHERE idempotency_key = $1 RETURNING ref""",
            attempt_id,
            duplicate,
            reorder,
        )

    async def send_webhooks(self) -> int:
        """Settle what is late, then send what is due to this marketplace's own address; how many were received."""
        await self._settle_late()
        async with self._platform.db.reading() as tx:
            rows = await tx.fetch(_TO_SEND, tx.now, SENDS_MAX, SEND_BATCH)
        sent = [row["id"] for row in rows if await self._send(row)]
        if rows:
            async with self._platform.db.reading() as tx:  # one statement is its own transaction
                await tx.execute(
                    """UPDATE payment.test_webhooks SET tries = tries + 1, send_at = $3,
                           sent_at = CASE WHEN id = ANY($2) THEN $4::timestamptz END WHERE id = ANY($1)""",
                    [row["id"] for row in rows],
                    sent,
                    tx.now + timedelta(seconds=SEND_AGAIN_SECONDS),
                    tx.now,
                )
        return len(sent)

    def webhook(self, row: Any) -> bytes:
        """The body of a webhook about an intent; `row` has the columns of `_TO_SEND`."""
        told = _Told(
            ref=row["ref"],
            attempt_id=UUID(int=row["idempotency_key"].int),
            order_id=UUID(int=row["order_id"].int),
            status=row["status"],
            amount=row["amount"],
            currency=row["currency"],
            failure_code=row["failure_code"] if row["status"] == "failed" else "",
        )
        event = _Event(id=row["event_id"], type=f"payment.{row['status']}", created=row["send_at"], data=told)
        return msgspec.json.encode(event)

    async def _send(self, row: asyncpg.Record) -> bool:
        """Whether the webhook was received. The transport alone takes a third less CPU than the client around it."""
        import httpx  # only where webhooks are sent

        body = self.webhook(row)
        url = f"{self._platform.settings.public_url}/api/v1/webhooks/{NAME}"
        headers = {"content-type": "application/json", SIGNATURE_HEADER: self.sign(body, clock.now())}
        timeouts = {"timeout": dict.fromkeys(("connect", "read", "write", "pool"), SEND_SECONDS_MAX)}
        received = False
        for _ in range(2 if row["duplicate_webhooks"] else 1):
            request = httpx.Request("POST", url, content=body, headers=headers, extensions=timeouts)
            try:
                answer = await self._platform.transport.handle_async_request(request)
                await answer.aread()
            except httpx.HTTPError as error:
                log.debug("test webhook not received", reason=str(error))  # it is sent again
                return False
            received = answer.is_success
        return received

    async def _settle_late(self) -> None:
        await self._row(_SETTLE_LATE, clock.now())

    async def _row(self, sql: str, *arguments: Any) -> asyncpg.Record | None:
        try:
            async with self._platform.db.reading() as tx:  # one statement is its own transaction
                return await tx.fetchrow(sql, *arguments)
        except (*UNREACHABLE, Unavailable) as error:
            raise ProviderUnavailable from error

    def _report(self, row: asyncpg.Record) -> Report:
        action = row["status"] == "requires_action"
        return Report(
            provider=NAME,
            ref=row["ref"],
            attempt_id=UUID(int=row["idempotency_key"].int),
            order_id=UUID(int=row["order_id"].int),
            status=row["status"],
            amount=row["amount"],
            currency=row["currency"],
            redirect_url=f"{self._platform.settings.public_url}/dev/pay/{row['ref']}" if action else "",
            failure_code=row["failure_code"],
        )

    def _maybe_fail(self, step: Step, moment: str) -> None:
        if faults.get(step) == moment:
            del faults[step]
            raise ProviderUnavailable


async def leave_out_webhooks(tx: Tx) -> int:
    """Mark every webhook that waits as sent: the demo's payments are long settled. How many there were."""
    return await tx.execute("UPDATE payment.test_webhooks SET sent_at = $1 WHERE sent_at IS NULL", tx.now)
