"""Reads of the notification service."""

from feria.core.db import Tx
from feria.services.notification.schemas import Received


async def mails(tx: Tx, recipient: str | None, limit: int) -> list[Received]:
    """The newest mails of the development mailbox, to everyone or to one address."""
    return await tx.all(
        Received,
        """SELECT message_id, recipient, subject, text, html, received_at FROM notification.mailbox
           WHERE $1::text IS NULL OR recipient = $1 ORDER BY received_at DESC, message_id LIMIT $2""",
        recipient,
        limit,
    )


async def mail(tx: Tx, message_id: str) -> Received | None:
    """One mail of the development mailbox."""
    return await tx.one(
        Received,
        """SELECT message_id, recipient, subject, text, html, received_at FROM notification.mailbox
           WHERE message_id = $1""",
        message_id,
    )
