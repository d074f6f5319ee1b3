"""Mail: one protocol, SMTP as the real way out and the development mailbox as the working fake."""

from typing import Protocol

import msgspec

from feria.core.platform import Platform


class Mail(msgspec.Struct, frozen=True, kw_only=True):
    """A rendered mail. `message_id` is the same at each try, so that receivers can drop a repetition."""

    message_id: str
    sender: str
    recipient: str
    subject: str
    text: str
    html: str


class Refused(Exception):
    """The mail was not taken; `permanent` says that another try is useless."""

    def __init__(self, reason: str, *, permanent: bool) -> None:
        super().__init__(reason)
        self.permanent = permanent


class Mailer(Protocol):
    """A way out for mail."""

    async def send(self, mail: Mail) -> None:
        """Hand the mail over; raises Refused."""


def mailer(platform: Platform) -> Mailer:
    """SMTP when FERIA_MAIL_URL names a server, else the development mailbox."""
    if platform.settings.mail_url:
        from feria.services.notification.gateways.smtp import Smtp

        return Smtp(platform.settings.mail_url)
    from feria.services.notification.gateways.mailbox import Mailbox

    return Mailbox(platform.db)
