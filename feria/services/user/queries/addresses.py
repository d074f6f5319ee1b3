"""The addresses that people keep, reached through `addresses_for`, which knows who asks."""

from uuid import UUID

import msgspec

from feria.core.db import Tx
from feria.core.errors import NotFound

FIELDS = ("name", "company", "vat_id", "line1", "line2", "city", "region", "postal_code", "country", "phone")


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """An address as stored."""

    id: UUID
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


async def addresses_for(tx: Tx, account_id: int) -> list[Address]:
    """All addresses of an account, the default first, then the newest; NotFound for all but itself and support."""
    if tx.actor.account_id != account_id and not tx.actor.is_operator("support"):
        raise NotFound
    return await tx.all(
        Address,
        f"""SELECT id, {", ".join(FIELDS)}, is_default FROM "user".addresses
            WHERE account_id = $1 ORDER BY is_default DESC, created_at DESC, id DESC""",  # noqa: S608 - constants
        account_id,
    )


async def own_address(tx: Tx, account_id: int, address_id: UUID) -> Address:
    """One of the actor's own addresses; raises NotFound."""
    for found in await addresses_for(tx, account_id):
        if found.id == address_id:
            return found
    raise NotFound
