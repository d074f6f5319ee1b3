"""Shapes of messages and mails."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """A message that waits to be sent."""

    id: UUID
    template: str
    recipient: str
    locale: str
    data: dict[str, Any]
    attempts: int


class Received(msgspec.Struct, frozen=True, kw_only=True):
    """A mail in the development mailbox."""

    message_id: str
    recipient: str
    subject: str
    text: str
    html: str
    received_at: datetime
