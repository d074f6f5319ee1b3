"""Uploads that go past the API's forms: an address that takes one file of one length and type, for a short time.

An object store signs such addresses itself (`storage`). For a folder, which cannot, this module seals a ticket that our
own route opens.
"""

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as BadBase64
from datetime import datetime, timedelta

import msgspec

from feria.core import clock
from feria.core.errors import Forbidden
from feria.core.settings import Settings
from feria.core.storage import Storage

OPEN_FOR = timedelta(minutes=15)
PATH = "/api/v1/uploads/"
_PURPOSE = b"upload\0"
_DIGEST_BYTES = 32


class UploadRefused(Forbidden):
    """The address is forged or out of date, or the file is not the one that was announced."""

    slug, title = (
        "upload-refused",
        "This address takes only the file that was announced, for a quarter of an hour.",
    )


class Ticket(msgspec.Struct, frozen=True, array_like=True):
    """What one address takes, until `expires` in seconds since 1970."""

    key: str
    size_bytes: int
    media_type: str
    expires: int


class Signed(msgspec.Struct, frozen=True, kw_only=True):
    """A request by which a browser sends the file: PUT, with exactly these headers."""

    url: str
    headers: dict[str, str]
    expires_at: datetime


def sign(storage: Storage, settings: Settings, key: str, *, size_bytes: int, media_type: str) -> Signed:
    """An address that takes a file of this length and type under the key. Blocks when it is first used for S3."""
    expires_at = clock.now() + OPEN_FOR
    if storage.signer is not None:
        url = storage.signer.address(
            key, size_bytes=size_bytes, media_type=media_type, seconds=int(OPEN_FOR.total_seconds())
        )
    else:
        ticket = Ticket(key, size_bytes, media_type, int(expires_at.timestamp()))
        url = PATH + seal(ticket, settings.secret)
    return Signed(url=url, headers={"Content-Type": media_type}, expires_at=expires_at)


def seal(ticket: Ticket, secret: str) -> str:
    """The ticket as a part of an address that nobody else can make."""
    content = msgspec.msgpack.encode(ticket)
    return urlsafe_b64encode(_digest(content, secret) + content).decode().rstrip("=")


def opened(token: str, secret: str) -> Ticket:
    """The ticket of an address; raises UploadRefused when it is not ours or its time is over."""
    try:
        raw = urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
    except (BadBase64, ValueError):
        raise UploadRefused from None
    digest, content = raw[:_DIGEST_BYTES], raw[_DIGEST_BYTES:]
    if not hmac.compare_digest(digest, _digest(content, secret)):
        raise UploadRefused
    ticket = msgspec.msgpack.decode(content, type=Ticket)
    if ticket.expires <= clock.now().timestamp():
        raise UploadRefused
    return ticket


def _digest(content: bytes, secret: str) -> bytes:
    return hmac.digest(secret.encode(), _PURPOSE + content, hashlib.sha256)
