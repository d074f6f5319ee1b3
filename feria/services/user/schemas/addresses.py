"""Postal addresses: as orders take them, and as people keep them."""

from typing import Annotated

from msgspec import Meta

from feria.core import ids
from feria.core.types import Closed, Country, Line, OptionalLine
from feria.services.user.schemas import Out


class AddressIn(Closed, frozen=True, kw_only=True):
    """Where to send something, or whom to bill."""

    name: Line
    line1: Line
    city: Line
    postal_code: Annotated[str, Meta(max_length=20, pattern=r"^[A-Za-z0-9 -]*$")]
    country: Country
    line2: OptionalLine = ""
    region: OptionalLine = ""
    company: OptionalLine = ""
    vat_id: Annotated[str, Meta(max_length=20, pattern=r"^[A-Za-z0-9 .-]*$")] = ""
    phone: Annotated[str, Meta(max_length=30, pattern=r"^[0-9+() ./-]*$")] = ""


class SavedAddressIn(AddressIn, frozen=True, kw_only=True):
    """An address to keep. The first is the default, and so is one with `is_default` from then on."""

    is_default: bool = False


class SavedAddressOut(Out, frozen=True, kw_only=True):
    """An address that a person keeps."""

    id: ids.AddressRef
    name: str
    company: str
    vat_id: str
    line1: str
    line2: str
    city: str
    region: str
    postal_code: str
    country: str
    phone: str
    is_default: bool
