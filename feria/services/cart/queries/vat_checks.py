"""What is known about the VAT id of a business that shops."""

from datetime import datetime, timedelta
from typing import Literal

import msgspec

from feria.core.db import Tx
from feria.services.cart.rules import vat

VALID_FOR = timedelta(days=30)
# Who has registered meanwhile is not kept waiting for long.
INVALID_FOR = timedelta(hours=1)
Status = Literal["valid", "invalid", "unchecked"]


class VatCheck(msgspec.Struct, frozen=True, kw_only=True):
    """An answer about a VAT id, as it is stored."""

    vat_id: str
    valid: bool
    checked_at: datetime
    consultation: str
    source: str


class VatStanding(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a VAT id counts now; `country` is its member state, empty unless it is valid and a company is named."""

    vat_id: str
    status: Status
    country: str


async def standing(tx: Tx, company: str, typed: str, country: str) -> VatStanding | None:
    """How the VAT id that a buyer has given stands, by what is stored; None without one."""
    vat_id = vat.normal(typed, country)
    if not vat_id:
        return None
    if not vat.is_well_formed(vat_id):
        return VatStanding(vat_id=vat_id, status="invalid", country="")
    found = await check_of(tx, vat_id)
    if found is None:
        return VatStanding(vat_id=vat_id, status="unchecked", country="")
    counts = found.valid and bool(company.strip())
    return VatStanding(
        vat_id=vat_id,
        status="valid" if found.valid else "invalid",
        country=vat.member_state(vat_id) if counts else "",
    )


async def check_of(tx: Tx, vat_id: str) -> VatCheck | None:
    """The newest answer about a VAT id, unless it is too old to count."""
    found = await tx.one(
        VatCheck,
        """SELECT vat_id, valid, checked_at, consultation, source FROM cart.vat_checks
           WHERE vat_id = $1 AND checked_at <= $2 ORDER BY checked_at DESC LIMIT 1""",
        vat_id,
        tx.now,
    )
    if found is None or tx.now - found.checked_at > (VALID_FOR if found.valid else INVALID_FOR):
        return None
    return found
