"""Events that the user service publishes."""

from typing import ClassVar
from uuid import UUID

from feria.core.events import Event
from feria.core.ids import encode_owner


class PasswordResetRequested(Event, frozen=True, kw_only=True):
    """Somebody asked for a link to set a new password for this account."""

    name: ClassVar[str] = "password_reset.requested"
    reset_id: UUID
    account_id: int

    @property
    def subject(self) -> str:
        return encode_owner("usr", self.account_id)


class SellerStatusChanged(Event, frozen=True, kw_only=True):
    """A seller applied, was approved, rejected, suspended or resumed; only `active` ones sell."""

    name: ClassVar[str] = "seller.status_changed"
    seller_id: int
    before: str | None
    status: str
    reason: str
    version: int

    @property
    def subject(self) -> str:
        return encode_owner("sel", self.seller_id)


class SellerChanged(Event, frozen=True, kw_only=True):
    """What a seller shows of itself (name, town, country, story, stall colour) is new."""

    name: ClassVar[str] = "seller.changed"
    seller_id: int
    version: int

    @property
    def subject(self) -> str:
        return encode_owner("sel", self.seller_id)
