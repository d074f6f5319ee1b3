"""What others may read of the notification service: the development mailbox."""

from feria.core.db import Tx
from feria.services.notification import queries
from feria.services.notification.schemas import Received

MAILS_MAX = 100


async def mailbox(tx: Tx, recipient: str | None = None) -> list[Received]:
    """The newest hundred mails that this installation would have sent."""
    return await queries.mails(tx, recipient, MAILS_MAX)


async def mailbox_mail(tx: Tx, message_id: str) -> Received | None:
    """One of them."""
    return await queries.mail(tx, message_id)
