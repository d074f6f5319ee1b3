"""SMTP by aiosmtplib."""

import re
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import parse_qs, unquote, urlsplit

import aiosmtplib

from feria.services.notification.gateways import Mail, Refused

TIMEOUT_SECONDS = 20
# Signs with a meaning of their own in headers: over some of them the standard library's parser breaks down.
_ADDRESS = re.compile(r"[^\s@()<>\[\]:;,\\\"\x00-\x1f\x7f]+@[^\s@()<>\[\]:;,\\\"\x00-\x1f\x7f]+")


class Smtp:
    """A mail server, as `smtp://user:password@host:587` (STARTTLS where offered) or `smtps://…:465`."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._host = parts.hostname or "localhost"
        self._tls = parts.scheme == "smtps"
        self._port = parts.port or (465 if self._tls else 587)
        self._user = unquote(parts.username) if parts.username else None
        self._password = unquote(parts.password) if parts.password else None
        self._required = parse_qs(parts.query).get("starttls", ["auto"])[0] == "required"

    async def send(self, mail: Mail) -> None:
        """Hand the mail to the server; raises Refused, permanently for a 5xx answer and for what is no address."""
        if _ADDRESS.fullmatch(mail.recipient) is None:
            raise Refused("this is no address", permanent=True)
        message = EmailMessage(policy=SMTP)
        message["Message-ID"] = mail.message_id
        message["From"] = mail.sender
        message["To"] = mail.recipient
        message["Subject"] = mail.subject
        message.set_content(mail.text)
        message.add_alternative(mail.html, subtype="html")
        try:
            await aiosmtplib.send(
                message,
                recipients=[mail.recipient],
                hostname=self._host,
                port=self._port,
                username=self._user,
                password=self._password,
                use_tls=self._tls,
                start_tls=None if not self._required else True,
                timeout=TIMEOUT_SECONDS,
            )
        except aiosmtplib.SMTPRecipientsRefused as error:
            worst = max(one.code for one in error.recipients)
            raise Refused(str(error), permanent=worst >= 500) from error
        except aiosmtplib.SMTPResponseException as error:
            raise Refused(f"{error.code} {error.message}", permanent=error.code >= 500) from error
        except (aiosmtplib.SMTPException, OSError) as error:
            raise Refused(str(error), permanent=False) from error
