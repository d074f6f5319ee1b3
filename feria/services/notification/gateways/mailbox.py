"""The development mailbox: takes every mail and shows it at `/dev/mail`; addresses can be made to refuse."""

from feria.core.db import Database
from feria.services.notification.gateways import Mail, Refused

KEPT_MAX = 500


class Mailbox:
    """Keeps the last 500 mails. `…@refused.test` is refused for good, `…@busy.test` for now."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def send(self, mail: Mail) -> None:
        """Keep the mail; the same message id again is the same mail."""
        if mail.recipient.endswith("@refused.test"):
            raise Refused("550 no such person", permanent=True)
        if mail.recipient.endswith("@busy.test"):
            raise Refused("450 try later", permanent=False)
        async with self._database.transaction() as tx:
            await tx.execute(
                """INSERT INTO notification.mailbox (message_id, recipient, subject, text, html, received_at)
                   VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (message_id) DO NOTHING""",
                mail.message_id, mail.recipient, mail.subject, mail.text, mail.html, tx.now,
            )  # fmt: skip
            await tx.execute(
                """DELETE FROM notification.mailbox WHERE message_id IN
                   (SELECT message_id FROM notification.mailbox ORDER BY received_at DESC OFFSET $1)""",
                KEPT_MAX,
            )
