"""Keyset pages: opaque cursors bound to their listing and signed, so that one that is not ours is an error."""

import base64
import binascii
import hashlib
from typing import Any, Generic, TypeVar

import msgspec

from feria.core.errors import Malformed

T = TypeVar("T")

LIMIT_DEFAULT = 24
LIMIT_MAX = 100
CURSOR_LENGTH_MAX = 400
_MARK_BYTES = 6
_key = b""


class Page(msgspec.Struct, Generic[T], frozen=True):
    """A page of a list; `next` is the cursor of the following page, null on the last."""

    items: list[T]
    next: str | None


class BadCursor(Malformed):
    """The cursor is damaged or belongs to another list or other filters."""

    slug, title = "bad-cursor", "The cursor does not belong to this list."


def sign_with(secret: str) -> None:
    """Make and take only cursors of this secret; else whoever can read this file could ask for any key, of any size."""
    global _key  # noqa: PLW0603 - one secret per process
    _key = hashlib.sha256(b"feria cursor\x00" + secret.encode()).digest()


def encode(listing: str, *values: Any) -> str:
    """A cursor of `listing` (its name with all its filters) after the row with these key values."""
    body = msgspec.msgpack.encode(values)
    return _text(_mark(listing, body) + body)


def decode(listing: str, cursor: str, kind: type[T]) -> T:
    """The key values of a cursor as `kind` (a tuple type); raises BadCursor."""
    try:
        if len(cursor) > CURSOR_LENGTH_MAX:
            raise BadCursor
        data = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        mark, body = data[:_MARK_BYTES], data[_MARK_BYTES:]
        if mark != _mark(listing, body) or cursor != _text(data):
            raise BadCursor
        return msgspec.msgpack.decode(body, type=kind)
    except (binascii.Error, ValueError, msgspec.MsgspecError):
        raise BadCursor from None


def page(rows: list[T], limit: int, listing: str, *key: str) -> Page[T]:
    """A page from `limit + 1` rows: the extra one only tells that there is more. `key` names the key fields."""
    more = len(rows) > limit
    items = rows[:limit]
    return Page(
        items, encode(listing, *(getattr(items[-1], name) for name in key)) if more and items else None
    )


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _mark(listing: str, body: bytes) -> bytes:
    return hashlib.blake2b(listing.encode() + b"\x00" + body, digest_size=_MARK_BYTES, key=_key).digest()
