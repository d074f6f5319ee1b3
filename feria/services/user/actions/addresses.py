"""Addresses that people keep: added, changed, removed. The account is locked, so that one stays the default."""

from uuid import UUID

from feria.core import ids
from feria.core.db import Tx
from feria.core.errors import Conflict, NotFound, invalid
from feria.services.user.queries.addresses import FIELDS
from feria.services.user.rules import names
from feria.services.user.schemas.addresses import SavedAddressIn

ADDRESSES_MAX = 50
_FIELDS = ", ".join(FIELDS)


class TooManyAddresses(Conflict):
    """A person keeps at most fifty addresses."""

    slug, title = "too-many-addresses", f"You have {ADDRESSES_MAX} addresses. Remove one first."


async def add_address(tx: Tx, account_id: int, wanted: SavedAddressIn) -> UUID:
    """Keep an address; the first is the default. Raises NotFound for a stranger, TooManyAddresses, Invalid."""
    await _lock(tx, account_id)
    values = _checked(wanted)
    count = await tx.fetchval('SELECT count(*) FROM "user".addresses WHERE account_id = $1', account_id)
    if count >= ADDRESSES_MAX:
        raise TooManyAddresses
    if wanted.is_default:
        await _clear_default(tx, account_id)
    address_id = ids.new(account_id)
    await tx.execute(
        f"""INSERT INTO "user".addresses (id, account_id, is_default, created_at, updated_at, {_FIELDS})
            VALUES ($1, $2, $3, $4, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)""",  # noqa: S608 - constants
        address_id,
        account_id,
        wanted.is_default or count == 0,
        tx.now,
        *values,
    )
    _note(tx, "address.added", account_id, address_id)
    return address_id


async def replace_address(tx: Tx, account_id: int, address_id: UUID, wanted: SavedAddressIn) -> None:
    """Write an address anew; the default stays it until another one becomes it. Raises NotFound, Invalid."""
    await _lock(tx, account_id)
    values = _checked(wanted)
    if wanted.is_default:
        await _clear_default(tx, account_id)
    changed = await tx.execute(
        f"""UPDATE "user".addresses
            SET is_default = is_default OR $3, updated_at = $4,
                ({_FIELDS}) = ROW($5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
            WHERE account_id = $1 AND id = $2""",  # noqa: S608 - constants
        account_id,
        address_id,
        wanted.is_default,
        tx.now,
        *values,
    )
    if not changed:
        raise NotFound
    _note(tx, "address.updated", account_id, address_id)


async def remove_address(tx: Tx, account_id: int, address_id: UUID) -> None:
    """Forget an address; after the default, the newest other one is the default. Raises NotFound."""
    await _lock(tx, account_id)
    was_default = await tx.fetchval(
        'DELETE FROM "user".addresses WHERE account_id = $1 AND id = $2 RETURNING is_default',
        account_id,
        address_id,
    )
    if was_default is None:
        raise NotFound
    if was_default:
        await tx.execute(
            """UPDATE "user".addresses SET is_default = true, updated_at = $2
               WHERE id = (SELECT id FROM "user".addresses WHERE account_id = $1
                           ORDER BY created_at DESC, id DESC LIMIT 1)""",
            account_id,
            tx.now,
        )
    _note(tx, "address.removed", account_id, address_id)


async def _lock(tx: Tx, account_id: int) -> None:
    """One change of somebody's addresses at a time, and by nobody else."""
    if tx.actor.account_id != account_id and not tx.actor.system:
        raise NotFound
    await tx.fetchval('SELECT id FROM "user".accounts WHERE id = $1 FOR UPDATE', account_id)


async def _clear_default(tx: Tx, account_id: int) -> None:
    await tx.execute(
        'UPDATE "user".addresses SET is_default = false WHERE account_id = $1 AND is_default', account_id
    )


def _checked(wanted: SavedAddressIn) -> list[str]:
    if not names.is_country(wanted.country):
        raise invalid("country", "is not a country")
    return [getattr(wanted, name) for name in FIELDS]


def _note(tx: Tx, what: str, account_id: int, address_id: UUID) -> None:
    tx.audit(what, ids.encode_owner("usr", account_id), address=ids.encode("adr", address_id))
