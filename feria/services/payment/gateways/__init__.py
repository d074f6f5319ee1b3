"""Payment providers: what each must be able to do, and which one serves a payment method."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

import msgspec

from feria.core.errors import Malformed
from feria.services.payment.queries.refunds import Refund
from feria.services.payment.rules.attempts import Attempt, RefundReport, Report


class ProviderUnavailable(Exception):
    """The provider did not answer; whether it did what was asked is not known, so the same call is made again."""


class BadSignature(Malformed):
    """The webhook was not signed by the provider, or more than five minutes ago."""

    slug, title = "bad-signature", "The signature of this webhook does not count."


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """A webhook's content; without a report it is about something that does not concern us."""

    event_id: str
    report: Report | None


class Provider(Protocol):
    """One payment provider. Every call may be repeated: the attempt's or refund's id is the idempotency key."""

    @property
    def name(self) -> str:
        """The name that attempts and webhooks are stored under."""
        ...

    async def start(self, attempt: Attempt) -> Report:
        """Start to take the money; raises ProviderUnavailable."""
        ...

    async def fetch(self, attempt: Attempt) -> Report | None:
        """How the attempt stands, None when the provider never heard of it; raises ProviderUnavailable."""
        ...

    async def cancel(self, attempt: Attempt) -> Report:
        """End the attempt unless its money has moved, and say how it stands; raises ProviderUnavailable."""
        ...

    async def refund(self, refund: Refund) -> RefundReport:
        """Send money back; raises ProviderUnavailable."""
        ...

    def verify(self, body: bytes, headers: Mapping[str, str], now: datetime) -> None:
        """Check a webhook's signature on its raw body; raises BadSignature."""
        ...

    def read(self, body: bytes) -> Notice:
        """A webhook whose signature was right; raises Malformed."""
        ...
