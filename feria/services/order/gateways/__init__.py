"""Carriers: what each must be able to do. `directory` says which there are in this installation."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

import msgspec

from feria.core.errors import Malformed
from feria.services.order.rules.parcels import Consignment, Label, LabelFormat, Rate, Tracked

TRACKED_AT_ONCE_MAX = 30


class CarrierUnavailable(Exception):
    """The carrier did not answer; whether it did what was asked is not known."""


class CarrierRefused(Exception):
    """The carrier says no, and why; nothing has happened there."""


class BadSignature(Malformed):
    """The webhook does not prove that it comes from the carrier."""

    slug, title = "bad-signature", "The signature of this webhook does not count."


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A label that the carrier made under our reference; `label` None: its picture cannot be had again."""

    tracking_number: str
    label: Label | None


class Carrier(Protocol):
    """One carrier. No call of a carrier may be repeated blindly: what was lost is looked for by our reference."""

    @property
    def name(self) -> str:
        """The name that labels and parcels are stored under."""
        ...

    async def rates(self, consignment: Consignment) -> list[Rate]:
        """What each service asks, the cheapest first; raises CarrierUnavailable, CarrierRefused."""
        ...

    async def buy_label(self, consignment: Consignment, service: str, form: LabelFormat) -> Label:
        """Buy the label; raises CarrierUnavailable (it may exist), CarrierRefused (it does not)."""
        ...

    async def find_label(self, reference: str, form: LabelFormat, made_on: date) -> Found | None:
        """The label that was made under our reference, None when there is none; raises CarrierUnavailable."""
        ...

    async def void_label(self, tracking_number: str) -> None:
        """Take a label back, also for the second time; raises CarrierUnavailable, CarrierRefused."""
        ...

    async def track(self, tracking_numbers: Sequence[str]) -> list[Tracked]:
        """What is known of these, at most TRACKED_AT_ONCE_MAX; numbers not known are left out.

        Raises CarrierUnavailable.
        """
        ...

    def verify(self, body: bytes, headers: Mapping[str, str]) -> None:
        """Check that a webhook comes from the carrier; raises BadSignature."""
        ...

    def read(self, body: bytes) -> list[Tracked]:
        """What a webhook says that was verified; raises Malformed."""
        ...
