"""State changes of messages: written by consumers, taken and settled by the sending job."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from feria.core.db import Tx
from feria.services.notification.schemas import Message

ATTEMPTS_MAX = 10
LEASE = timedelta(minutes=5)
BACK_OFF_SECONDS_MAX = 3_600


async def write_messages(
    tx: Tx,
    template: str,
    cause: UUID,
    recipients: list[tuple[str, str]],
    data: dict[str, Any],
    *,
    later: timedelta = timedelta(0),
) -> None:
    """One message for each (address, locale), unless it is there already for this cause; sent so much `later`."""
    await tx.execute(
        """INSERT INTO notification.messages (id, cause, template, channel, recipient, locale, data, run_at, created_at)
           SELECT id, $2, $3, 'email', recipient, locale, $4, $5::timestamptz + $8::interval, $5
           FROM unnest($1::uuid[], $6::text[], $7::text[]) AS one (id, recipient, locale)
           ON CONFLICT (cause, template, recipient, channel) DO NOTHING""",
        [uuid4() for _ in recipients],
        cause,
        template,
        data,
        tx.now,
        [address for address, _ in recipients],
        [locale for _, locale in recipients],
        later,
    )


async def take_messages(tx: Tx, limit: int) -> list[Message]:
    """Due messages, leased for five minutes: a sender that dies gives them back."""
    return await tx.all(
        Message,
        """UPDATE notification.messages SET run_at = $1::timestamptz + $2, attempts = attempts + 1
           WHERE id IN (SELECT id FROM notification.messages WHERE state = 'pending' AND run_at <= $1
                        ORDER BY run_at LIMIT $3 FOR UPDATE SKIP LOCKED)
           RETURNING id, template, recipient, locale, data, attempts""",
        tx.now,
        LEASE,
        limit,
    )


async def record_sent(tx: Tx, message_id: UUID) -> None:
    """The mail was handed over."""
    await tx.execute(
        """UPDATE notification.messages SET state = 'sent', sent_at = $2, last_error = ''
           WHERE id = $1 AND state = 'pending'""",
        message_id,
        tx.now,
    )


async def record_refused(tx: Tx, message: Message, reason: str, *, permanent: bool) -> None:
    """Try again later, or give up after a permanent refusal or ten attempts."""
    pause = min(BACK_OFF_SECONDS_MAX, 15 * 2**message.attempts)
    await tx.execute(
        """UPDATE notification.messages SET state = $2, run_at = $3, last_error = $4
           WHERE id = $1 AND state = 'pending'""",
        message.id,
        "failed" if permanent or message.attempts >= ATTEMPTS_MAX else "pending",
        tx.now + timedelta(seconds=pause),
        reason[:500].replace("\x00", ""),
    )
