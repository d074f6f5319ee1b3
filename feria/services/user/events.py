"""Events that the user service publishes."""

from typing import ClassVar
from uuid import UUID

from feria.core.events import Event
from feria.core.ids import encode_owner


class PasswordResetRequested(Event):
    """Somebody asked for a link to set a new password for this account."""

    name: ClassVar[str] = "password_reset.requested"
    reset_id: UUID
    account_id: int

    @property
    def subject(self) -> str:
        return encode_owner("usr", self.account_id)
